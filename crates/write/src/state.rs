//! State: which reports tell where the story stands now and which tell an earlier state, and which sentences of those have
//! been overtaken: what was to come then has come or not come by now.

use crate::extractive::Input;
use crate::lexicon::WEEKDAYS;
use crate::pool::Sentence;
use jiff::Timestamp;
use standfirst_types::{Article, Notes, Precision};

/// Seconds after which a newer report tells a newer state of the story.
const STATE: i64 = 15 * 3600;
/// The same where a brief was published in between and the newer report is not in it.
const FRESH: i64 = 3 * 3600;
const DAY: i64 = 86_400;

/// How the reports stand to the newest one.
#[derive(Debug)]
pub(crate) struct State {
    /// When the newest report was published, in seconds.
    newest: Option<i64>,
    /// For each source, seconds by which the newest report is newer.
    ages: Vec<i64>,
    earlier: Vec<bool>,
}

impl State {
    /// `sources` gives for each source of the pool which article it is.
    pub(crate) fn new(input: &Input<'_>, sources: &[usize]) -> Self {
        let articles: Vec<&Article> = sources.iter().filter_map(|&n| input.articles.get(n)).copied().collect();
        let exact = articles.iter().filter_map(|a| at(a)).max();
        let newest = exact.map(|x| x.as_second());
        let ages: Vec<i64> = articles.iter().map(|a| age(a, newest)).collect();
        let fresh = |a: &Article| input.fresh.contains(&a.id);
        let follows = input.previous.is_some() && articles.iter().any(|a| fresh(a));
        let earlier =
            articles.iter().zip(&ages).map(|(a, &age)| age >= STATE || follows && !fresh(a) && age >= FRESH).collect();
        Self { newest, ages, earlier }
    }

    /// Whether the source tells an earlier state of the story.
    pub(crate) fn is_earlier(&self, source: usize) -> bool {
        self.earlier.get(source).copied().unwrap_or_default()
    }

    /// How much a source counts for what is so now: 1, less for an earlier state.
    pub(crate) fn weight(&self, source: usize) -> f32 {
        let age = self.ages.get(source).copied().unwrap_or_default() as f32 / DAY as f32;
        if self.is_earlier(source) { 0.45 } else { 1.0 - 0.1 * age.min(1.0) }
    }

    /// Whether the sentence tells of something to come, or under way, that the newest report has left behind.
    pub(crate) fn is_overtaken(&self, sentence: &Sentence, notes: &Notes) -> bool {
        let Some(newest) = self.newest else { return false };
        if !self.is_earlier(sentence.source) || !(is_plan(sentence) || under_way(sentence) || warns(sentence)) {
            return false;
        }
        let inside = notes.times.iter().filter(|t| t.start >= sentence.start && t.end <= sentence.end);
        let last = inside.filter_map(|t| t.value.get(..10)?.parse::<jiff::civil::Date>().ok()).max();
        let end =
            last.and_then(|d| jiff::tz::TimeZone::UTC.to_timestamp(d.at(23, 59, 0, 0)).ok()).map(Timestamp::as_second);
        end.is_none_or(|e| e <= newest)
    }
}

fn at(article: &Article) -> Option<Timestamp> {
    article.published.or(article.modified).map(|w| w.at)
}

/// A report that states only its day may be as new as the end of that day.
fn age(article: &Article, newest: Option<i64>) -> i64 {
    let Some((when, newest)) = article.published.or(article.modified).zip(newest) else { return 0 };
    let end = if when.precision == Precision::Minute { 0 } else { DAY };
    (newest - when.at.as_second() - end).max(0)
}

/// Whether a sentence tells of what is planned or expected.
pub(crate) fn is_plan(sentence: &Sentence) -> bool {
    const PLANS: &[&str] = &[
        "expected",
        "expects",
        "forecast",
        "plans",
        "planned",
        "due",
        "scheduled",
        "intends",
        "hopes",
        "tomorrow",
        "postponed",
        "fears",
    ];
    let words = &sentence.words;
    let to_be = words.windows(2).any(|two| match two {
        [a, b] => a.is(&["is", "are"]) && b.lower == "to" || a.lower == "to" && b.lower == "be",
        _ => false,
    });
    let will = words.iter().any(|w| w.is(&["will", "shall", "would", "could"]));
    will || to_be || sentence.has(PLANS)
}

/// “are being taken”, “is moving”.
fn under_way(sentence: &Sentence) -> bool {
    sentence.words.windows(2).any(|two| match two {
        [a, b] => a.is(&["is", "are"]) && b.lower.len() > 4 && b.lower.ends_with("ing"),
        _ => false,
    })
}

/// “has issued its highest warning”, “an alert is in force”: what holds only until the thing comes.
fn warns(sentence: &Sentence) -> bool {
    sentence.has(&[
        "warning",
        "warnings",
        "alert",
        "alerts",
        "watch",
        "curfew",
        "evacuation",
        "evacuations",
        "forecast",
    ]) && sentence.has(&["has", "have", "is", "are", "remains", "remain", "warns", "urges"])
        && !sentence.has(&["was", "were", "had", "lifted", "ended"])
}

/// Whether the words are a weekday.
pub(crate) fn is_weekday(text: &str) -> bool {
    text.to_lowercase().split(|c: char| !c.is_alphabetic()).any(|w| WEEKDAYS.contains(&w))
}
