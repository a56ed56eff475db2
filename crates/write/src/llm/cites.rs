//! Citations: the many ways in which models name the sentences that they rest on.

use super::sources::Sources;
use serde_json::Value;

/// Most numbers taken from one sentence.
const MOST: usize = 40;

/// A sentence named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cite {
    /// By its number.
    Number(usize),
    /// By a source and a number: its number, or its place among that source's.
    In(usize, usize),
}

/// The sentences that a field names: `3`, `[1, 2]`, `"1, 2"`, `"[3]"`, `"a1:3"`, `{"id": 3}`, `"2-4"`.
pub(crate) fn cites(value: &Value) -> Vec<Cite> {
    let mut out = Vec::new();
    gather(value, &mut out, 0);
    out.truncate(MOST);
    out
}

fn gather(value: &Value, out: &mut Vec<Cite>, depth: usize) {
    match value {
        Value::Number(n) => out
            .extend(n.as_u64().and_then(|n| usize::try_from(n).ok()).or_else(|| whole(n.as_f64()?)).map(Cite::Number)),
        Value::String(text) => out.extend(in_text(text)),
        Value::Array(items) if depth < 4 => items.iter().take(MOST).for_each(|i| gather(i, out, depth + 1)),
        Value::Object(fields) if depth < 4 => fields.values().take(4).for_each(|v| gather(v, out, depth + 1)),
        _ => {}
    }
}

fn whole(n: f64) -> Option<usize> {
    (n.fract() == 0.0 && (0.0..1e6).contains(&n)).then_some(n as usize)
}

/// The numbers in a text that holds nothing but a citation.
pub(crate) fn in_text(text: &str) -> Vec<Cite> {
    let mut out = Vec::new();
    let bytes: Vec<char> = text.chars().take(400).collect();
    let mut i = 0;
    while i < bytes.len() && out.len() < MOST {
        let Some((first, after)) = number(&bytes, i) else {
            i += 1;
            continue;
        };
        let joined = bytes.get(after).filter(|c| matches!(c, ':' | '.' | '#' | '-' | '–' | '/'));
        match (joined, number(&bytes, after + 1)) {
            (Some('-' | '–'), Some((last, end))) => {
                if last >= first && last - first < 5 {
                    out.extend((first..=last).map(Cite::Number));
                }
                i = end;
            }
            (Some(_), Some((second, end))) => {
                out.push(Cite::In(first, second));
                i = end;
            }
            _ => {
                out.push(Cite::Number(first));
                i = after;
            }
        }
    }
    out
}

fn number(chars: &[char], at: usize) -> Option<(usize, usize)> {
    let digits: String = chars.get(at..)?.iter().take_while(|c| c.is_ascii_digit()).take(6).collect();
    Some((digits.parse().ok()?, at + digits.len()))
}

/// The numbers of existing sentences among `cites`, each once, in order.
pub(crate) fn resolve(cites: &[Cite], sources: &Sources) -> Vec<usize> {
    let mut out: Vec<usize> = Vec::new();
    for cite in cites {
        let found = match *cite {
            Cite::Number(n) => sources.get(n).map(|_| n),
            Cite::In(source, n) => sources.get(n).filter(|l| l.source == source).map(|_| n).or_else(|| {
                let place = n.checked_sub(1)?;
                sources.lines.iter().enumerate().filter(|(_, l)| l.source == source).nth(place).map(|(i, _)| i + 1)
            }),
        };
        out.extend(found.filter(|n| !out.contains(n)));
    }
    out
}

/// Takes the citations out of a sentence that carries them in its words: “… on Tuesday [3].”, “… 【1†】”, “(source 2)”.
pub(crate) fn strip(text: &str) -> (String, Vec<Cite>) {
    let (mut out, mut found, mut rest) = (String::with_capacity(text.len()), Vec::new(), text);
    while let Some(open) = rest.find(['[', '【', '(']) {
        let opens = rest.get(open..).and_then(|t| t.chars().next()).unwrap_or('(');
        let close = match opens {
            '[' => ']',
            '【' => '】',
            _ => ')',
        };
        let inner_at = open + opens.len_utf8();
        let Some(end) = rest.get(inner_at..).and_then(|t| t.find(close)) else { break };
        let inner = rest.get(inner_at..inner_at + end).unwrap_or_default();
        let (before, after) =
            (rest.get(..open).unwrap_or_default(), rest.get(inner_at + end + close.len_utf8()..).unwrap_or_default());
        if is_cite(inner, opens == '(') {
            out.push_str(before.trim_end());
            // “ending. [3] Next” keeps its blank
            if after.chars().next().is_some_and(char::is_alphanumeric) {
                out.push(' ');
            }
            found.extend(in_text(inner));
            rest = after;
        } else {
            out.push_str(rest.get(..inner_at).unwrap_or_default());
            rest = rest.get(inner_at..).unwrap_or_default();
        }
    }
    out.push_str(rest);
    (out, found)
}

/// Numbers and the words for them, nothing else; in round brackets only with such a word, since “(12)” may be news.
fn is_cite(inner: &str, round: bool) -> bool {
    const WORDS: &[&str] =
        &["source", "sources", "sentence", "sentences", "ref", "refs", "s", "a", "from", "cite", "line", "and"];
    let mut named = false;
    let fits = inner.len() <= 40
        && inner.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).all(|w| {
            let letters = w.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
            named |= !letters.is_empty();
            letters.is_empty() || WORDS.contains(&letters.as_str())
        });
    fits && inner.contains(|c: char| c.is_ascii_digit()) && (!round || named)
}
