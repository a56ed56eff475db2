//! The element table: what each element of RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, CDF, Dublin Core, Content,
//! Media RSS, iTunes and Syndication means to a reader of news.
//!
//! RSS, Atom and CDF share one vocabulary here, as publishers mix them freely. A namespace is known by its address, and,
//! where that is missing or unknown, by the prefix everyone uses for it.

use std::borrow::Cow;

/// A family of element names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Vocab {
    /// RSS, Atom, CDF.
    Core,
    /// RDF's own elements.
    Rdf,
    /// Dublin Core 1.1.
    Dc,
    /// Dublin Core terms.
    DcTerms,
    /// RSS 1.0 content module.
    Content,
    /// Media RSS.
    Media,
    /// iTunes podcasts.
    Itunes,
    /// XHTML.
    Xhtml,
    /// RSS 1.0 syndication module.
    Sy,
    /// FeedBurner.
    Feedburner,
    /// GeoRSS.
    Georss,
    /// The parts of GML that GeoRSS uses.
    Gml,
    /// W3C Basic Geo.
    Geo,
    /// Anything else: read past.
    Other,
}

/// What an element is for. The number is its rank among those that fill the same place: the highest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    /// `rss`, `rdf:RDF`.
    Root,
    /// `channel`, `feed`.
    Feed,
    /// `item`, `entry`.
    Entry,
    /// A wrapper whose children count as if it were not there.
    Through,
    /// Title.
    Title(u8),
    /// Summary, description, subtitle.
    Summary(u8),
    /// Full content.
    Content,
    /// Address.
    Link(u8),
    /// Identity.
    Id(u8),
    /// RSS's `guid`, which may be an address too.
    Guid,
    /// First published.
    Published(u8),
    /// Last changed.
    Updated(u8),
    /// Written.
    Created,
    /// Dublin Core's date: changed, and published where nothing better is said.
    Date,
    /// Author, as text or as a person of name, e-mail and address.
    Author(u8),
    /// One category.
    Category,
    /// Several categories parted by commas.
    Keywords,
    /// iTunes' nested categories.
    ItunesCategory,
    /// Attached file.
    Enclosure,
    /// Media RSS's file, which may hold a title and more.
    MediaContent,
    /// Language.
    Language(u8),
    /// Minutes between checks.
    Ttl,
    /// Syndication: a period's name.
    Period,
    /// Syndication: times a period.
    Frequency,
    /// Hours not to be asked in.
    SkipHours,
    /// Days not to be asked on.
    SkipDays,
    /// Pairs of latitude and longitude.
    Points,
    /// A latitude alone.
    Latitude,
    /// A longitude alone.
    Longitude,
    /// The name of a place.
    PlaceName,
    /// Not for us: passed over with all it holds.
    Skip,
}

/// A name in lower case, which most are already.
pub(crate) fn lower(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|b| b.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

/// A name's prefix, empty when it has none, and what follows its first colon.
pub(crate) fn parts(name: &str) -> (&str, &str) {
    match name.bytes().position(|b| b == b':') {
        Some(at) => (name.get(..at).unwrap_or_default(), name.get(at + 1..).unwrap_or_default()),
        None => ("", name),
    }
}

/// The vocabulary of a namespace's address; `None` when unknown.
pub(crate) fn vocab_of(address: &str) -> Option<Vocab> {
    let address = address.trim().to_ascii_lowercase();
    let has = |part: &str| address.contains(part);
    Some(match () {
        () if address.is_empty() => Vocab::Core,
        () if has("purl.org/dc/terms") => Vocab::DcTerms,
        () if has("purl.org/dc/") || has("dublin_core") => Vocab::Dc,
        () if has("modules/content") => Vocab::Content,
        () if has("modules/syndication") => Vocab::Sy,
        () if has("rss/1.0/modules/") => Vocab::Other,
        () if has("purl.org/rss/1.0") || has("purl.org/net/rss1.1") => Vocab::Core,
        () if has("w3.org/2005/atom") || has("purl.org/atom") => Vocab::Core,
        () if has("userland.com/rss") || has("netscape.com/rdf/simple") || has("harvard.edu/tech/rss") => Vocab::Core,
        () if has("22-rdf-syntax-ns") => Vocab::Rdf,
        () if has("search.yahoo.com/") => Vocab::Media,
        () if has("podcast-1.0.dtd") || has("www.itunes.com/dtds/") => Vocab::Itunes,
        () if has("w3.org/1999/xhtml") => Vocab::Xhtml,
        () if has("rssnamespace.org/feedburner") => Vocab::Feedburner,
        () if has("georss.org/georss") => Vocab::Georss,
        () if has("opengis.net/gml") => Vocab::Gml,
        () if has("w3.org/2003/01/geo") => Vocab::Geo,
        () => return None,
    })
}

/// The vocabulary that a prefix means by convention.
pub(crate) fn vocab_of_prefix(prefix: &str) -> Vocab {
    match lower(prefix).as_ref() {
        "" | "rss" | "atom" | "atom03" | "atom10" | "a10" | "a" => Vocab::Core,
        "rdf" => Vocab::Rdf,
        "dc" => Vocab::Dc,
        "dcterms" => Vocab::DcTerms,
        "content" => Vocab::Content,
        "media" => Vocab::Media,
        "itunes" => Vocab::Itunes,
        "xhtml" | "html" => Vocab::Xhtml,
        "sy" => Vocab::Sy,
        "feedburner" => Vocab::Feedburner,
        "georss" => Vocab::Georss,
        "gml" => Vocab::Gml,
        "geo" => Vocab::Geo,
        _ => Vocab::Other,
    }
}

/// What an element means; `local` in lower case, without its prefix. `in_entry`: whether an entry is open.
pub(crate) fn field(vocab: Vocab, local: &str, in_entry: bool) -> Field {
    use Field::*;
    match (vocab, local) {
        (Vocab::Core, "rss") | (Vocab::Rdf, "rdf") | (Vocab::Core, "rdf") => Root,
        (Vocab::Core, "channel" | "feed") => Feed,
        (Vocab::Core, "item" | "entry") => Entry,
        (Vocab::Core, "title") => Title(3),
        (Vocab::Dc | Vocab::DcTerms, "title") => Title(2),
        (Vocab::Media | Vocab::Itunes, "title") => Title(1),
        (Vocab::Core, "subtitle" | "tagline") if !in_entry => Summary(5),
        (Vocab::Core, "description" | "summary") => Summary(5),
        (Vocab::Core, "abstract") => Summary(4),
        (Vocab::Dc | Vocab::DcTerms, "description" | "abstract") => Summary(3),
        (Vocab::Itunes, "summary") => Summary(2),
        (Vocab::Itunes, "subtitle") => Summary(1),
        (Vocab::Media, "description") => Summary(1),
        (Vocab::Core, "content" | "fullitem" | "body")
        | (Vocab::Content, "encoded")
        | (Vocab::Xhtml, "body" | "div") => Content,
        (Vocab::Core, "link") => Link(5),
        (Vocab::Core, "url") if in_entry => Link(4),
        (Vocab::Feedburner, "origlink") => Link(6),
        (Vocab::Core, "id") => Id(4),
        (Vocab::Core, "guid") => Guid,
        (Vocab::Dc | Vocab::DcTerms, "identifier") => Id(1),
        (Vocab::Core, "pubdate" | "published") => Published(4),
        (Vocab::Core, "issued") => Published(3),
        (Vocab::DcTerms, "issued") => Published(3),
        (Vocab::Core | Vocab::DcTerms, "created") => Created,
        (Vocab::Core, "updated" | "modified" | "lastmod") => Updated(4),
        (Vocab::Core, "lastbuilddate") => Updated(3),
        (Vocab::DcTerms, "modified") => Updated(3),
        (Vocab::Dc | Vocab::DcTerms, "date") => Date,
        (Vocab::Core, "author") => Author(3),
        (Vocab::Core, "managingeditor") => Author(3),
        (Vocab::Dc | Vocab::DcTerms, "creator" | "author") => Author(3),
        (Vocab::Itunes, "author") => Author(1),
        (Vocab::Core, "category") | (Vocab::Dc | Vocab::DcTerms, "subject") | (Vocab::Media, "category") => Category,
        (Vocab::Core | Vocab::Itunes | Vocab::Media, "keywords") | (Vocab::Core, "tags") => Keywords,
        (Vocab::Itunes, "category") => ItunesCategory,
        (Vocab::Core, "enclosure") => Enclosure,
        (Vocab::Media, "content") => MediaContent,
        (Vocab::Media, "group") | (Vocab::Core, "items" | "entries") => Through,
        (Vocab::Core, "language") => Language(3),
        (Vocab::Dc, "language") => Language(2),
        (Vocab::Core, "ttl") => Ttl,
        (Vocab::Core, "skiphours") if !in_entry => SkipHours,
        (Vocab::Core, "skipdays") if !in_entry => SkipDays,
        (Vocab::Georss, "point" | "line" | "polygon" | "box") => Points,
        (Vocab::Gml, "pos" | "poslist" | "lowercorner" | "uppercorner") => Points,
        (Vocab::Georss, "where")
        | (Vocab::Gml, "point" | "linestring" | "polygon" | "exterior" | "linearring" | "envelope")
        | (Vocab::Geo, "point") => Through,
        (Vocab::Georss, "featurename") => PlaceName,
        (Vocab::Geo, "lat") => Latitude,
        (Vocab::Geo, "long" | "lon") => Longitude,
        (Vocab::Sy, "updateperiod") => Period,
        (Vocab::Sy, "updatefrequency") => Frequency,
        _ => Skip,
    }
}

/// Whether the start of this element of RSS or Atom inside another's text means that the other was never closed. `title`,
/// `link` and the like are left out: they are HTML's too.
pub(crate) fn breaks_text(local: &str) -> bool {
    match local.len() {
        4 => local == "item" || local == "guid",
        5 => local == "entry",
        6 => local == "issued",
        7 => ["channel", "pubdate", "updated"].contains(&local),
        8 => local == "modified",
        9 => local == "published",
        13 => local == "lastbuilddate",
        _ => false,
    }
}

/// Whether this element of RSS or Atom is an entry.
pub(crate) fn is_entry(local: &str) -> bool {
    local == "item" || local == "entry"
}

/// Whether the end of this element ends whatever is open inside it.
pub(crate) fn closes_all(local: &str) -> bool {
    match local.len() {
        3 => local == "rss" || local == "rdf",
        4 => local == "item" || local == "feed",
        5 => local == "entry",
        7 => local == "channel",
        _ => false,
    }
}
