//! Articles and frames for the tests.
#![allow(dead_code)]

use jiff::Timestamp;
use standfirst_types::{
    Article, ArticleId, BriefId, BriefStatus, Claim, Engine, Frame, Origin, Original, Span, Window, Writer,
    brief::OriginalVersion, span::span_hash,
};

/// Sentences end at a full stop, question mark or exclamation mark before white space.
pub(crate) fn sentences(text: &str) -> Vec<[u32; 2]> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, c) in text.char_indices() {
        let end = i + c.len_utf8();
        let stop = matches!(c, '.' | '?' | '!' | '”') && text[end..].chars().next().is_none_or(char::is_whitespace);
        let inside = c == '”' && !text[..i].ends_with(['.', '?', '!']);
        if stop && !inside || end == text.len() {
            let piece = &text[start..end];
            let lead = piece.len() - piece.trim_start().len();
            if !piece.trim().is_empty() {
                out.push([(start + lead) as u32, end as u32]);
            }
            start = end;
        }
    }
    out
}

/// An article of a publisher of its own.
pub(crate) fn article(n: usize, text: &str) -> Article {
    Article {
        url: format!("https://paper{n}.example/story"),
        site: format!("Paper {n}"),
        language: Some("en".into()),
        ..Article::of(ArticleId::of(&[&n.to_le_bytes()]), text.into(), sentences(text))
    }
}

/// A claim that cites all of the article as one span.
pub(crate) fn claim_on(text: &str, a: &Article) -> Claim {
    let span = Span { article: a.id, version: a.version, start: 0, end: a.text.len() as u32 };
    Claim { text: text.into(), support: vec![span] }
}

/// A claim that cites each sentence of the article.
pub(crate) fn whole(text: &str, a: &Article) -> Claim {
    Claim { text: text.into(), support: (0..a.sentences.len()).filter_map(|i| a.sentence_span(i)).collect() }
}

/// The claim that is one sentence of the article.
pub(crate) fn own(a: &Article, i: usize) -> Claim {
    let span = a.sentence_span(i).unwrap();
    Claim { text: a.sentence(i).unwrap().into(), support: vec![span] }
}

/// A frame with the articles as originals.
pub(crate) fn frame(articles: &[&Article]) -> Frame {
    let at = Timestamp::UNIX_EPOCH;
    let original = |a: &&Article| Original {
        id: a.id,
        url: a.url.clone(),
        title: a.title.clone(),
        publisher: a.site.clone(),
        family: a.site.clone(),
        origin: Origin::Original,
        published: None,
        modified: None,
        access: a.access,
        versions: vec![OriginalVersion { version: a.version, at, hash: span_hash(&a.text) }],
    };
    Frame {
        id: BriefId::of(&[b"story", b"1"]),
        revision: 1,
        supersedes: None,
        status: BriefStatus::New,
        window: Window { from: at, to: at },
        inputs_hash: "none".into(),
        engine: Engine { version: "test".into(), writer: Writer::Extractive, prompt_hash: None, retold: None },
        originals: articles.iter().map(original).collect(),
        independent_sources: articles.len() as u32,
        corrections: vec![],
        changed_numbers: vec![],
        verbatim: Default::default(),
    }
}

/// Whether the judge lets `text` stand by `source`, all of whose sentences it cites.
#[track_caller]
pub(crate) fn check(source: &str, text: &str, stands: bool) {
    let a = article(1, source);
    let verdict = standfirst_verify::judge(&whole(text, &a), &[&a]);
    assert_eq!(verdict.kind.passes(), stands, "{text:?} by {source:?}: {verdict:?}");
}
