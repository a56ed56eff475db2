//! Dates: one style for the days of a brief, which is read days later and made of originals of different days.
//!
//! A weekday or “yesterday” whose day is certain is told with its date, and dates are written in one way. Nothing else
//! changes: where the day hangs on a guess ([`standfirst_types::days`]), inside quotation marks, and where grammar would suffer
//! (“Tuesday's vote”), the words stay the source's. The first mention of a day in a part of the brief gets the date; a later
//! one that says the weekday keeps it, unless that weekday is another day there too.

use crate::desk::Desk;
use crate::options::Dates;
use jiff::civil::{Date, Weekday};
use standfirst_types::{
    Article, Claim, Draft, Span,
    days::{DayMention, Led, MONTHS, Names, Part, Told, days},
    seal::stands_whole,
};

/// Tells the days of the draft in one style; the headline keeps its words, and so does what is not English.
pub(crate) fn in_one_style(desk: &Desk<'_>, draft: &mut Draft) {
    let style = desk.input.options.dates;
    if !desk.english || style == Dates::AsWritten {
        return;
    }
    let articles = desk.input.articles;
    let newest = articles.iter().filter_map(|a| a.published.or(a.modified)).map(|w| w.date()).max();
    let editor = Editor { articles, style, year: newest.map(Date::year) };
    editor.part(draft.tldr.iter_mut());
    for section in &mut draft.article {
        editor.part(section.sentences.iter_mut());
    }
    editor.part(draft.key_facts.iter_mut());
    editor.part(draft.since_last.iter_mut());
    for item in &mut draft.timeline {
        // its date stands beside it
        let mut told = vec![item.date.date()];
        editor.claim(&mut item.claim, &mut told);
    }
    for version in draft.disagreements.iter_mut().flat_map(|d| &mut d.versions) {
        let mut claim = version.claim.clone();
        editor.claim(&mut claim, &mut vec![]);
        if stands_whole(&claim.text, &version.value) {
            version.claim = claim;
        }
    }
}

struct Editor<'a> {
    articles: &'a [&'a Article],
    style: Dates,
    /// The year that goes without saying.
    year: Option<i16>,
}

impl Editor<'_> {
    fn part<'c>(&self, claims: impl Iterator<Item = &'c mut Claim>) {
        let mut told = vec![];
        claims.for_each(|c| self.claim(c, &mut told));
    }

    /// `told` holds the days that this part of the brief has told with their dates.
    fn claim(&self, claim: &mut Claim, told: &mut Vec<Date>) {
        let own = days(&claim.text, 0, claim.text.len(), None);
        if own.is_empty() {
            return;
        }
        let theirs: Vec<DayMention> = claim.support.iter().flat_map(|s| self.days_of(s)).collect();
        let mut edits = vec![];
        for mention in own.iter().filter(|m| m.led != Led::Other) {
            let edit = if mention.written() {
                self.restyled(&claim.text, mention, told)
            } else {
                dated(mention, &own, &theirs).and_then(|day| self.told(&claim.text, mention, day, told))
            };
            edits.extend(edit.map(|text| (mention, text)));
        }
        for (mention, text) in edits.into_iter().rev() {
            let start = if mention.written() { mention.core } else { self.start(mention) };
            claim.text.replace_range(start..mention.end, &text);
        }
    }

    fn days_of(&self, span: &Span) -> Vec<DayMention> {
        let article = self.articles.iter().find(|a| a.id == span.article && a.version == span.version);
        article.map_or_else(Vec::new, |a| days(&a.text, span.start as usize, span.end as usize, Told::of(a)))
    }

    fn start(&self, mention: &DayMention) -> usize {
        if mention.led == Led::On { mention.start } else { mention.core }
    }

    /// The words for a day that the source names by its weekday or by relation; `None` where its words may stay.
    fn told(&self, text: &str, mention: &DayMention, day: Date, told: &mut Vec<Date>) -> Option<String> {
        let twin = |d: &&Date| d.weekday() == day.weekday() && **d != day;
        if matches!(mention.names, Names::Weekday(_)) && told.contains(&day) && !told.iter().any(|d| twin(&d)) {
            return None;
        }
        told.push(day);
        let year = Some(day.year()).filter(|y| Some(*y) != self.year);
        let core = self.core(Some(day.weekday()), day.day(), day.month(), year, mention.part);
        let tail = self.tail(text, mention);
        // “said Monday” begins with a capital and opens nothing
        let opens = mention.led == Led::On || matches!(mention.names, Names::Shift(_));
        let upper = opens && text.get(mention.start..).is_some_and(|t| t.starts_with(char::is_uppercase));
        Some(match mention.led {
            Led::On | Led::Bare if upper => format!("On {core}{tail}"),
            Led::On | Led::Bare => format!("on {core}{tail}"),
            _ => format!("{core}{tail}"),
        })
    }

    /// A date in the style of the brief; `None` when it is already.
    fn restyled(&self, text: &str, mention: &DayMention, told: &mut Vec<Date>) -> Option<String> {
        let Names::Written { year, month, day, weekday } = mention.names else { return None };
        let of = year.or(self.year).and_then(|y| Date::new(y, month, day).ok());
        told.extend(of.filter(|d| year.is_some() || Some(d.weekday()) == weekday));
        // nobody knows which of the two is wrong
        if year.is_some_and(|y| Date::new(y, month, day).is_ok_and(|d| weekday.is_some_and(|w| w != d.weekday()))) {
            return None;
        }
        let core = self.core(weekday, day, month, year, mention.part);
        let whole = weekday.is_some() || year.is_some();
        let text = if whole { format!("{core}{}", self.tail(text, mention)) } else { core };
        Some(text)
    }

    /// “the evening of Tuesday 24 November 2026”
    fn core(&self, weekday: Option<Weekday>, day: i8, month: i8, year: Option<i16>, part: Option<Part>) -> String {
        let month = usize::try_from(month - 1).ok().and_then(|m| MONTHS.get(m)).copied().unwrap_or_default();
        let part = part.map(|p| format!("the {} of ", p.word())).unwrap_or_default();
        let american = self.style == Dates::MonthDay;
        let weekday = weekday.map(name).map(|w| if american { format!("{w}, ") } else { format!("{w} ") });
        let year = year.map(|y| if american { format!(", {y}") } else { format!(" {y}") }).unwrap_or_default();
        let date = if american { format!("{month} {day}") } else { format!("{day} {month}") };
        format!("{part}{}{date}{year}", weekday.unwrap_or_default())
    }

    /// American dates with a weekday or a year stand between commas.
    fn tail(&self, text: &str, mention: &DayMention) -> &'static str {
        let goes_on = text.get(mention.end..).is_some_and(|t| t.starts_with(' '));
        if goes_on && self.style == Dates::MonthDay { "," } else { "" }
    }
}

/// The day that a mention means: all cited sentences that use its word must mean the same, and one of them in the same way.
fn dated(mention: &DayMention, own: &[DayMention], theirs: &[DayMention]) -> Option<Date> {
    let mut same = theirs.iter().filter(|t| t.names == mention.names);
    let day = same.next()?.day?;
    let agreed = same.all(|t| t.day == Some(day));
    let adverb = |led: Led| matches!(led, Led::On | Led::Bare);
    let led = |t: &&DayMention| t.led == mention.led || adverb(t.led) && adverb(mention.led);
    let stands = theirs.iter().any(|t| t.names == mention.names && t.part == mention.part && led(&t));
    // the sentence says it already
    let doubled = own
        .iter()
        .any(|o| matches!(o.names, Names::Written { month, day: d, .. } if (month, d) == (day.month(), day.day())));
    (agreed && stands && !doubled).then_some(day)
}

fn name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

#[cfg(test)]
mod tests;
