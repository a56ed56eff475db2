//! `verify FILE`: any brief or any text against its sources; the judge as a tool of its own.

use super::{Exit, config, print, print_json, show::color};
use crate::{
    cli::{Common, Verify},
    nli::Model,
};
use anyhow::{Context, Result, bail};
use serde::Serialize;
use serde_json::Value;
use standfirst_types::{
    Article, ArticleId, Claim, Ref, VerdictKind, When,
    days::Told,
    span::{Span, span_hash},
};
use standfirst_verify::{Nli, Source, check_text_told, judge_with};
use std::{collections::BTreeMap, io::Read, path::Path};

/// Largest file taken, in bytes.
const MAX_BYTES: u64 = 256 << 20;

/// One sentence and how it stands.
#[derive(Debug, Serialize)]
struct Line {
    text: String,
    verdict: VerdictKind,
    /// Who decided: `rules`, or `nli` for a model.
    by: String,
    /// What is missing from what it cites, or why the citation does not hold.
    missing: Vec<String>,
    /// The sentences of the sources that it was held against, best first.
    against: Vec<String>,
}

pub(crate) fn run(common: &Common, args: &Verify) -> Result<Exit> {
    let text = read(&args.file)?;
    let model = model(common, args)?;
    let model = model.as_ref().map(|m| m as &dyn Nli);
    let lines = match serde_json::from_str::<Value>(&text) {
        Ok(json @ Value::Object(_)) => check_briefs(&json, model).with_context(|| format!("in {}", args.file))?,
        _ if args.sources.is_empty() => {
            bail!(
                "{} is no edition or brief as JSON with its originals; for a text, name what it is to be held against with --source FILE",
                args.file
            )
        }
        _ => check_plain(&text, &args.sources, model)?,
    };
    let bad = lines.iter().filter(|l| !l.verdict.passes()).count();
    if args.json {
        print_json(&lines)?;
    } else {
        lines.iter().filter(|l| !l.verdict.passes() || args.all).try_for_each(|line| print(&told(line, color())))?;
        print(&format!("{} sentences, {bad} not supported", lines.len()))?;
    }
    Ok(if bad == 0 && !lines.is_empty() { Exit::Fine } else { Exit::NotVerified })
}

/// The model that the command line names, else the one of the configuration.
fn model(common: &Common, args: &Verify) -> Result<Option<Model>> {
    let check = config(common)?.verify;
    let named = args.nli.as_ref().map(|c| c.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    Ok(Model::new(&named.unwrap_or(check.nli_command), check.nli_seconds))
}

/// A line for people: the sentence with what is missing marked in it, what is missing, and what the sources say instead.
fn told(line: &Line, color: bool) -> String {
    let mut out = format!("{} “{}”", said(line.verdict), marked(&line.text, &line.missing, color));
    if line.by != "rules" {
        out.push_str(" (by the model)");
    }
    if !line.missing.is_empty() {
        out.push_str(&format!(" — not there: {}", plain(&line.missing.join(", "))));
    }
    if let (false, Some(said)) = (line.verdict.passes(), line.against.first()) {
        out.push_str(&format!("\n    the source says: “{}”", plain(said)));
    }
    out
}

/// The text with the missing words underlined, where the terminal can.
fn marked(text: &str, missing: &[String], color: bool) -> String {
    let text = plain(text);
    if !color {
        return text;
    }
    let is_missing = |w: &str| missing.iter().any(|m| m.split_whitespace().any(|p| p == w));
    let word = |w: &str| if is_missing(w) { format!("\u{1b}[1;4m{w}\u{1b}[0m") } else { w.to_owned() };
    let mut out = String::new();
    let mut at = 0;
    for (start, c) in text.char_indices() {
        if !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '.' | ',') {
            out.push_str(&word(text.get(at..start).unwrap_or_default()));
            out.push(c);
            at = start + c.len_utf8();
        }
    }
    out.push_str(&word(text.get(at..).unwrap_or_default()));
    out
}

/// On one line and without control characters, which a hostile text could steer the terminal with.
fn plain(text: &str) -> String {
    let plain: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn said(verdict: VerdictKind) -> &'static str {
    match verdict {
        VerdictKind::Verbatim => "= word for word:",
        VerdictKind::Supported => "✓ supported:",
        VerdictKind::Partly => "! partly:",
        VerdictKind::Unsupported => "✗ unsupported:",
        VerdictKind::Contradicted => "✗ contradicted:",
    }
}

fn read(file: &str) -> Result<String> {
    let mut bytes = vec![];
    let from: Box<dyn Read> = if file == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(std::fs::File::open(file).with_context(|| format!("cannot read {file}"))?)
    };
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {file}"))?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("{file} has more than {MAX_BYTES} bytes; split it");
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A text against the texts (or saved pages) it is said to rest on.
fn check_plain(text: &str, files: &[String], model: Option<&dyn Nli>) -> Result<Vec<Line>> {
    let (mut sources, mut told): (Vec<Source>, Vec<Option<Told>>) = (vec![], vec![]);
    for file in files {
        let (text, published) = source_text(file, &read(file)?);
        told.push(published);
        let sentences = standfirst_read::sentences(&text, None);
        sources.push((file.clone(), text, sentences));
    }
    let spans = standfirst_read::sentences(text, None);
    let sentences: Vec<String> =
        spans.iter().filter_map(|s| text.get(s[0] as usize..s[1] as usize)).map(str::to_owned).collect();
    let check = check_text_told(&sentences, &sources, &told, model);
    let cited = |(file, start, end): &(String, u32, u32)| {
        let source = sources.iter().find(|s| s.0 == *file)?;
        source.1.get(*start as usize..*end as usize).map(str::to_owned)
    };
    let line = |s: standfirst_verify::CheckedText| Line {
        against: s.support.iter().filter_map(cited).collect(),
        text: s.text,
        verdict: s.verdict,
        by: s.by,
        missing: s.missing,
    };
    Ok(check.sentences.into_iter().map(line).collect())
}

/// The text of a source: of a saved page, its article, and the days on which that may have been written.
fn source_text(file: &str, text: &str) -> (String, Option<Told>) {
    let html =
        Path::new(file).extension().is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"));
    if html {
        let article = standfirst_read::read_html(text, "http://localhost/", &standfirst_read::Hints::default()).article;
        let told = Told::of(&article);
        (article.text, told)
    } else {
        (text.to_owned(), None)
    }
}

/// Every sentence of an edition (`briefs`) or story (`brief`) printed with its originals: each reference must resolve, hash
/// to what it says, and bear the sentence out.
fn check_briefs(json: &Value, model: Option<&dyn Nli>) -> Result<Vec<Line>> {
    let Some(originals) = json.get("originals").and_then(Value::as_object) else {
        bail!("there are no originals; print it with --format json --with-originals")
    };
    let mut articles = BTreeMap::new();
    for (key, original) in originals {
        let text = original.get("text").and_then(Value::as_str).unwrap_or_default();
        let (id, version) = key.split_once('@').context("an original is not called ID@VERSION")?;
        let (id, version) = (id.parse::<ArticleId>()?, version.parse::<u32>()?);
        articles.insert((id, version), article(id, version, text));
    }
    date(json, &mut articles);
    let mut lines = vec![];
    for brief in json.get("briefs").and_then(Value::as_array).into_iter().flatten().chain(json.get("brief")) {
        sentences(brief, &mut |sentence| lines.push(check_sentence(sentence, &articles, model)));
    }
    if lines.is_empty() {
        bail!("there is no brief");
    }
    Ok(lines)
}

/// Gives the originals the days on which they were published and changed, as their briefs state them.
fn date(json: &Value, articles: &mut BTreeMap<(ArticleId, u32), Article>) {
    let when = |original: &Value, key: &str| original.get(key).and_then(Value::as_str).and_then(When::parse);
    for brief in json.get("briefs").and_then(Value::as_array).into_iter().flatten().chain(json.get("brief")) {
        for original in brief.get("originals").and_then(Value::as_array).into_iter().flatten() {
            let id = original.get("id").and_then(Value::as_str).and_then(|id| id.parse::<ArticleId>().ok());
            for article in articles.values_mut().filter(|a| Some(a.id) == id) {
                article.published = when(original, "published");
                article.modified = when(original, "modified");
            }
        }
    }
}

fn sentences<'a>(value: &'a Value, see: &mut impl FnMut(&'a Value)) {
    match value {
        Value::Object(map) if map.contains_key("check") && map.contains_key("refs") => see(value),
        Value::Object(map) => map.values().for_each(|v| sentences(v, see)),
        Value::Array(list) => list.iter().for_each(|v| sentences(v, see)),
        _ => {}
    }
}

fn check_sentence(sentence: &Value, articles: &BTreeMap<(ArticleId, u32), Article>, model: Option<&dyn Nli>) -> Line {
    let text = sentence.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
    let refs: Vec<Ref> = sentence.get("refs").and_then(|r| serde_json::from_value(r.clone()).ok()).unwrap_or_default();
    let broken = |why: String| Line {
        text: text.clone(),
        verdict: VerdictKind::Unsupported,
        by: "rules".into(),
        missing: vec![why],
        against: vec![],
    };
    if refs.is_empty() {
        return broken("it has no reference".into());
    }
    for r in &refs {
        let cited = articles.get(&(r.article, r.version)).and_then(|a| r.span().of(&a.text).map(span_hash));
        match cited {
            None => return broken(format!("{}@{} {}..{} is no text", r.article, r.version, r.start, r.end)),
            Some(hash) if hash != r.hash => {
                return broken(format!("the cited words have changed: {hash} is not {}", r.hash));
            }
            Some(_) => {}
        }
    }
    let support: Vec<Span> = refs.iter().map(Ref::span).collect();
    let cited: Vec<&Article> =
        articles.values().filter(|a| support.iter().any(|s| s.article == a.id && s.version == a.version)).collect();
    let words = |r: &Ref| articles.get(&(r.article, r.version)).and_then(|a| r.span().of(&a.text)).map(str::to_owned);
    let against = refs.iter().filter_map(words).collect();
    let verdict = judge_with(&Claim { text: text.clone(), support }, &cited, model);
    Line { text, verdict: verdict.kind, by: verdict.by, missing: verdict.missing, against }
}

fn article(id: ArticleId, version: u32, text: &str) -> Article {
    Article { version, ..Article::of(id, text.to_owned(), standfirst_read::sentences(text, None)) }
}
