//! An edition as shown: what was read, what changed, the stories in order, and the ledger.

use super::{StoryView, story::count_words};
use crate::{Site, text, words};
use standfirst_types::{Change, Edition, FeedProblem, ModelUse, NotShown, Published, StoryId};

/// A line of “Changed since …”.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct ChangeView {
    /// The story's page; `None` for one withdrawn.
    pub(crate) href: Option<String>,
    pub(crate) headline: String,
    /// What changed, at most [`LINES`].
    pub(crate) lines: Vec<ChangeLine>,
    /// How many more there are.
    pub(crate) more: usize,
}

impl ChangeView {
    /// What changed, where that is one thing and says nothing beyond the headline.
    pub(crate) fn kind(&self) -> Option<&str> {
        match self.lines.as_slice() {
            [line] if line.text.is_empty() => Some(&line.what),
            _ => None,
        }
    }
}

/// Changes of one story that are told before the story itself is named as the place to read on.
const LINES: usize = 3;

/// One change.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct ChangeLine {
    pub(crate) what: String,
    pub(crate) text: String,
    pub(crate) was: Option<String>,
}

/// A feed or page that gave nothing.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Problem {
    pub(crate) title: String,
    pub(crate) link: Option<String>,
    pub(crate) url: String,
    pub(crate) problem: String,
    pub(crate) since: Option<words::Time>,
}

/// Things not shown for one reason.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Hidden {
    pub(crate) reason: String,
    pub(crate) items: Vec<HiddenItem>,
}

/// One of them.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct HiddenItem {
    pub(crate) title: String,
    pub(crate) link: Option<String>,
    pub(crate) url: String,
    pub(crate) detail: String,
}

/// A number of the ledger and what it counts.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Figure {
    pub(crate) n: u32,
    pub(crate) label: &'static str,
}

/// What a model was asked, and where it was not used.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct ModelView {
    pub(crate) words: String,
    pub(crate) instead: Vec<Problem>,
}

/// An edition as shown.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct EditionView {
    pub(crate) id: String,
    pub(crate) href: String,
    pub(crate) day: words::Time,
    pub(crate) cut_off: words::Time,
    pub(crate) cut_off_clock: String,
    pub(crate) from: words::Time,
    pub(crate) age: String,
    pub(crate) answered: String,
    pub(crate) unanswered: u32,
    pub(crate) pages: String,
    pub(crate) paywalled: u32,
    pub(crate) blocked: u32,
    pub(crate) minutes: usize,
    pub(crate) since: String,
    pub(crate) changes: Vec<ChangeView>,
    pub(crate) stories: Vec<StoryView>,
    pub(crate) sources: Vec<String>,
    pub(crate) feed_problems: Vec<Problem>,
    pub(crate) refused: Vec<Problem>,
    pub(crate) figures: Vec<Figure>,
    pub(crate) hidden: Vec<Hidden>,
    pub(crate) summary: String,
    pub(crate) model: Option<ModelView>,
    pub(crate) previous: Option<String>,
}

impl EditionView {
    /// The edition in words. Linear in what is published.
    pub(crate) fn new(published: &Published, site: &Site) -> Self {
        let edition = &published.edition;
        let ledger = &edition.ledger;
        let told: usize = published.briefs.iter().map(count_words).sum();
        Self {
            id: edition.id.to_string(),
            href: site.href(&format!("e/{}", edition.id)),
            day: words::full_day(edition.window.to, site),
            cut_off: words::instant(edition.window.to, site),
            cut_off_clock: words::clock(edition.window.to, site),
            from: words::instant(edition.window.from, site),
            age: words::ago(edition.window.to, site),
            answered: words::count(ledger.feeds_answered as usize, "feed answered", "feeds answered"),
            unanswered: ledger.feeds.saturating_sub(ledger.feeds_answered),
            pages: words::count(ledger.pages_read as usize, "page read", "pages read"),
            paywalled: ledger.paywalled,
            blocked: ledger.blocked,
            minutes: words::minutes(told),
            since: words::since(edition.window.from, edition.window.to, site),
            changes: changes(&edition.changed, published, site),
            stories: published.briefs.iter().map(|b| StoryView::new(published, b, site)).collect(),
            sources: edition.sources.clone(),
            feed_problems: ledger.feed_problems.iter().map(|p| problem(p, site)).collect(),
            refused: ledger.pages_refused.iter().map(|p| problem(p, site)).collect(),
            figures: figures(edition),
            hidden: hidden(&ledger.not_shown),
            summary: summary(edition),
            model: ledger.model.as_ref().map(|m| model(m, site)),
            previous: edition.previous.map(|id| site.href(&format!("e/{id}"))),
        }
    }
}

impl EditionView {
    /// Without what a teaser does not show, so that a page of teasers need not carry it through the template.
    pub(crate) fn teasers(mut self) -> Self {
        for story in &mut self.stories {
            story.sections.clear();
            story.key_facts.clear();
            story.timeline.clear();
            story.quotes.clear();
            story.originals.clear();
            story.evidence.clear();
        }
        self
    }
}

/// The changes, gathered by story in the order in which the stories first come.
fn changes(changed: &[Change], published: &Published, site: &Site) -> Vec<ChangeView> {
    let mut stories: Vec<(StoryId, ChangeView)> = vec![];
    for change in changed {
        let line = ChangeLine {
            what: change.what.clone(),
            // A new story says nothing beyond its headline.
            text: if change.text == change.headline { String::new() } else { change.text.clone() },
            was: change.was.clone(),
        };
        match stories.iter_mut().find(|(story, _)| *story == change.story) {
            Some((_, view)) if view.lines.len() < LINES => view.lines.push(line),
            Some((_, view)) => view.more += 1,
            None => {
                let shown = published.brief(change.story).is_some();
                let href = shown.then(|| site.href(&format!("s/{}", change.story)));
                let view = ChangeView { href, headline: change.headline.clone(), lines: vec![line], more: 0 };
                stories.push((change.story, view));
            }
        }
    }
    stories.into_iter().map(|(_, view)| view).collect()
}

fn problem(problem: &FeedProblem, site: &Site) -> Problem {
    Problem {
        title: problem.title.clone(),
        link: text::web_link(&problem.url),
        url: problem.url.clone(),
        problem: problem.problem.clone(),
        since: problem.since.map(|at| words::instant(at, site)),
    }
}

/// Grouped by reason, in the order in which reasons first appear.
fn hidden(not_shown: &[NotShown]) -> Vec<Hidden> {
    let mut groups: Vec<(&str, Hidden)> = vec![];
    for entry in not_shown {
        let item = HiddenItem {
            title: entry.title.clone(),
            link: text::web_link(&entry.url),
            url: entry.url.clone(),
            detail: entry.detail.clone(),
        };
        match groups.iter_mut().find(|(code, _)| *code == entry.reason) {
            Some((_, group)) => group.items.push(item),
            None => groups.push((&entry.reason, Hidden { reason: words::reason(&entry.reason), items: vec![item] })),
        }
    }
    groups.into_iter().map(|(_, group)| group).collect()
}

fn model(used: &ModelUse, site: &Site) -> ModelView {
    if used.stories == 0 && used.asked == 0 {
        let instead = used.instead.iter().map(|p| problem(p, site)).collect();
        return ModelView { words: "No model wrote in this time.".into(), instead };
    }
    let mut words = format!(
        "{} told {} of this edition. It was asked {} in this time and gave no answer {}; {} tokens were asked and {} answered",
        used.model,
        words::count(used.stories as usize, "story", "stories"),
        words::count(used.asked as usize, "time", "times"),
        words::count(used.failed as usize, "time", "times"),
        used.tokens_in,
        used.tokens_out,
    );
    if used.millionths > 0 {
        words.push_str(&format!(", which cost {:.4}", used.millionths as f64 / 1e6));
    }
    words.push('.');
    if let Some(s) = &used.sentences {
        words.push_str(&format!(
            " It was asked for {}; {} stand as it put them",
            words::count(s.asked as usize, "sentence", "sentences"),
            s.told
        ));
        words.push_str(&if s.kept.is_empty() {
            ".".into()
        } else {
            format!(", the others as they were: {}.", s.why_kept())
        });
    }
    ModelView { words, instead: used.instead.iter().map(|p| problem(p, site)).collect() }
}

fn figures(edition: &Edition) -> Vec<Figure> {
    let l = &edition.ledger;
    [
        (l.feeds, "feeds followed"),
        (l.feeds_answered, "feeds answered"),
        (l.entries, "entries announced"),
        (l.entries_rejected, "entries that could not be kept"),
        (l.entries_ruled_out, "entries that your rules keep out"),
        (l.pages_read, "pages read"),
        (l.pages_refused.len() as u32, "pages that could not be had"),
        (l.paywalled, "behind a paywall"),
        (l.blocked, "blocked by a wall, a bot check or a login"),
        (l.thin, "too thin to brief"),
        (l.copies, "copies of another report"),
        (edition.stories.len() as u32, "stories shown"),
        (l.sentences_left_out, "sentences left out because they failed the check"),
    ]
    .map(|(n, label)| Figure { n, label })
    .into()
}

/// The footer's sentence: what is not shown.
fn summary(edition: &Edition) -> String {
    let l = &edition.ledger;
    let mut parts = vec![];
    let mut say = |n: usize, one: &str, many: &str| {
        if n > 0 {
            parts.push(words::count(n, one, many));
        }
    };
    say(l.copies as usize, "copy merged into its story", "copies merged into their stories");
    say(l.paywalled as usize, "page behind a paywall", "pages behind a paywall");
    say(l.thin as usize, "page too thin to brief", "pages too thin to brief");
    say(l.blocked as usize, "page blocked", "pages blocked");
    let below = l.not_shown.iter().filter(|n| n.reason == "below_the_fold").count();
    say(below, "story below the fold", "stories below the fold");
    let left_out = l.sentences_left_out as usize;
    say(left_out, "sentence left out by the check", "sentences left out by the check");
    if parts.is_empty() {
        "Nothing that was read is left out.".into()
    } else {
        format!("Not shown: {}.", parts.join(", "))
    }
}
