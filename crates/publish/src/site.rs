//! The site: what every page says about itself, and the moment it is shown.

use crate::{page::Theme, server::Noted};
use jiff::{Timestamp, tz::TimeZone};
use standfirst_types::{EditionId, Window};
use std::sync::Arc;

/// What every page says about itself. The same [`Site`] and the same edition give the same bytes.
#[derive(Clone, Debug)]
pub struct Site {
    /// Name in the masthead and before every feed.
    pub title: String,
    /// Public address without the last slash, e.g. `https://news.example`; `None` when it is not known.
    pub base_url: Option<String>,
    /// What every link of a page begins with, ending in `/`: `/` at a host's root, `/news/` below it, `./` for files.
    pub root: String,
    /// BCP 47 tag of the furniture's words; text in another language is marked as such.
    pub language: String,
    /// The zone times are shown in.
    pub timezone: TimeZone,
    /// The moment of showing, for “12 minutes ago”.
    pub now: Timestamp,
    /// Whether this is the demonstration on invented news, which every page then says.
    pub demo: bool,
    /// Who looks, and what their page lets them do.
    pub viewer: Viewer,
    /// The user's own templates and style, where there are any.
    pub theme: Option<Arc<Theme>>,
    /// Whether editions can be had by mail.
    pub newsletter: bool,
}

/// Who looks at a page, as far as the page shows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Viewer {
    /// Whether they may change things: forms are shown to the owner only.
    pub owner: bool,
    /// Whether they have logged in, so that they can log out.
    pub session: bool,
    /// Whether a password is set, so that there is a door.
    pub locked: bool,
    /// Whether the page is served, so that forms have somebody to send to; a page that is a file has not.
    pub served: bool,
    /// Whether the page is one of a built site, which has a search of its own.
    pub built: bool,
    /// What every form of theirs carries.
    pub form_token: String,
    /// Path and query of the page, to come back to.
    pub here: String,
    /// Light, dark or sepia, and the size of the text.
    pub look: Look,
    /// Their marks on the stories shown, and the watched sections that find these.
    pub noted: Noted,
    /// Names of the sections, in order.
    pub sections: Vec<String>,
}

/// How a page looks: what the visitor chose, kept in their own browser.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Look {
    /// Index into [`Look::THEMES`].
    theme: u8,
    /// Index into [`Look::SIZES`].
    size: u8,
}

impl Look {
    /// The grounds; the first is the system's.
    pub const THEMES: [&'static str; 4] = ["auto", "light", "sepia", "dark"];
    /// The sizes of text; the first is the usual one.
    pub const SIZES: [&'static str; 4] = ["medium", "small", "large", "huge"];

    /// From the two words; what is not known is the first.
    pub fn of(theme: &str, size: &str) -> Self {
        let place = |all: [&str; 4], word: &str| all.iter().position(|w| *w == word).unwrap_or(0) as u8;
        Self { theme: place(Self::THEMES, theme), size: place(Self::SIZES, size) }
    }

    /// The ground's name.
    pub fn theme(&self) -> &'static str {
        Self::THEMES.get(usize::from(self.theme)).copied().unwrap_or_default()
    }

    /// The size's name.
    pub fn size(&self) -> &'static str {
        Self::SIZES.get(usize::from(self.size)).copied().unwrap_or_default()
    }
}

impl Site {
    /// A site at a host's root, in English, with no public address yet.
    pub fn new(title: &str, timezone: TimeZone, now: Timestamp) -> Self {
        Self {
            title: title.into(),
            base_url: None,
            root: "/".into(),
            language: "en".into(),
            timezone,
            now,
            demo: false,
            viewer: Viewer::default(),
            theme: None,
            newsletter: false,
        }
    }

    /// The link to a path (without its first slash) as pages write it.
    pub fn href(&self, path: &str) -> String {
        format!("{}{path}", self.root)
    }

    /// The link to a path (without its first slash) as feeds write it: absolute where the public address is known, else
    /// relative to the host, which RFC 4287 allows.
    pub fn absolute(&self, path: &str) -> String {
        match &self.base_url {
            Some(base) => format!("{}/{path}", base.trim_end_matches('/')),
            None => self.href(path),
        }
    }
}

/// An edition in the archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct EditionSummary {
    /// The edition.
    pub id: EditionId,
    /// What it covers.
    pub window: Window,
    /// When it was composed.
    pub created: Timestamp,
    /// How many stories it shows.
    pub stories: u32,
}
