//! Markdown (CommonMark, with GitHub's footnotes for the evidence): an edition or a story to keep, mail or paste.

use crate::{
    Site, text,
    view::{Delta, EditionView, Evidence, Sentence, StoryView},
};
use standfirst_types::{Published, StoryId};
use std::fmt::Write;

/// The edition: head, what changed, every story in full.
pub fn edition(published: &Published, site: &Site) -> String {
    let e = EditionView::new(published, site);
    let mut out = format!("# {}: {}\n\n", escape(&site.title), escape(&e.day.words));
    let _ = write!(out, "Read up to {} · {}", e.cut_off_clock, e.answered);
    if e.unanswered > 0 {
        let _ = write!(out, ", {} did not", e.unanswered);
    }
    let _ = write!(out, " · {}", e.pages);
    if e.paywalled > 0 {
        let _ = write!(out, ", {} behind a paywall", e.paywalled);
    }
    out.push_str("\n\n");
    if !e.changes.is_empty() {
        let _ = write!(out, "## Changed since {}\n\n", e.since);
        for c in &e.changes {
            let kind = c.kind().map_or_else(String::new, |what| format!("*{}* ", escape(what)));
            let _ = writeln!(out, "- {kind}**{}**", escape(&c.headline));
            for line in c.lines.iter().filter(|_| kind.is_empty()) {
                let was = line.was.as_ref().map_or_else(String::new, |w| format!(" (before: {})", escape(w)));
                let text = if line.text.is_empty() { String::new() } else { format!(": {}{was}", escape(&line.text)) };
                let _ = writeln!(out, "  - *{}*{text}", escape(&line.what));
            }
            if c.more > 0 {
                let _ = writeln!(out, "  - and {} more", c.more);
            }
        }
        out.push('\n');
    }
    for (i, s) in e.stories.iter().enumerate() {
        body(&mut out, s, 2, &format!("{}-", i + 1));
    }
    let _ = write!(out, "*That is all.*\n\n{}\n", escape(&e.summary));
    out
}

/// One story; `None` when it is not among the published.
pub fn story(published: &Published, story: StoryId, site: &Site) -> Option<String> {
    let s = StoryView::new(published, published.brief(story)?, site);
    let mut out = String::new();
    body(&mut out, &s, 1, "");
    let _ = writeln!(out, "*{}*", escape(&s.engine));
    Some(out)
}

/// The story at a heading level, its footnotes named with a prefix so that those of an edition do not collide.
fn body(out: &mut String, s: &StoryView, level: usize, prefix: &str) {
    let hashes = "#".repeat(level);
    let _ = write!(out, "{hashes} {}\n\n", escape(&s.headline.text()));
    let names: Vec<String> = s.sources.iter().map(|n| escape(n)).collect();
    let _ = write!(
        out,
        "**{}**{}, revision {}, {} · {} · {}",
        s.status,
        if s.pinned { ", pinned" } else { "" },
        s.revision,
        s.time.words,
        names.join(", "),
        s.independence
    );
    out.push_str(if s.disagreements.is_empty() { "\n\n" } else { " · sources disagree\n\n" });
    let _ = write!(out, "> **TL;DR** {}\n\n", run(&s.tldr, prefix));
    list(out, &format!("{hashes}# What changed"), s.since_last.iter().map(|d| delta(d, prefix)));
    for section in &s.sections {
        let _ = write!(out, "{hashes}# {}\n\n", escape(&section.heading));
        for paragraph in &section.paragraphs {
            let _ = write!(out, "{}\n\n", run(paragraph, prefix));
        }
    }
    list(out, &format!("{hashes}# Key facts"), s.key_facts.iter().map(|x| mark(x, prefix)));
    for d in &s.disagreements {
        let rows = d.versions.iter().map(|v| {
            let names: Vec<String> = v.publishers.iter().map(|n| escape(n)).collect();
            format!("**{}** ({}, {}): {}", escape(&v.value), names.join(", "), v.time.words, mark(&v.sentence, prefix))
        });
        list(out, &format!("{hashes}# Sources disagree: {}", escape(&d.about)), rows);
    }
    for q in &s.quotes {
        let _ = write!(out, "> {}\n> — {}\n\n", mark(&q.sentence, prefix), escape(&q.speaker));
    }
    let times = s.timeline.iter().map(|t| format!("**{}** {}", t.time.words, mark(&t.sentence, prefix)));
    list(out, &format!("{hashes}# Timeline"), times);
    let questions = s.questions.iter().map(|q| format!("{} *{}*", mark(&q.sentence, prefix), escape(&q.why)));
    list(out, &format!("{hashes}# Not known yet"), questions);
    originals(out, s, &hashes);
    let links = s.links.iter().map(|l| format!("{} “{}” {}", l.says, escape(&l.headline), escape(&l.href)));
    list(out, &format!("{hashes}# Other stories"), links);
    for e in &s.evidence {
        footnote(out, e, prefix);
    }
    out.push('\n');
}

fn originals(out: &mut String, s: &StoryView, hashes: &str) {
    let rows = s.originals.iter().map(|o| {
        let when = o.published.as_ref().map_or("not dated", |t| t.words.as_str());
        let edited = o.edited.as_ref().map_or_else(String::new, |t| format!(", edited {}", t.words));
        let address = address(o.link.as_deref(), &o.url);
        let title = escape(&o.title);
        format!("**{}**: {title}, {when}{edited}; {}, {}. {address}", escape(&o.publisher), escape(&o.origin), o.access)
    });
    list(out, &format!("{hashes}# Originals"), rows);
    let corrections = s.corrections.iter().map(|c| {
        let now = if c.now.is_empty() { "withdrawn".into() } else { format!("is now “{}”", escape(&c.now)) };
        format!("{}: “{}” {now}. {}", c.time.words, escape(&c.was), escape(&c.why))
    });
    list(out, &format!("{hashes}# Corrections"), corrections);
}

fn footnote(out: &mut String, e: &Evidence, prefix: &str) {
    let _ = write!(out, "[^{prefix}{}]: {} {}.", e.n, e.icon, e.verdict);
    for p in &e.passages {
        let lit: Vec<String> = p.parts.iter().filter(|p| p.lit).map(|p| escape(&p.text)).collect();
        let when = p.time.as_ref().map_or_else(String::new, |t| format!(", {}", t.words));
        let link = address(p.link.as_deref(), &p.url);
        let _ = write!(out, " “{}” {}{when}, {link}", lit.join(" … "), escape(&p.publisher));
    }
    out.push('\n');
}

fn list(out: &mut String, heading: &str, rows: impl Iterator<Item = String>) {
    let rows: Vec<String> = rows.collect();
    if !rows.is_empty() {
        let _ = write!(out, "{heading}\n\n- {}\n\n", rows.join("\n- "));
    }
}

fn run(sentences: &[Sentence], prefix: &str) -> String {
    sentences.iter().map(|s| mark(s, prefix)).collect::<Vec<_>>().join(" ")
}

/// `*number* (nine → 12): Twelve were killed.[^3] Before: Nine were killed.`
fn delta(d: &Delta, prefix: &str) -> String {
    let number = d.number.as_ref().map_or_else(String::new, |n| format!(" ({})", escape(n)));
    let now = d.sentence.as_ref().map_or_else(String::new, |s| format!(" {}", mark(s, prefix)));
    let was = d.was.as_ref().map_or_else(String::new, |w| match d.sentence {
        Some(_) => format!(" Before: {}", escape(w)),
        None => format!(" {}", escape(w)),
    });
    let why = d.why.as_ref().map_or_else(String::new, |w| format!(" {}.", escape(w)));
    format!("*{}*{number}:{now}{was}{why}", d.what)
}

fn mark(s: &Sentence, prefix: &str) -> String {
    let mark = s.mark.map_or_else(String::new, |n| format!("[^{prefix}{n}]"));
    format!("{}{mark}", escape(&s.text()))
}

/// An autolink where the address is a web address without characters that would end it, else text.
fn address(link: Option<&str>, url: &str) -> String {
    match link {
        Some(link) if !link.contains(['<', '>', ' ']) => format!("<{link}>"),
        _ => escape(url),
    }
}

/// Text as one line of Markdown: ASCII punctuation that could start markup is escaped (CommonMark 0.31, 2.4), so that
/// neither raw HTML nor a link nor a heading can come from outside.
fn escape(value: &str) -> String {
    let line = text::one_line(value);
    let mut out = String::with_capacity(line.len() + 8);
    for (i, c) in line.char_indices() {
        let starts = i == 0 && matches!(c, '-' | '+' | '=');
        // `1.` and `1)` start a list only at the head of a line.
        let numbered = matches!(c, '.' | ')')
            && line.get(..i).is_some_and(|b| !b.is_empty() && b.len() < 10 && b.bytes().all(|b| b.is_ascii_digit()));
        if starts
            || numbered
            || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' | '!')
        {
            out.push('\\');
        }
        // GitHub links bare addresses and names by themselves: a zero-width joiner would do, a plain escape reads better.
        if c == ':' && line.get(i..).is_some_and(|r| r.starts_with("://")) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_from_outside_is_markup() {
        for (input, expected) in [
            ("plain words, 3.5 per cent.", "plain words, 3.5 per cent."),
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("[x](javascript:alert(1))", "\\[x\\](javascript:alert(1))"),
            ("# head\n- list", "\\# head - list"),
            ("- list", "\\- list"),
            ("12. December", "12\\. December"),
            ("a*b_c", "a\\*b\\_c"),
            ("https://evil.example", "https\\://evil.example"),
        ] {
            assert_eq!(escape(input), expected);
        }
    }
}
