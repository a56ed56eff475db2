//! A ranking: the numbers that put a story at its place in an edition, each of them shown to whoever asks.

/// What a story's rank is made of: `rank = voices × freshness × growth × interest`.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Ranking {
    /// Sources that speak for themselves.
    pub independent: u32,
    /// All reports, copies included.
    pub reports: u32,
    /// What these two come to, 0 and up.
    pub voices: f64,
    /// Hours since the last report, 0 and up.
    pub hours: f64,
    /// What remains of the rank after these hours, 0 to 1.
    pub freshness: f64,
    /// Reports of their own (no copies) in the last hours, see `growth_hours`.
    pub recent: u32,
    /// The same in as many hours before that.
    pub before: u32,
    /// How many hours these are.
    pub growth_hours: u32,
    /// The factor for growth, 1 and up.
    pub growth: f64,
    /// The user's topics and watch words that the story meets, each with its factor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interests: Vec<Interest>,
    /// The product of their factors, within limits; 1 when there are none.
    pub interest: f64,
    /// The product of the four; greater comes earlier.
    pub rank: f64,
}

/// A topic or watch word that a story meets.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Interest {
    /// The topic's name, or the word.
    pub name: String,
    /// `topic` or `watch`.
    pub kind: String,
    /// The word of the user's that stands in the story.
    pub word: String,
    /// The factor.
    pub boost: f64,
}
