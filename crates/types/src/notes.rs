//! Notes: what a reader understands of one article. Every offset is a byte offset into that article's text.

/// What kind of thing a name names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum NameKind {
    /// A person.
    Per,
    /// An organisation.
    Org,
    /// A place.
    Loc,
    /// Anything else with a name.
    Misc,
}

/// A mention of a name.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Name {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The bytes.
    pub text: String,
    /// What it names.
    #[serde(rename = "type")]
    pub kind: NameKind,
    /// The fullest form of the same name in this article ("Shoigu" → "Sergei Shoigu"), when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
}

/// A quotation and who said it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Quote {
    /// What was said, without the outer quotation marks.
    pub content: [u32; 2],
    /// The verb of saying.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cue: Option<[u32; 2]>,
    /// The words that name the speaker.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<[u32; 2]>,
    /// The speaker's name in its fullest form in the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// In quotation marks.
    pub direct: bool,
}

/// A date, time, span of time or recurrence, with its TIMEX3 value.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct TimeMention {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The bytes.
    pub text: String,
    /// `DATE`, `TIME`, `DURATION` or `SET`.
    #[serde(rename = "type")]
    pub kind: String,
    /// TIMEX3 value, e.g. `2023-07-27`, `2023-07`, `P3Y`; empty when it cannot be told.
    pub value: String,
}

/// What is understood of one article.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Notes {
    /// Names, in order.
    pub names: Vec<Name>,
    /// Quotations, in order.
    pub quotes: Vec<Quote>,
    /// Times, in order.
    pub times: Vec<TimeMention>,
}
