//! What an element's own attributes say about it: the words of its class and id, `hidden`, `style`, `role`, microdata.
//!
//! Names are split into words (`article-body__text`, `shareTools`) and looked up whole, so that `shared-laws` is no share
//! bar and `commentary` no comment section.

use crate::page::Tag;
use html5ever::local_name;

/// Not shown: `hidden`, `display:none`, `aria-hidden`, off-screen.
pub(crate) const HIDDEN: u32 = 1;
/// Furniture: navigation, related links, share bars, newsletters, cookies, advertising.
pub(crate) const JUNK: u32 = 1 << 1;
/// A caption or credit of a picture.
pub(crate) const CAPTION: u32 = 1 << 2;
/// Names the author.
pub(crate) const BYLINE: u32 = 1 << 3;
/// Shows a date.
pub(crate) const DATE: u32 = 1 << 4;
/// Readers' comments.
pub(crate) const COMMENTS: u32 = 1 << 5;
/// Says it holds the article's text.
pub(crate) const CONTENT: u32 = 1 << 6;
/// Part of a consent dialogue.
pub(crate) const CONSENT: u32 = 1 << 7;
/// A marker of a paywall.
pub(crate) const PAYWALL: u32 = 1 << 8;
/// Microdata `articleBody`: the surest sign of the text.
pub(crate) const ARTICLE_BODY: u32 = 1 << 9;
/// Weak furniture: counts only for short or link-heavy text.
pub(crate) const WEAK: u32 = 1 << 10;
/// Furniture by its element or role, whatever its names.
pub(crate) const HARD: u32 = 1 << 12;
/// Hidden only until a script shows it: `opacity:0`.
pub(crate) const FADED: u32 = 1 << 13;
/// Shown by a script in passing; set only while an element is read.
const SCROLLED: u32 = 1 << 15;
/// Inside a block quotation: a post or a speech, links and short lines included.
pub(crate) const QUOTED: u32 = 1 << 14;
/// Speaks of the last change, not of publication.
pub(crate) const MODIFIED: u32 = 1 << 16;
/// Lists other articles.
pub(crate) const TEASER: u32 = 1 << 11;

/// Names of more words than this are no names.
const MAX_WORDS: usize = 6;

/// The marks of one element.
pub(crate) fn marks(element: &dom_query::Element, tag: Tag) -> u32 {
    let mut marks = match tag {
        Tag::Nav | Tag::Footer | Tag::Aside => JUNK | HARD,
        Tag::Form => JUNK,
        Tag::Header => WEAK,
        Tag::Caption => CAPTION,
        Tag::Quote => QUOTED,
        Tag::Time => DATE,
        // For readers without scripts: a copy, a plea, or the whole text.
        _ if element.name.local == local_name!("noscript") => JUNK,
        _ => 0,
    };
    for attr in &element.attrs {
        let value: &str = &attr.value;
        marks |= match attr.name.local {
            // A heading's id is its own text.
            local_name!("id") if matches!(tag, Tag::H(_)) => 0,
            local_name!("class") | local_name!("id") => names(value, tag),
            local_name!("hidden") if value != "until-found" => HIDDEN,
            local_name!("style") => crate::hidden::style(value),
            local_name!("role") => role(value),
            local_name!("itemprop") | local_name!("property") => microdata(value),
            local_name!("href") if tag == Tag::A && is_author_page(value) => BYLINE,
            local_name!("rel") if value.eq_ignore_ascii_case("author") => BYLINE,
            local_name!("aria-hidden") if value.eq_ignore_ascii_case("true") => HIDDEN,
            _ => match &*attr.name.local {
                // Shown by a script as the page is scrolled.
                "data-w-id" | "data-aos" => SCROLLED,
                "aria-modal" if value.eq_ignore_ascii_case("true") => JUNK,
                "data-testid" | "data-component" | "data-module" | "data-type" | "data-qa" => {
                    names(value, tag) & !HIDDEN
                }
                _ => 0,
            },
        };
    }
    if marks & SCROLLED != 0 {
        marks &= !(FADED | SCROLLED);
    }
    if tag == Tag::Body {
        marks &= CONTENT | PAYWALL;
    }
    marks
}

/// The address of a page about an author.
fn is_author_page(href: &str) -> bool {
    [
        "/author/",
        "/authors/",
        "/autor/",
        "/auteur/",
        "/by/",
        "/journalist/",
        "/contributor/",
        "/contributors/",
        "/reporters/",
        "/people/",
    ]
    .iter()
    .any(|part| href.contains(part))
}

fn role(value: &str) -> u32 {
    match value.trim() {
        "navigation" | "complementary" | "contentinfo" | "search" | "dialog" | "alertdialog" | "banner" | "menu"
        | "menubar" | "toolbar" | "tablist" => JUNK | HARD,
        _ => 0,
    }
}

fn microdata(value: &str) -> u32 {
    let mut marks = 0;
    for word in value.split_ascii_whitespace() {
        marks |= match word.rsplit(':').next().unwrap_or(word) {
            "articleBody" => ARTICLE_BODY | CONTENT,
            "author" | "creator" => BYLINE,
            "datePublished" | "dateCreated" => DATE,
            "dateModified" => DATE | MODIFIED,
            "caption" | "copyrightHolder" => CAPTION,
            "comment" | "review" => COMMENTS,
            _ => 0,
        };
    }
    marks
}

/// The marks of a class or id attribute.
fn names(value: &str, tag: Tag) -> u32 {
    let mut marks = 0;
    for name in value.split_ascii_whitespace().take(24) {
        marks |= whole(name);
        marks |= name_marks(name);
    }
    // A post shown inside an article is no share bar.
    if value.contains("embed") || value.contains("tweet") {
        marks &= !(JUNK | WEAK);
    }
    // Sites hang state on the outermost boxes ("has-sidebar", "nav-open"); it does not describe them.
    if matches!(tag, Tag::Main | Tag::Article) { marks & !(JUNK | WEAK | HIDDEN) } else { marks }
}

/// The marks of one name by its words. A name of many words is a headline made into an id; one with "has" or "enabled" speaks of the
/// page's state.
fn name_marks(name: &str) -> u32 {
    let (mut marks, mut before, mut count) = (0, "", 0);
    for word in words(name) {
        let mut buffer = [0u8; 24];
        let word = lower(word, &mut buffer);
        count += 1;
        if count > MAX_WORDS || matches!(word, "has" | "with" | "no" | "without" | "enabled" | "disabled" | "elementor")
        {
            return 0;
        }
        marks |= one(word) | pair(before, word);
        before = static_word(word);
    }
    marks
}

/// The words of a name: parted by punctuation and by a lower-case letter before an upper-case one.
fn words(name: &str) -> impl Iterator<Item = &str> {
    name.split(|c: char| !c.is_ascii_alphanumeric()).flat_map(|part| {
        let bytes = part.as_bytes();
        let mut start = 0;
        let mut cuts: Vec<&str> = vec![];
        for i in 1..bytes.len() {
            if bytes[i].is_ascii_uppercase() && bytes[i - 1].is_ascii_lowercase() {
                cuts.extend(part.get(start..i));
                start = i;
            }
        }
        cuts.extend(part.get(start..).filter(|p| !p.is_empty()));
        cuts
    })
}

fn lower<'b>(word: &str, buffer: &'b mut [u8; 24]) -> &'b str {
    let len = word.len().min(buffer.len());
    for (to, from) in buffer.iter_mut().zip(word.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    std::str::from_utf8(buffer.get(..len).unwrap_or_default()).unwrap_or_default()
}

/// The words that mean something as the first of a pair.
fn static_word(word: &str) -> &'static str {
    const FIRST: [&str; 21] = [
        "author", "read", "also", "article", "entry", "post", "story", "see", "most", "more", "you", "sign", "about",
        "up", "print", "screen", "visually", "sr", "up", "image", "photo",
    ];
    FIRST.into_iter().find(|w| *w == word).unwrap_or_default()
}

/// Names that are one mark as a whole.
fn whole(name: &str) -> u32 {
    match name {
        "hidden" | "d-none" | "is-hidden" | "hide" | "sr-only" | "visuallyhidden" | "invisible" | "noscript"
        | "show-for-sr" => HIDDEN,
        "articleBody"
        | "article-body"
        | "entry-content"
        | "post-content"
        | "story-body"
        | "article__body"
        | "article-content"
        | "articleContent"
        | "story-content"
        | "post-body"
        | "articlebody"
        | "article_body"
        | "article-text"
        | "storytext"
        | "td-post-content"
        | "article-body-content"
        | "story-body-text"
        | "body-copy"
        | "article__content"
        | "field-name-body"
        | "RichTextStoryBody"
        | "caas-body"
        | "articleText"
        | "entry__content"
        | "post__content"
        | "content__article-body" => CONTENT,
        "teaser" | "teasers" | "card" | "cards" => TEASER,
        _ => 0,
    }
}

fn one(word: &str) -> u32 {
    match word {
        "share" | "sharing" | "shares" | "sharebar" | "sharetools" | "sharethis" | "addthis" | "addtoany"
        | "social" | "socials" | "socialshare" | "newsletter" | "newsletters" | "related" | "recommended"
        | "recommendations" | "recommendation" | "recirc" | "recirculation" | "promo" | "promos" | "promotion"
        | "advert" | "adverts" | "advertisement" | "advertising" | "ad" | "ads" | "adslot" | "adsbygoogle"
        | "sponsored" | "sponsor" | "outbrain" | "taboola" | "breadcrumb" | "breadcrumbs" | "sidebar" | "footer"
        | "nav" | "navbar" | "navigation" | "menu" | "popup" | "modal" | "lightbox" | "subscribe" | "subscription"
        | "signup" | "login" | "pagination" | "pager" | "trending" | "popular" | "readmore" | "masthead" | "skip"
        | "copyright" | "tagcloud" | "taglist" | "hashtags" | "toolbar" | "topbar" | "sticky" | "rail" | "teads"
        | "dfp" | "jp" | "banner" | "upsell" | "cta" | "partners" | "ticker" | "colophon" | "jetpack"
        | "sharedaddy" | "donate" | "donation" | "crosslinks" | "printfriendly" | "mostread" | "mostpopular"
        | "relatedposts" | "prevnext" | "flyout" | "followus" | "rating" | "ratings" | "voting" | "poll" => JUNK,
        "comments" | "comment" | "commentlist" | "disqus" | "respond" | "replies" | "livefyre" | "spotim" | "coral" => {
            COMMENTS | JUNK
        }
        "cookie" | "cookies" | "gdpr" | "consent" | "onetrust" | "didomi" | "ccpa" | "eucookie" => CONSENT | JUNK,
        "caption" | "captions" | "credit" | "credits" | "figcaption" | "photocredit" | "imagecredit"
        | "caption__text" => CAPTION,
        "byline" | "bylines" | "author" | "authors" | "writtenby" | "autor" | "auteur" | "creator" | "contributor" => {
            BYLINE
        }
        "date" | "dates" | "published" | "pubdate" | "timestamp" | "datetime" | "publication" | "dateline"
        | "posted" | "datum" | "fecha" | "time" | "publish" | "createdate" => DATE,
        "updated" | "modified" => DATE | MODIFIED,
        "meta" => DATE | WEAK,
        "paywall" | "regwall" | "metered" | "premium" | "piano" | "paywalled" | "subscriber" => PAYWALL,
        "header" | "widget" | "widgets" | "tags" | "tag" | "bio" | "hero" | "links" | "toc" | "carousel" | "slider"
        | "gallery" | "disclaimer" | "tools" | "follow" | "twitter" | "facebook" | "instagram" | "info" | "box"
        | "extra" | "buttons" | "feedback" | "category" | "categories" | "print" | "feed" | "kicker" | "copyrights"
        | "topics" | "topic" | "legal" => WEAK,
        _ => 0,
    }
}

fn pair(before: &str, word: &str) -> u32 {
    match (before, word) {
        ("author", "bio" | "box" | "info" | "card" | "profile" | "description" | "about") | ("about", "author") => {
            JUNK | BYLINE
        }
        ("read", "more" | "next" | "also") | ("also", "read" | "like") | ("see", "also") | ("you", "may" | "might") => {
            JUNK
        }
        ("most", "read" | "popular" | "viewed" | "recent")
        | ("more", "stories" | "news" | "from" | "on" | "articles") => JUNK,
        ("sign", "up" | "in") | ("up", "next") => JUNK,
        ("screen", "reader" | "only") | ("visually", "hidden") | ("sr", "only") => HIDDEN,
        ("article" | "entry" | "post" | "story", "body" | "content" | "text") => CONTENT,
        (
            "article" | "entry" | "post" | "story",
            "tags" | "footer" | "meta" | "tools" | "links" | "related" | "nav",
        ) => JUNK,
        ("image" | "photo", "credit" | "caption" | "source" | "description" | "copyright") => CAPTION,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_by_their_words() {
        let check = |name: &str, has: u32, not: u32| {
            let marks = names(name, Tag::Block);
            assert_eq!(marks & has, has, "{name}: {marks:b}");
            assert_eq!(marks & not, 0, "{name}: {marks:b}");
        };
        check("shareTools", JUNK, 0);
        check("shared-laws commentary", 0, JUNK | COMMENTS);
        check("article-body__text", CONTENT, JUNK);
        check("author-bio", JUNK | BYLINE, 0);
        check("u-screen-reader-text", HIDDEN, 0);
        check("image-caption", CAPTION, 0);
        check("site-content has-sidebar sidebar-enabled", 0, JUNK);
        check("h-what-to-read-before-you-subscribe-to-a-newsletter", 0, JUNK);
        check("cmp-text", 0, CONSENT);
    }
}
