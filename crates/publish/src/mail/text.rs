//! The plain text of a letter: wrapped at 72 columns, with the addresses of all that it rests on.

use super::{Recipient, html::About, story::MailStory};
use crate::{
    Site,
    terminal::{Ink, Pen},
    view::{Delta, EditionView},
};

/// Columns (RFC 5322, 2.1.1 wants fewer than 78).
const COLUMNS: usize = 72;

/// An edition: the head, what changed, `whole` stories, links to the rest, and how to leave.
pub(super) fn edition(e: &EditionView, stories: &[MailStory<'_>], whole: usize, site: &Site, to: &Recipient) -> String {
    let mut p = Pen::new(COLUMNS, false);
    plain(&mut p, &format!("{}: {}", site.title, e.day.words));
    plain(&mut p, &format!("Read up to {} · {} · {}", e.cut_off_clock, e.answered, e.pages));
    changes(&mut p, e);
    for s in stories.iter().take(whole) {
        story(&mut p, s);
    }
    let rest = stories.iter().skip(whole).map(|s| format!("{} {}", s.view.headline.text(), s.view.href));
    p.list("More stories", rest);
    p.gap();
    plain(&mut p, "That is all.");
    plain(&mut p, &e.summary);
    p.gap();
    p.out.push_str("-- \n");
    plain(&mut p, &format!("Sent to {}, who asked for it.", to.email));
    for (words, link) in [
        ("This edition on the web:", &site.absolute(&format!("e/{}", e.id))),
        ("Change what you get, and when:", &to.preferences),
        ("Leave:", &to.leave),
    ] {
        plain(&mut p, words);
        plain(&mut p, link);
    }
    p.out
}

fn changes(p: &mut Pen, e: &EditionView) {
    if !e.changes.is_empty() {
        p.heading(&format!("Changed since {}", e.since));
    }
    for c in &e.changes {
        let kind = c.kind().map_or_else(String::new, |what| format!("{what} "));
        p.line(&[(Ink::Plain, &format!("{kind}{}", c.headline))], "• ", "  ");
        for l in c.lines.iter().filter(|l| !l.text.is_empty()) {
            let was = l.was.as_ref().map_or_else(String::new, |w| format!(" (before: {w})"));
            p.line(&[(Ink::Plain, &format!("{}: {}{was}", l.what, l.text))], "  ", "    ");
        }
        if c.more > 0 {
            p.line(&[(Ink::Plain, &format!("and {} more", c.more))], "  ", "    ");
        }
    }
}

/// A message about a subscription.
pub(super) fn about(about: &About<'_>, site: &Site) -> String {
    let mut p = Pen::new(COLUMNS, false);
    for words in [about.heading, about.before, about.link, about.after] {
        plain(&mut p, words);
        p.gap();
    }
    p.out.push_str("-- \n");
    plain(&mut p, &format!("{} {}", site.title, site.base_url.as_deref().unwrap_or_default()));
    p.out
}

fn plain(p: &mut Pen, words: &str) {
    p.line(&[(Ink::Plain, words)], "", "");
}

fn story(p: &mut Pen, s: &MailStory<'_>) {
    let v = s.view;
    p.gap();
    p.out.push_str(&"_".repeat(COLUMNS));
    p.gap();
    p.gap();
    let number = format!("{}. ", s.place);
    p.line(&[(Ink::Plain, &v.headline.text())], &number, &" ".repeat(number.len()));
    let disagree = if v.disagreements.is_empty() { "" } else { " · sources disagree" };
    plain(p, &format!("{} · {} · {}{disagree}", v.status, v.sources.join(", "), v.independence));
    p.gap();
    let tldr: Vec<String> = v.tldr.iter().map(|x| s.marked(x)).collect();
    p.line(&[(Ink::Plain, &tldr.join(" "))], "| ", "| ");
    p.list("What changed", v.since_last.iter().map(|d| delta(s, d)));
    for section in &v.sections {
        p.heading(&section.heading);
        for (i, paragraph) in section.paragraphs.iter().enumerate() {
            if i > 0 {
                p.gap();
            }
            let text: Vec<String> = paragraph.iter().map(|x| s.marked(x)).collect();
            plain(p, &text.join(" "));
        }
    }
    p.list("Key facts", v.key_facts.iter().map(|x| s.marked(x)));
    for d in &v.disagreements {
        let rows = d
            .versions
            .iter()
            .map(|x| format!("{}: {} ({}, {})", x.value, s.marked(&x.sentence), x.publishers.join(", "), x.time.words));
        p.list(&format!("Sources disagree: {}", d.about), rows);
    }
    p.list("In their words", v.quotes.iter().map(|q| format!("{} — {}", s.marked(&q.sentence), q.speaker)));
    p.list("Timeline", v.timeline.iter().map(|t| format!("{}: {}", t.time.words, s.marked(&t.sentence))));
    p.list("Not known yet", v.questions.iter().map(|q| format!("{} {}", s.marked(&q.sentence), q.why)));
    originals(p, s);
}

fn originals(p: &mut Pen, s: &MailStory<'_>) {
    p.heading("Originals");
    for (i, o) in s.view.originals.iter().enumerate() {
        let when = o.published.as_ref().map_or("not dated", |t| t.words.as_str());
        let edited = o.edited.as_ref().map_or_else(String::new, |t| format!(", edited {}", t.words));
        let number = format!("[{}] ", i + 1);
        let pad = " ".repeat(number.len());
        let facts = format!("{}: {} ({when}{edited}, {}, {})", o.publisher, o.title, o.origin, o.access);
        p.line(&[(Ink::Plain, &facts)], &number, &pad);
        p.line(&[(Ink::Plain, &o.url)], &pad, &pad);
    }
    let corrections = s.view.corrections.iter().map(|c| {
        let now = if c.now.is_empty() { "withdrawn".into() } else { format!("now “{}”", c.now) };
        format!("{}: “{}” {now}. {}", c.time.words, c.was, c.why)
    });
    p.list("Corrections", corrections);
    p.gap();
    plain(p, "The passage behind each sentence:");
    plain(p, &s.view.href);
}

fn delta(s: &MailStory<'_>, d: &Delta) -> String {
    let number = d.number.as_ref().map_or_else(String::new, |n| format!(" ({n})"));
    let now = d.sentence.as_ref().map_or_else(String::new, |x| format!(" {}", s.marked(x)));
    let was = d.was.as_ref().map_or_else(String::new, |w| match d.sentence {
        Some(_) => format!(" Before: {w}"),
        None => format!(" {w}"),
    });
    let why = d.why.as_ref().map_or_else(String::new, |w| format!(" {w}."));
    format!("{}{number}:{now}{was}{why}", d.what)
}
