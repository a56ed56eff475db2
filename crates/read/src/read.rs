//! Reading one page: the whole of it in one function.

use crate::lead::{self, Image};
use crate::{access, address, blocks, decode, extract, jsonld, language, metadata, page, repair, sentences, shape};
use standfirst_types::{Access, Article, ArticleId, Capture, CaptureId, Finding, Reading, When};
use std::borrow::Cow;

/// Name and version of this reader, as articles record it.
pub const READER: &str = "standfirst-read/1";
/// Longest text kept of one article, in bytes.
const MAX_TEXT: usize = 1024 * 1024;

/// What a feed's entry says of the page, used only where the page says nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// The entry's title.
    pub title: Option<String>,
    /// When the entry says it was published.
    pub published: Option<When>,
    /// The entry's authors.
    pub authors: Vec<String>,
    /// The feed's title.
    pub site: Option<String>,
}

/// What a page states beside what an [`Article`] keeps: its times with the publisher's offset, its picture, its keywords.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// RFC 3339 with the offset as written, or a date: the day that the address or the page shows where the machine-readable time is in UTC and falls on another.
    pub published: Option<String>,
    /// RFC 3339 with the offset as written, or a date.
    pub modified: Option<String>,
    /// The picture the page gives for its article.
    pub image: Option<Image>,
    /// Keywords as the page gives them, each once.
    pub keywords: Vec<String>,
}

/// Reads a delivered page. `version` is 0: who keeps articles numbers their versions.
pub fn read(capture: &Capture, hints: &Hints) -> Reading {
    read_stated(capture, hints).0
}

/// As [`read`], with the times as the page states them.
pub fn read_stated(capture: &Capture, hints: &Hints) -> (Reading, Stated) {
    let mut findings = vec![];
    let html = decode::text_of(capture, &mut findings);
    let url = if capture.final_url.is_empty() { &capture.url } else { &capture.final_url };
    let (mut reading, stated) = read_text(&html, url, hints, findings);
    reading.article.capture = capture.id;
    if matches!(capture.status, 401 | 402 | 403 | 407 | 429 | 451 | 503) && reading.article.access != Access::Paywall {
        reading.findings.push(Finding::new("status", format!("answered {}", capture.status)));
        if access::count_words(&reading.article.text) < 150 {
            reading.article.access = Access::Blocked;
        }
    } else if capture.status >= 400 {
        reading.findings.push(Finding::new("status", format!("answered {}", capture.status)));
        reading.article.access = Access::NotArticle;
    }
    (reading, stated)
}

/// Reads a page that is text already.
pub fn read_html(html: &str, url: &str, hints: &Hints) -> Reading {
    read_text(html, url, hints, vec![]).0
}

/// Whether what was decoded is no text at all: more than one in fifty of its first characters is a control character below
/// the space that no page uses. C1 does not count, for damaged text is full of it.
fn is_binary(html: &str) -> bool {
    let (mut all, mut odd) = (0usize, 0usize);
    for c in html.chars().take(16 << 10) {
        all += 1;
        odd += usize::from(matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{e}'..='\u{1a}' | '\u{1c}'..='\u{1f}'));
    }
    odd > 16 && odd * 50 > all
}

fn read_text(html: &str, url: &str, hints: &Hints, mut findings: Vec<Finding>) -> (Reading, Stated) {
    let url = address::normalise(url);
    let html = if is_binary(html) {
        findings.push(Finding::new("binary", "the bytes are no text: an image, an archive or noise"));
        ""
    } else {
        html
    };
    let page = page::parse(html, &mut findings);
    let facts = jsonld::facts(&page);
    let blocks = blocks::blocks(&page);
    let meta = metadata::metadata(&page, html, &blocks, &facts, &url, hints);
    if blocks.hidden > 300 {
        findings.push(Finding::new("hidden_text", format!("{} bytes of hidden text were left out", blocks.hidden)));
    }
    let mut extracted = extract::extract(&page, &blocks, &meta.title, &meta.authors);
    // Half as much again where the page seems whole; where it says that it is closed or breaks off, any clear surplus.
    let broken = facts.free == Some(false) || extracted.text.ends_with(['…']) || extracted.text.ends_with("...");
    let surplus = if broken { (10, 11) } else { (2, 3) };
    if let Some(body) = facts.body.as_deref().and_then(|b| fuller(b, &extracted.text, surplus)) {
        findings.push(Finding::new("text_from_data", "the page's JSON-LD held more of the article than the page"));
        extracted.text = body;
    }
    cut(&mut extracted.text, &mut findings);
    let title = mend(&meta.title, "title", &mut findings);
    let text = mend(&extracted.text, "text", &mut findings);
    let shape = shape::shape(&page, &blocks, &facts, &url, access::count_words(&text), &mut findings);
    let mut access = access::access(&page, &blocks, &facts, &extracted, &title, &mut findings);
    if shape.first_of_many && access == Access::Full {
        access = Access::Partial;
    }
    if matches!(access, Access::Partial | Access::Paywall) {
        findings.extend(shape::amp_copy(&page, &url));
    }
    let language = language::language(&text, page.language.as_deref());
    let sentences = sentences::sentences(&text, language.as_deref());
    let id = ArticleId::of(&[meta.canonical.as_deref().unwrap_or(&url).as_bytes()]);
    let authors = meta.authors.iter().map(|a| mend(a, "author", &mut findings)).collect();
    let site = mend(&meta.site, "site", &mut findings);
    let mut stated = stated(&meta);
    stated.image = lead::image(&page, &facts, &url);
    stated.keywords = lead::keywords(&page, &facts);
    let article = Article {
        id,
        version: 0,
        capture: CaptureId::of(&[url.as_bytes(), html.as_bytes()]),
        url,
        canonical: meta.canonical,
        title,
        authors,
        site,
        published: meta.published.map(|m| m.when),
        modified: meta.modified.map(|m| m.when),
        language,
        section: meta.section,
        text,
        sentences,
        access,
        reader: READER.into(),
    };
    (Reading { article, findings }, stated)
}

fn stated(meta: &metadata::Metadata) -> Stated {
    let published = meta.published.map(|m| {
        // An instant in UTC says nothing of the publisher's day; the address and the text beside the headline do.
        let utc = m.offset.is_none_or(|o| o.is_zero());
        let day = meta.shown.filter(|d| utc && d.date() != m.local_date());
        let near = |d: &When| (d.at.as_second() - m.when.at.as_second()).abs() < 36 * 3600;
        day.filter(near).map_or_else(|| m.to_string(), |d| d.to_string())
    });
    Stated { published, modified: meta.modified.map(|m| m.to_string()), ..Stated::default() }
}

/// Repairs one field; what was changed becomes findings, one a rule.
fn mend(text: &str, field: &str, findings: &mut Vec<Finding>) -> String {
    let repaired = repair::repair(text);
    let mut rules: Vec<&'static str> = repaired.repairs.iter().map(|r| r.rule).collect();
    rules.sort_unstable();
    rules.dedup();
    for rule in rules {
        let mut these = repaired.repairs.iter().filter(|r| r.rule == rule);
        let first = these.next().map(|r| r.was.escape_debug().to_string()).unwrap_or_default();
        findings
            .push(Finding::new("repaired", format!("{field}: {rule}, {} times, first “{first}”", these.count() + 1)));
    }
    repaired.text
}

/// The JSON-LD body as paragraphs, if it holds clearly more than the text found: more than `b` words to `a` of the text's.
fn fuller(body: &str, text: &str, (a, b): (usize, usize)) -> Option<String> {
    if body.len() < 200 || body.len() * a < text.len() * b {
        return None;
    }
    let body = repair::entities(body);
    let body = if body.contains("</") || body.contains("<br") || body.contains("<p>") {
        let page = page::parse(&body, &mut vec![]);
        Cow::Owned(paragraphs(blocks::blocks(&page)))
    } else {
        body
    };
    let mut out = String::with_capacity(body.len());
    for line in body.lines().map(str::trim).filter(|l| !l.is_empty()) {
        if !out.is_empty() {
            out.push_str("\n\n");
        }
        page::collapse_into(&mut out, line);
    }
    (access::count_words(&out) * a > access::count_words(text) * b).then_some(out)
}

fn paragraphs(blocks: blocks::Blocks) -> String {
    blocks.list.iter().map(|b| blocks.text(b)).collect::<Vec<_>>().join("\n\n")
}

fn cut(text: &mut String, findings: &mut Vec<Finding>) {
    if text.len() > MAX_TEXT {
        findings.push(Finding::new("text_cut", format!("{} bytes; kept {MAX_TEXT}", text.len())));
        let end = (0..=MAX_TEXT).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        text.truncate(end);
        text.truncate(text.trim_end().len());
    }
}
