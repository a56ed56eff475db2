//! Evidence: what each sentence of a brief rests on, with the very bytes and what stands around them.

use super::{
    call::{Answer, Call},
    cursor::Place,
    fault::Fault,
};
use crate::{Site, server::Library};
use serde_json::{Value, json};
use standfirst_types::{Brief, Checked, Published, Ref};

/// Characters of context before and after a passage.
const CONTEXT: usize = 300;

pub(super) async fn sentences<L: Library>(call: Call<L>) -> Answer {
    let id = match call.named_story().await? {
        Ok(id) => id,
        Err(on) => return Ok(on),
    };
    let published = call.brief(id).await?;
    let after = call.place().map_or(-1, |p| p.number);
    let all = published.briefs.iter().flat_map(numbered).filter(|(n, ..)| *n as i64 > after);
    let row = |(n, part, sentence): (usize, &'static str, &Checked)| {
        (Place::number(n as i64), json!({ "n": n, "part": part, "sentence": sentence }))
    };
    call.list(all.take(call.rows() as usize).map(row).collect())
}

pub(super) async fn sentence<L: Library>(call: Call<L>) -> Answer {
    let id = match call.named_story().await? {
        Ok(id) => id,
        Err(on) => return Ok(on),
    };
    let published = call.brief(id).await?;
    let n: usize = call.value("n")?;
    let found = published.briefs.iter().flat_map(|b| numbered(b).map(move |s| (b, s))).find(|(_, (at, ..))| *at == n);
    let Some((brief, (n, part, sentence))) = found else {
        let last = published.briefs.iter().flat_map(numbered).count().saturating_sub(1);
        return Err(Fault::absent(format!("The brief has no sentence {n}; they run from 0 (the headline) to {last}.")));
    };
    let site = &call.visit.site;
    let passages: Vec<Value> = sentence.refs.iter().map(|r| passage(&published, brief, r, site)).collect();
    call.json(&json!({
        "story": id, "revision": brief.frame().revision, "n": n, "part": part, "sentence": sentence, "passages": passages,
        "page": site.absolute(&format!("s/{id}#s{n}")),
    }))
}

/// Every sentence with its number and the part of the brief it stands in, in the order of [`Brief::sentences`].
pub(super) fn numbered(brief: &Brief) -> impl Iterator<Item = (usize, &'static str, &Checked)> {
    let article = brief.article().iter().map(|s| s.sentences.len()).sum();
    let sides = brief.disagreements().iter().map(|d| d.versions.len()).sum();
    let parts = [
        ("headline", 1),
        ("tldr", brief.tldr().len()),
        ("article", article),
        ("key_facts", brief.key_facts().len()),
        ("since_last", brief.since_last().len()),
        ("timeline", brief.timeline().len()),
        ("disagreements", sides),
    ];
    let names = parts.into_iter().flat_map(|(name, count)| std::iter::repeat_n(name, count));
    brief.sentences().zip(names).enumerate().map(|(n, (sentence, part))| (n, part, sentence))
}

fn passage(published: &Published, brief: &Brief, r: &Ref, site: &Site) -> Value {
    let (original, text) =
        (brief.original(r.article), published.original(r.article, r.version).map(|a| a.text.as_str()));
    let (before, quote, after) = text.map_or(("", "", ""), |text| around(text, r.start as usize, r.end as usize));
    let stored = format!("s/{}/original/{}/{}#at{}", brief.story(), r.article, r.version, r.start);
    json!({
        "article": r.article, "version": r.version, "start": r.start, "end": r.end, "hash": r.hash, "quote": quote,
        "before": before, "after": after,
        "publisher": original.map_or("", |o| &o.publisher), "title": original.map_or("", |o| &o.title),
        "url": original.map_or("", |o| &o.url), "published": original.and_then(|o| o.published),
        "access": original.map_or(standfirst_types::Access::Partial, |o| o.access), "page": site.absolute(&stored),
    })
}

/// What stands in the paragraph before a span, the span, and what stands after it.
fn around(text: &str, start: usize, end: usize) -> (&str, &str, &str) {
    let head = text.get(..start).map_or("", |t| t.rsplit("\n\n").next().unwrap_or_default());
    let from = head.char_indices().rev().nth(CONTEXT - 1).map_or(0, |(at, _)| at);
    let tail = text.get(end..).map_or("", |t| t.split("\n\n").next().unwrap_or_default());
    let to = tail.char_indices().nth(CONTEXT).map_or(tail.len(), |(at, _)| at);
    (head.get(from..).unwrap_or_default(), text.get(start..end).unwrap_or_default(), tail.get(..to).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_stands_in_its_paragraph() {
        let check = |text: &str, (start, end): (usize, usize), expected: (&str, &str, &str)| {
            assert_eq!(around(text, start, end), expected, "{text}");
        };
        check("One. Two. Three.", (5, 9), ("One. ", "Two.", " Three."));
        check("First.\n\nOne. Two.\n\nLast.", (8, 12), ("", "One.", " Two."));
        check("Größe.", (0, 8), ("", "Größe.", ""));
        check("short", (9, 12), ("", "", ""));
        let long = "ä".repeat(400);
        let text = format!("{long}!{long}");
        let (before, _, after) = around(&text, 800, 801);
        assert_eq!((before.chars().count(), after.chars().count()), (CONTEXT, CONTEXT));
    }
}
