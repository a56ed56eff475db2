//! The terminal: an edition or a story as wrapped text, coloured only when asked. Without colour it is plain text.
//!
//! Text from outside is freed of control characters first, so no page can move the cursor or set the window's title.

use crate::{
    Site, text,
    view::{Delta, EditionView, Evidence, Sentence, StoryView, WhyView},
};
use standfirst_types::{Published, StoryId, StoryWhy};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// Narrowest width that is wrapped to, in columns.
const NARROWEST: usize = 24;

/// The edition: head, what changed, a teaser a story.
pub fn edition(published: &Published, site: &Site, width: usize, color: bool) -> String {
    let e = EditionView::new(published, site);
    let mut p = Pen::new(width, color);
    p.line(&[(Ink::Bold, &e.day.words)], "", "");
    let mut head = format!("Read up to {}, {} · {}", e.cut_off_clock, e.age, e.answered);
    if e.unanswered > 0 {
        let _ = write!(head, ", {} did not", e.unanswered);
    }
    let _ = write!(head, " · {}", e.pages);
    if e.paywalled > 0 {
        let _ = write!(head, ", {} behind a paywall", e.paywalled);
    }
    p.line(&[(Ink::Soft, &head)], "", "");
    if !e.changes.is_empty() {
        p.heading(&format!("Changed since {}", e.since));
        for c in &e.changes {
            match c.kind() {
                Some(what) => p.line(&[(Ink::Accent, what), (Ink::Bold, &c.headline)], "• ", "  "),
                None => p.line(&[(Ink::Bold, &c.headline)], "• ", "  "),
            }
            for line in c.lines.iter().filter(|_| c.kind().is_none()) {
                let was = line.was.as_ref().map_or_else(String::new, |w| format!(" (before: {w})"));
                p.line(&[(Ink::Accent, &line.what), (Ink::Plain, &format!("{}{was}", line.text))], "  ", "    ");
            }
            if c.more > 0 {
                p.line(&[(Ink::Soft, &format!("and {} more", c.more))], "  ", "    ");
            }
        }
    }
    for (i, s) in e.stories.iter().enumerate() {
        p.gap();
        let n = format!("{}. ", i + 1);
        let pad = " ".repeat(n.len());
        p.line(&[(Ink::Bold, &s.headline.text())], &n, &pad);
        let teaser: Vec<String> = s.tldr.iter().take(2).map(Sentence::text).collect();
        p.line(&[(Ink::Plain, &teaser.join(" "))], &pad, &pad);
        let status = if s.pinned { format!("{} · pinned", s.status) } else { s.status.to_owned() };
        p.line(&[(Ink::Accent, &status), (Ink::Soft, &format!("· {}", sources(s)))], &pad, &pad);
        p.line(&[(Ink::Soft, &s.id)], &pad, &pad);
    }
    p.gap();
    p.line(&[(Ink::Plain, "That is all.")], "", "");
    p.line(&[(Ink::Soft, &e.summary)], "", "");
    p.out
}

/// One story with its evidence numbered at the end; `None` when it is not among the published.
pub fn story(published: &Published, story: StoryId, site: &Site, width: usize, color: bool) -> Option<String> {
    let s = StoryView::new(published, published.brief(story)?, site);
    let mut p = Pen::new(width, color);
    p.line(&[(Ink::Accent, s.status), (Ink::Soft, &format!("· revision {} · {}", s.revision, s.time.words))], "", "");
    p.line(&[(Ink::Bold, &s.headline.text())], "", "");
    p.heading("TL;DR");
    p.sentences(&s.tldr, "│ ");
    p.line(&[(Ink::Soft, &sources(&s))], "", "");
    p.list("What changed", s.since_last.iter().map(delta));
    for section in &s.sections {
        p.heading(&section.heading);
        for (i, paragraph) in section.paragraphs.iter().enumerate() {
            if i > 0 {
                p.gap();
            }
            p.sentences(paragraph, "");
        }
    }
    parts(&mut p, &s);
    originals(&mut p, &s);
    p.list("Other stories", s.links.iter().map(|l| format!("{} “{}” {}", l.says, l.headline, l.href)));
    p.heading("Evidence");
    for e in &s.evidence {
        evidence(&mut p, e);
    }
    p.gap();
    p.line(&[(Ink::Soft, &s.engine)], "", "");
    Some(p.out)
}

/// What one sentence rests on, `n` being its place in the order of [`standfirst_types::Brief::sentences`] (0 is the
/// headline); `None` when there is no such story or sentence.
pub fn sentence(
    published: &Published,
    story: StoryId,
    n: usize,
    site: &Site,
    width: usize,
    color: bool,
) -> Option<String> {
    let brief = published.brief(story)?;
    let text = &brief.sentences().nth(n)?.text;
    let s = StoryView::new(published, brief, site);
    let numbered = s.every_sentence().find(|s| s.n == Some(n))?;
    let mut p = Pen::new(width, color);
    p.line(&[(Ink::Bold, text)], "", "");
    if let Some(e) = numbered.mark.and_then(|m| s.evidence.get(m.checked_sub(1)?)) {
        evidence(&mut p, e);
    }
    Some(p.out)
}

/// Why a story is what it is.
pub fn why(why: &StoryWhy, site: &Site, width: usize, color: bool) -> String {
    let w = WhyView::new(why, site);
    let mut p = Pen::new(width, color);
    p.line(&[(Ink::Bold, &w.headline)], "", "");
    p.line(&[(Ink::Soft, &format!("story {}", w.id))], "", "");
    p.line(&[(Ink::Plain, &w.independence)], "", "");
    p.heading("Its place");
    p.line(&[(Ink::Plain, &w.place)], "", "");
    for n in &w.numbers {
        p.line(
            &[(Ink::Accent, &format!("{:<9} {:>6}", n.name, n.value)), (Ink::Soft, &format!("· {}", n.how))],
            "• ",
            "  ",
        );
    }
    p.heading("Its articles");
    for m in &w.members {
        let (n, pad) = (format!("{}. ", m.n), "   ");
        p.line(&[(Ink::Bold, &m.publisher), (Ink::Plain, &m.title), (Ink::Soft, &m.published.words)], &n, pad);
        p.line(&[(Ink::Soft, &m.url)], pad, pad);
        p.line(&[(Ink::Soft, &format!("article {}; it {}", m.article, m.counts))], pad, pad);
        p.line(&[(Ink::Plain, &m.by)], pad, pad);
        if !m.terms.is_empty() {
            p.line(&[(Ink::Plain, &format!("Terms that decided: {}", m.terms))], pad, pad);
        }
        if let Some(near) = &m.nearest {
            p.line(&[(Ink::Plain, &format!("Nearest other story: “{}” ({})", near.headline, near.how))], pad, pad);
        }
    }
    p.list("What you decided", w.decisions.iter().map(|d| format!("{}. {} ({})", d.number, d.words, d.time.words)));
    p.list("Other stories", w.links.iter().map(|l| format!("{} “{}” {}", l.says, l.headline, l.href)));
    p.list("Its writer", w.note.iter().cloned());
    p.list(
        "Left out by the check",
        w.left_out.iter().map(|(text, missing)| format!("“{text}” (not in what it cited: {missing})")),
    );
    p.out
}

fn sources(s: &StoryView) -> String {
    let disagree = if s.disagreements.is_empty() { "" } else { " · sources disagree" };
    format!("{} · {}{disagree} · {} min", s.sources.join(", "), s.independence, s.minutes)
}

fn parts(p: &mut Pen, s: &StoryView) {
    p.list("Key facts", s.key_facts.iter().map(marked));
    for d in &s.disagreements {
        let rows = d
            .versions
            .iter()
            .map(|v| format!("{}: {} ({}, {})", v.value, marked(&v.sentence), v.publishers.join(", "), v.time.words));
        p.list(&format!("Sources disagree: {}", d.about), rows);
    }
    p.list("In their words", s.quotes.iter().map(|q| format!("{} — {}", marked(&q.sentence), q.speaker)));
    p.list("Timeline", s.timeline.iter().map(|t| format!("{}: {}", t.time.words, marked(&t.sentence))));
    p.list("Not known yet", s.questions.iter().map(|q| format!("{} {}", marked(&q.sentence), q.why)));
}

fn originals(p: &mut Pen, s: &StoryView) {
    p.heading("Originals");
    for o in &s.originals {
        let when = o.published.as_ref().map_or("not dated", |t| t.words.as_str());
        let edited = o.edited.as_ref().map_or_else(String::new, |t| format!(", edited {}", t.words));
        let facts = format!("{} · {when}{edited} · {} · {}", o.title, o.origin, o.access);
        p.line(&[(Ink::Bold, &o.publisher), (Ink::Plain, &facts)], "• ", "  ");
        p.line(&[(Ink::Soft, &o.url)], "  ", "  ");
    }
    let corrections = s.corrections.iter().map(|c| {
        let now = if c.now.is_empty() { "withdrawn".into() } else { format!("now “{}”", c.now) };
        format!("{}: “{}” {now}. {}", c.time.words, c.was, c.why)
    });
    p.list("Corrections", corrections);
}

fn evidence(p: &mut Pen, e: &Evidence) {
    let n = format!("[{}] ", e.n);
    p.line(
        &[(Ink::Good, &format!("{} {}", e.icon, e.verdict)), (Ink::Soft, &format!("· {}", e.originals))],
        &n,
        "    ",
    );
    for passage in &e.passages {
        let runs: Vec<(Ink, &str)> = passage
            .parts
            .iter()
            .map(|part| (if part.lit { Ink::Lit } else { Ink::Soft }, part.text.as_str()))
            .collect();
        p.line(&runs, "    ", "    ");
        let when = passage.time.as_ref().map_or_else(String::new, |t| format!(", {}", t.words));
        p.line(&[(Ink::Bold, &format!("{}{when}", passage.publisher)), (Ink::Soft, &passage.url)], "    ", "    ");
    }
}

/// `number (nine → 12): Twelve were killed. [3] Before: Nine were killed.`
fn delta(d: &Delta) -> String {
    let number = d.number.as_ref().map_or_else(String::new, |n| format!(" ({n})"));
    let now = d.sentence.as_ref().map_or_else(String::new, |s| format!(" {}", marked(s)));
    let was = d.was.as_ref().map_or_else(String::new, |w| match d.sentence {
        Some(_) => format!(" Before: {w}"),
        None => format!(" {w}"),
    });
    let why = d.why.as_ref().map_or_else(String::new, |w| format!(" {w}."));
    format!("{}{number}:{now}{was}{why}", d.what)
}

fn marked(s: &Sentence) -> String {
    s.mark.map_or_else(|| s.text(), |n| format!("{} [{n}]", s.text()))
}

/// How a run of text looks. Without colour, lit text stands in `»«` so that nothing is said by colour alone.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Ink {
    Plain,
    Bold,
    Soft,
    Accent,
    Good,
    Lit,
}

impl Ink {
    /// The SGR parameters (ECMA-48, 8.3.117): the sixteen colours, which follow the user's theme.
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "0",
            Self::Bold => "1",
            Self::Soft => "2",
            Self::Accent => "31",
            Self::Good => "32",
            Self::Lit => "30;43",
        }
    }
}

/// Writes wrapped lines.
pub(crate) struct Pen {
    pub(crate) out: String,
    width: usize,
    color: bool,
}

impl Pen {
    pub(crate) fn new(width: usize, color: bool) -> Self {
        Self { out: String::new(), width: width.max(NARROWEST), color }
    }

    pub(crate) fn gap(&mut self) {
        self.out.push('\n');
    }

    pub(crate) fn heading(&mut self, text: &str) {
        self.gap();
        self.line(&[(Ink::Bold, text)], "", "");
    }

    fn sentences(&mut self, sentences: &[Sentence], indent: &str) {
        let text: Vec<String> = sentences.iter().map(marked).collect();
        self.line(&[(Ink::Plain, &text.join(" "))], indent, indent);
    }

    pub(crate) fn list(&mut self, heading: &str, rows: impl Iterator<Item = String>) {
        for (i, row) in rows.enumerate() {
            if i == 0 {
                self.heading(heading);
            }
            self.line(&[(Ink::Plain, &row)], "• ", "  ");
        }
    }

    /// A paragraph of runs, wrapped at spaces; a word wider than the line stands alone and is broken by the terminal, so
    /// that addresses can still be copied.
    pub(crate) fn line(&mut self, runs: &[(Ink, &str)], first: &str, rest: &str) {
        self.out.push_str(first);
        let mut column = first.width();
        let mut fresh = true;
        for (ink, run) in runs {
            let run = text::one_line(run);
            let run = if *ink == Ink::Lit && !self.color { format!("»{run}«") } else { run };
            let mut words = run.split(' ').filter(|w| !w.is_empty()).peekable();
            while let Some(word) = words.next() {
                let mark = words.next_if(|next| is_mark(next)).map(|mark| format!(" {mark}")).unwrap_or_default();
                let wide = word.width() + mark.width();
                if !fresh && column + 1 + wide > self.width {
                    self.out.push('\n');
                    self.out.push_str(rest);
                    column = rest.width();
                } else if !fresh {
                    self.out.push(' ');
                    column += 1;
                }
                self.word(*ink, word);
                self.out.push_str(&mark);
                column += wide;
                fresh = false;
            }
        }
        self.out.push('\n');
    }

    fn word(&mut self, ink: Ink, word: &str) {
        if self.color && ink != Ink::Plain {
            let _ = write!(self.out, "\u{1b}[{}m{word}\u{1b}[0m", ink.code());
        } else {
            self.out.push_str(word);
        }
    }
}

/// `[12]` or `[3,12]`: a mark, which stays with its word.
fn is_mark(word: &str) -> bool {
    let digits = word.strip_prefix('[').and_then(|w| w.strip_suffix(']'));
    digits.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_digit() || b == b','))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_wrap_by_columns_not_bytes() {
        let mut p = Pen::new(24, false);
        p.line(&[(Ink::Plain, "渡船 渡船 渡船 渡船 渡船 渡船 x")], "• ", "  ");
        assert_eq!(p.out, "• 渡船 渡船 渡船 渡船\n  渡船 渡船 x\n");
        assert!(p.out.lines().all(|l| l.width() <= 24));
        let mut p = Pen::new(24, false);
        p.line(&[(Ink::Plain, "one two three four last [12] next")], "", "");
        assert_eq!(p.out, "one two three four\nlast [12] next\n");
    }

    #[test]
    fn escapes_come_only_from_us_and_only_when_asked() {
        for (color, expected) in [(false, "a[31mb\n"), (true, "\u{1b}[1ma[31mb\u{1b}[0m\n")] {
            let mut p = Pen::new(40, color);
            p.line(&[(Ink::Bold, "a\u{1b}[31mb\u{7}")], "", "");
            assert_eq!(p.out, expected);
        }
    }
}
