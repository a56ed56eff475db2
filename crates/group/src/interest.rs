//! Interests: the user's own topics and watch words, and which of them a story meets.
//!
//! A word matches whole words, whatever their case; `*` at its end stands for any ending; several words match when they
//! stand side by side. In scripts that write without spaces a word matches anywhere.

use standfirst_types::Interest;

/// A topic of the user's.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Words that tell it.
    pub words: Vec<String>,
    /// Factor of the rank of its stories, 0.1 to 10; under 1 puts them lower.
    pub boost: f64,
    /// Its stories are in the edition however full that is.
    pub keep: bool,
    /// Its stories are not shown.
    pub mute: bool,
}

impl Default for Topic {
    fn default() -> Self {
        Self { name: String::new(), words: vec![], boost: 1.5, keep: false, mute: false }
    }
}

/// Factor of the rank of a story that a watch word stands in.
pub const WATCH_BOOST: f64 = 1.5;

/// The words by which a story is held against interests: what it is called, and what its reports are called.
#[derive(Clone, Debug, Default)]
pub struct Wording {
    headline: Vec<String>,
    summary: Vec<String>,
    titles: Vec<Vec<String>>,
    plain: String,
}

impl Wording {
    /// Of a brief's headline and TL;DR and the titles of the reports that are no copies. Linear.
    pub fn new<'a>(headline: &str, summary: &str, titles: impl Iterator<Item = &'a str>) -> Self {
        let titles: Vec<&str> = titles.collect();
        let plain = format!("{headline}\n{summary}\n{}", titles.join("\n")).to_lowercase();
        let titles = titles.into_iter().map(words).collect();
        Self { headline: words(headline), summary: words(summary), titles, plain }
    }

    /// Whether the story is about it: it stands in the headline or in at least half of the titles.
    pub fn is_about(&self, word: &str) -> bool {
        if unspaced(word) {
            return self.plain.contains(&word.to_lowercase());
        }
        let word = pattern(word);
        let titles = self.titles.iter().filter(|t| stands(t, &word)).count();
        stands(&self.headline, &word) || titles > 0 && 2 * titles >= self.titles.len()
    }

    /// Whether it is mentioned: in the headline, the TL;DR or any title.
    pub fn mentions(&self, word: &str) -> bool {
        let pattern = pattern(word);
        self.is_about(word) || stands(&self.summary, &pattern) || self.titles.iter().any(|t| stands(t, &pattern))
    }
}

/// The interests that a story meets: topics that it is about, watch words that it mentions, in the user's order.
pub fn interests(wording: &Wording, topics: &[Topic], watch: &[String]) -> Vec<Interest> {
    let topic = |t: &Topic| {
        let word = t.words.iter().find(|w| wording.is_about(w))?;
        Some(Interest { name: t.name.clone(), kind: "topic".into(), word: word.clone(), boost: t.boost })
    };
    let watched = |w: &&String| wording.mentions(w);
    let watch = watch.iter().filter(watched).map(|w| Interest {
        name: w.clone(),
        kind: "watch".into(),
        word: w.clone(),
        boost: WATCH_BOOST,
    });
    topics.iter().filter_map(topic).chain(watch).collect()
}

/// The words of a text in lower case.
fn words(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// The words of an interest; a star stays with its word.
fn pattern(text: &str) -> Vec<String> {
    let parts = text.split(|c: char| !(c.is_alphanumeric() || c == '*'));
    parts.filter(|w| !w.trim_matches('*').is_empty()).map(str::to_lowercase).collect()
}

fn stands(text: &[String], pattern: &[String]) -> bool {
    let same = |(word, asked): (&String, &String)| match asked.strip_suffix('*') {
        Some(start) => word.starts_with(start),
        None => word == asked,
    };
    !pattern.is_empty() && text.windows(pattern.len()).any(|run| run.iter().zip(pattern).all(same))
}

/// Han, kana, Thai, Lao, Khmer, Burmese: written without spaces.
fn unspaced(word: &str) -> bool {
    word.chars().any(|c| {
        matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
            | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wording() -> Wording {
        let titles = ["Ferry hits the Orle mole", "Two dead as ferry strikes mole", "Karla Veit on the Orle ferry"];
        Wording::new(
            "Ferry runs into the mole at Orle, two dead",
            "Harbour master Karla Veit spoke. 渡船撞上防波堤。",
            titles.into_iter(),
        )
    }

    #[test]
    fn words_match_whole_and_side_by_side() {
        let check = |word: &str, about: bool, mentions: bool| {
            assert_eq!((wording().is_about(word), wording().mentions(word)), (about, mentions), "{word}");
        };
        check("FERRY", true, true);
        check("ferr", false, false);
        check("ferr*", true, true);
        check("orle mole", false, true);
        check("Karla Veit", false, true);
        check("Veit Karla", false, false);
        check("strikes", false, true);
        check("mole", true, true);
        check("防波堤", true, true);
        check("", false, false);
        check("*", false, false);
        check("two dead", true, true);
    }

    #[test]
    fn topics_want_more_than_watch_words() {
        let topic = |name: &str, words: &[&str], boost: f64| Topic {
            name: name.into(),
            words: words.iter().map(|w| (*w).to_owned()).collect(),
            boost,
            ..Topic::default()
        };
        let topics = [topic("sea", &["boat", "ferry"], 2.0), topic("people", &["Karla Veit"], 3.0)];
        let met = interests(&wording(), &topics, &["Karla Veit".into(), "goat".into()]);
        let got: Vec<_> = met.iter().map(|i| (i.kind.as_str(), i.name.as_str(), i.word.as_str(), i.boost)).collect();
        assert_eq!(got, [("topic", "sea", "ferry", 2.0), ("watch", "Karla Veit", "Karla Veit", WATCH_BOOST)]);
    }
}
