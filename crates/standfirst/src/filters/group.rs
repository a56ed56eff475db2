//! `stage group`: articles in time order in, the story of each out.

use crate::grouping::with_summary;
use jiff::Timestamp;
use serde_json::{Value, json};
use standfirst_group::{Config, Doc, Grouper};
use standfirst_types::{ArticleId, When};

/// The live stories of the stream.
pub(super) struct Group {
    grouper: Grouper,
    clock: Clock,
}

impl Group {
    pub(super) fn new() -> Self {
        let config = Config::default();
        Self { clock: Clock::new(config.window_hours), grouper: Grouper::new(config) }
    }

    pub(super) fn line(&mut self, line: &Value) -> Result<Value, String> {
        let article = article(line)?;
        let names = names(line);
        let family = optional(line, "family").or_else(|| optional(line, "source")).unwrap_or_default();
        let language = optional(line, "language").or_else(|| optional(line, "lang")).map_or("und", primary);
        let at = self.clock.read(line)?;
        let id = ArticleId::of(&[article.id.as_bytes()]);
        let text = with_summary(optional(line, "summary").unwrap_or_default(), article.text);
        let doc = Doc { id, at, language, title: article.title, text: &text, family, names: &names };
        let answer = self.grouper.assign(&doc);
        let runner_up = answer.runner_up.map(|(story, score)| json!({ "cluster": story, "score": score }));
        Ok(json!({
            "cluster": answer.story,
            "score": answer.score,
            "runner_up": runner_up,
            "kind": answer.kind,
            "terms": answer.terms,
        }))
    }
}

/// Names of a line that are looked at.
const NAMES: usize = 64;

/// The names somebody else found: strings, or objects as `understand` writes them.
fn names(line: &Value) -> Vec<String> {
    let given = line.get("names").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let name =
        |n: &Value| n.as_str().or_else(|| optional(n, "entity")).or_else(|| optional(n, "text")).map(str::to_owned);
    given.iter().filter_map(name).take(NAMES).collect()
}

/// What both filters need of a line.
pub(super) struct Line<'a> {
    pub(super) id: &'a str,
    pub(super) title: &'a str,
    pub(super) text: &'a str,
}

/// Reads a line; `title` and `text` may be absent or null, but not both.
pub(super) fn article(line: &Value) -> Result<Line<'_>, String> {
    let id = optional(line, "id").ok_or("no \"id\": give each article an id of its own")?;
    let (title, text) = (optional(line, "title"), optional(line, "text"));
    if title.is_none() && text.is_none() {
        return Err("neither \"title\" nor \"text\": give at least one of them".into());
    }
    Ok(Line { id, title: title.unwrap_or_default(), text: text.unwrap_or_default() })
}

/// A string field, or nothing when it is absent, null or no string.
pub(super) fn optional<'a>(line: &'a Value, field: &str) -> Option<&'a str> {
    line.get(field).and_then(Value::as_str)
}

/// The two-letter tag of the languages that are stemmed; other tags stay as they are.
fn primary(tag: &str) -> &str {
    let tag = tag.split(['-', '_']).next().unwrap_or(tag);
    match tag {
        "eng" => "en",
        "deu" | "ger" => "de",
        "fra" | "fre" => "fr",
        "spa" => "es",
        "ita" => "it",
        "por" => "pt",
        "nld" | "dut" => "nl",
        "rus" => "ru",
        "ara" => "ar",
        "tur" => "tr",
        "swe" => "sv",
        other => other,
    }
}

/// The stream's clock. It runs with the dates of the lines as long as they are in order; a line without a date, a step
/// back, or a step further than the window is an article that comes now, since the stream does not say when.
pub(super) struct Clock {
    window: i64,
    now: i64,
    last: Option<i64>,
}

impl Clock {
    pub(super) fn new(window_hours: u32) -> Self {
        Self { window: i64::from(window_hours) * 3600, now: 0, last: None }
    }

    /// The time to give the line's article.
    pub(super) fn read(&mut self, line: &Value) -> Result<Timestamp, String> {
        if let Some(date) = optional(line, "date") {
            // A time without a zone is taken as UTC; asked first, for alone it would be read as a bare date.
            let when = When::parse(&format!("{date}Z")).or_else(|| When::parse(date));
            let at = when.ok_or_else(|| format!("“{date}” is no date: give 2023-07-27 or 2023-07-27T17:00:00Z"))?.at;
            let at = at.as_second();
            match self.last {
                Some(last) if (0..=self.window).contains(&at.saturating_sub(last)) => self.now += at - last,
                None => self.now = at,
                _ => {}
            }
            self.last = Some(at);
        }
        Timestamp::from_second(self.now).map_err(|e| format!("the date is out of range: {e}"))
    }
}
