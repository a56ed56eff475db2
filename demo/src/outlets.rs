//! The outlets: eight invented publishers with a feed each, and a ninth that has closed.

/// One invented publisher. Its site is `http://LABEL.localhost:PORT/`.
#[derive(Debug, Clone, Copy)]
pub struct Outlet {
    /// The host's first label, which is also its folder under `demo/newswire/`.
    pub label: &'static str,
    /// The name in the masthead.
    pub title: &'static str,
    /// The line under it.
    pub tagline: &'static str,
    /// The language of its pages (BCP 47).
    pub language: &'static str,
    /// The format of its feed.
    pub feed: FeedKind,
    /// The feed's path.
    pub feed_path: &'static str,
    /// The encoding that its pages are sent in.
    pub charset: Charset,
    /// The start tag of its paragraphs.
    pub paragraph: &'static str,
}

/// The format of a feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedKind {
    /// RSS 2.0.
    Rss,
    /// Atom (RFC 4287).
    Atom,
    /// RSS 1.0 in RDF.
    Rdf,
    /// JSON Feed 1.1.
    Json,
    /// Withdrawn: the address answers 410 (RFC 9110, 15.5.11).
    Gone,
}

/// The encoding of an outlet's pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Charset {
    /// UTF-8.
    Utf8,
    /// windows-1252, as the page itself declares.
    Windows1252,
}

impl Outlet {
    /// `http://LABEL.localhost:PORT`, without a slash at the end.
    #[must_use]
    pub fn base(&self, port: u16) -> String {
        format!("http://{}.localhost:{port}", self.label)
    }
}

/// The address and title of every feed, the dead one last.
#[must_use]
pub fn feeds(port: u16) -> Vec<(String, String)> {
    OUTLETS.iter().map(|o| (format!("{}{}", o.base(port), o.feed_path), o.title.to_owned())).collect()
}

const ELLERY_COURANT: Outlet = Outlet {
    label: "ellery-courant",
    title: "The Ellery Courant",
    tagline: "Printed in the capital since 1871",
    language: "en-GB",
    feed: FeedKind::Rss,
    feed_path: "/feed.xml",
    charset: Charset::Utf8,
    paragraph: "<p class=\"copy\">",
};

/// Every outlet of the newswire.
pub const OUTLETS: &[Outlet] = &[
    ELLERY_COURANT,
    Outlet {
        label: "meridian-wire",
        title: "Meridian Wire",
        tagline: "The news agency of the western coast",
        feed: FeedKind::Atom,
        feed_path: "/wire.atom",
        paragraph: "<p>",
        ..ELLERY_COURANT
    },
    Outlet {
        label: "cassen-tribune",
        title: "Port Cassen Tribune",
        tagline: "News of the harbour and the city",
        language: "en-US",
        feed_path: "/rss",
        paragraph: "<p>",
        ..ELLERY_COURANT
    },
    Outlet {
        label: "highmarch-post",
        title: "Highmarch Post",
        tagline: "First with the story",
        feed: FeedKind::Rdf,
        feed_path: "/index.rdf",
        paragraph: "<p class=\"txt\">",
        ..ELLERY_COURANT
    },
    Outlet {
        label: "northway-ledger",
        title: "The Northway Ledger",
        tagline: "Business and markets",
        feed: FeedKind::Json,
        feed_path: "/feed.json",
        paragraph: "<p data-block=\"text\">",
        ..ELLERY_COURANT
    },
    Outlet {
        label: "radio-vessen",
        title: "Radio Vessen News",
        tagline: "Public radio for the lake country",
        feed: FeedKind::Atom,
        feed_path: "/news.atom",
        paragraph: "<p>",
        ..ELLERY_COURANT
    },
    Outlet {
        label: "skellan-gazette",
        title: "Skellan Gazette",
        tagline: "The island’s own paper",
        feed_path: "/feed",
        paragraph: "<p>",
        ..ELLERY_COURANT
    },
    Outlet {
        label: "correo-valdoro",
        title: "Correo de Valdoro",
        tagline: "Diario independiente",
        language: "es",
        feed_path: "/rss.xml",
        charset: Charset::Windows1252,
        paragraph: "<p class=\"parrafo\">",
        ..ELLERY_COURANT
    },
    Outlet {
        label: "orrin-observer",
        title: "Orrin Bay Observer",
        tagline: "Closed in June 2023",
        feed: FeedKind::Gone,
        feed_path: "/feed.xml",
        ..ELLERY_COURANT
    },
];
