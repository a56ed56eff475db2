//! Why a story is what it is, as shown: every article with its reason, the voices that count, the numbers of the ranking, the
//! user's decisions.

use crate::{Site, text, words};
use standfirst_types::{MemberWhy, Place, Ranking, StoryWhy};

/// A number of the ranking and how it came about.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Number {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    pub(crate) how: String,
}

/// An article of the story.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct MemberView {
    pub(crate) n: usize,
    pub(crate) article: String,
    pub(crate) title: String,
    pub(crate) publisher: String,
    pub(crate) link: Option<String>,
    pub(crate) url: String,
    pub(crate) published: words::Time,
    pub(crate) by: String,
    pub(crate) terms: String,
    pub(crate) nearest: Option<Nearest>,
    pub(crate) counts: String,
}

/// The nearest story that an article was not put into.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Nearest {
    pub(crate) headline: String,
    pub(crate) href: String,
    pub(crate) how: String,
}

/// A decision.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct DecisionView {
    pub(crate) number: u64,
    pub(crate) time: words::Time,
    pub(crate) words: String,
}

/// Another story that this one hangs together with.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct LinkView {
    pub(crate) says: String,
    pub(crate) headline: String,
    pub(crate) href: String,
    /// BCP 47 tag, where it is not this story's.
    pub(crate) language: Option<String>,
}

/// The whole.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct WhyView {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) headline: String,
    pub(crate) independence: String,
    pub(crate) members: Vec<MemberView>,
    pub(crate) place: String,
    pub(crate) pinned: bool,
    pub(crate) muted: bool,
    pub(crate) numbers: Vec<Number>,
    pub(crate) decisions: Vec<DecisionView>,
    pub(crate) links: Vec<LinkView>,
    /// Why the default writer told it where a model was to.
    pub(crate) note: Option<String>,
    pub(crate) left_out: Vec<(String, String)>,
}

impl WhyView {
    /// In words. Linear.
    pub(crate) fn new(why: &StoryWhy, site: &Site) -> Self {
        let decision = |d: &standfirst_types::DecisionSaid| DecisionView {
            number: d.decision.number,
            time: words::instant(d.decision.at, site),
            words: d.words.clone(),
        };
        Self {
            id: why.story.to_string(),
            href: site.href(&format!("s/{}", why.story)),
            headline: why.headline.clone(),
            independence: why.independence.clone(),
            members: why.members.iter().enumerate().map(|(i, m)| member(i + 1, m, site)).collect(),
            place: place(why),
            pinned: why.pinned,
            muted: why.muted,
            numbers: why.place.as_ref().and_then(|p| p.ranking.as_ref()).map_or(vec![], numbers),
            decisions: why.decisions.iter().map(decision).collect(),
            links: why.links.iter().map(|l| link(l, site)).collect(),
            note: why.note.as_ref().map(|n| format!("Told by the default writer: {n}.")),
            left_out: why.left_out.iter().map(|(text, missing)| (text.clone(), missing.join(", "))).collect(),
        }
    }
}

/// A link to another story, in words.
pub(crate) fn link(link: &standfirst_types::StoryLink, site: &Site) -> LinkView {
    let says = match link.how.as_str() {
        "abroad" => "It seems to be told in another language too:",
        "merged" => "You made this story part of it:",
        "split_off" => "You took a report out of it, which is now told by itself:",
        _ => "You took a report of it out of another story:",
    };
    let href = site.href(&format!("s/{}", link.story));
    LinkView { says: says.into(), headline: link.headline.clone(), href, language: link.language.clone() }
}

fn member(n: usize, m: &MemberWhy, site: &Site) -> MemberView {
    let by = match m.by {
        "user" => "You put it here.".into(),
        "first" => "It opened the story: no other was near enough.".into(),
        "copy" => {
            let original = m.copy_of.as_ref().map_or("another report", |(_, title)| title.as_str());
            format!("It is a copy of “{original}”: {} of the shorter text stands in the other.", percent(m.score))
        }
        _ => match m.needed {
            Some(needed) => format!("It was near enough: similarity {:.2}, where {needed:.2} was asked.", m.score),
            None => format!("It was near enough: similarity {:.2}.", m.score),
        },
    };
    let nearest = m.runner_up.as_ref().map(|r| Nearest {
        headline: r.headline.clone(),
        href: site.href(&format!("s/{}", r.story)),
        how: match r.margin {
            Some(margin) => format!("similarity {:.2}, farther by {margin:.2}", r.score),
            None => match m.needed {
                Some(needed) => format!("similarity {:.2}, where {needed:.2} was asked", r.score),
                None => format!("similarity {:.2}, not near enough", r.score),
            },
        },
    });
    MemberView {
        n,
        article: m.article.to_string(),
        title: m.title.clone(),
        publisher: m.publisher.clone(),
        link: text::web_link(&m.url),
        url: m.url.clone(),
        published: words::instant(m.published, site),
        by,
        terms: m.terms.join(", "),
        nearest,
        counts: match &m.wire {
            Some(wire) if !m.counts.contains(wire.as_str()) => format!("{}; its text names {wire}", m.counts),
            _ => m.counts.clone(),
        },
    }
}

fn percent(part: f32) -> String {
    format!("{:.0} %", f64::from(part) * 100.0)
}

fn place(why: &StoryWhy) -> String {
    let Some(Place { position, of, pinned, neighbours, .. }) = &why.place else {
        return match &why.not_shown {
            Some(reason) => format!("Not in the latest edition: {}.", reason.trim_end_matches('.')),
            None => "No edition has been composed yet.".into(),
        };
    };
    let mut said = format!("Number {position} of {of} in the latest edition");
    if *pinned {
        said.push_str(", because you pinned it");
    }
    let rank = |r: &Option<f64>| r.map(|r| format!("{r:.2}"));
    match (rank(&neighbours.0), rank(&neighbours.1)) {
        (Some(before), Some(after)) => said.push_str(&format!("; the one before has {before}, the one after {after}")),
        (Some(before), None) => said.push_str(&format!("; the one before has {before}")),
        (None, Some(after)) => said.push_str(&format!("; the one after has {after}")),
        (None, None) => {}
    }
    said.push('.');
    said
}

/// Each number of the ranking, the rank last.
fn numbers(r: &Ranking) -> Vec<Number> {
    let interest = if r.interests.is_empty() {
        "no topic and no watch word of yours".into()
    } else {
        let one = |i: &standfirst_types::Interest| {
            let what = if i.kind == "topic" {
                format!("topic {} by “{}”", i.name, i.word)
            } else {
                format!("watch word “{}”", i.word)
            };
            format!("{what} × {:.2}", i.boost)
        };
        r.interests.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    let reports = words::count(r.reports as usize, "report", "reports");
    let number = |name, value: f64, how: String| Number { name, value: format!("{value:.2}"), how };
    vec![
        number("Voices", r.voices, format!("{} independent, {reports}", r.independent)),
        number("Freshness", r.freshness, format!("{:.1} hours since the last report; half after 12", r.hours)),
        number(
            "Growth",
            r.growth,
            format!(
                "{} own reports in the last {} hours, {} in the {} before",
                r.recent, r.growth_hours, r.before, r.growth_hours
            ),
        ),
        number("Interest", r.interest, interest),
        number("Rank", r.rank, "the four multiplied".into()),
    ]
}
