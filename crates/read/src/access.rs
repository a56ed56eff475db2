//! Access: how much of the article the page gave, and what stood in the way.

use crate::blocks::Blocks;
use crate::class;
use crate::extract::{Extracted, ends_sentence};
use crate::jsonld::Facts;
use crate::page::Page;
use standfirst_types::{Access, Finding};

/// Below this many words an article is at most partial.
const THIN: usize = 60;
/// From this many words on a page that is called closed but gives a long text is taken at its word only by JSON-LD.
const LONG: usize = 90;

/// Longest line that asks to subscribe, in bytes.
const ASK: usize = 240;
/// A title longer than the phrase in it by this many bytes is no wall's.
const TITLE: usize = 24;

/// Decides the access of a page whose text was extracted; each reason becomes a finding.
pub(crate) fn access(
    page: &Page,
    blocks: &Blocks,
    facts: &Facts,
    extracted: &Extracted,
    title: &str,
    findings: &mut Vec<Finding>,
) -> Access {
    let words = count_words(&extracted.text);
    if facts.free == Some(false) && whole(facts, extracted, words) {
        findings.push(Finding::new("marked_closed", "isAccessibleForFree is false, and the whole text is there"));
    }
    if let Some(why) = paywall(page, facts, extracted, words) {
        findings.push(Finding::new("paywall", why));
        return Access::Paywall;
    }
    if let Some(what) = blocked(page, blocks, title, words) {
        findings.push(Finding::new("blocked", what));
        return Access::Blocked;
    }
    if let Some(why) = index(page, blocks, facts, extracted, words) {
        findings.push(Finding::new("not_article", why));
        return Access::NotArticle;
    }
    if let Some(stated) = facts.words.filter(|w| *w > 2 * words && words < 4 * LONG) {
        findings.push(Finding::new("thin_text", format!("{words} words of {stated} that the page's data count")));
        return Access::Partial;
    }
    if words < THIN {
        findings.push(Finding::new("thin_text", format!("{words} words")));
        return Access::Partial;
    }
    if let Some(why) = cut(&extracted.text, words) {
        findings.push(Finding::new("cut_text", why));
        return Access::Partial;
    }
    Access::Full
}

/// Words by white space; for scripts without spaces two characters count as one.
pub(crate) fn count_words(text: &str) -> usize {
    let wide = text
        .chars()
        .filter(|c| matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}'))
        .count();
    text.split_whitespace().count() + wide / 2
}

fn blocked(page: &Page, blocks: &Blocks, title: &str, words: usize) -> Option<String> {
    if words > 150 {
        return None;
    }
    const BOT: [&str; 16] = [
        "just a moment",
        "attention required",
        "are you a robot",
        "access denied",
        "verify you are human",
        "verifying you are human",
        "checking your browser",
        "unusual traffic",
        "enable javascript and cookies to continue",
        "pardon our interruption",
        "security check",
        "captcha",
        "request unsuccessful",
        "you have been blocked",
        "bot verification",
        "ddos protection",
    ];
    const CONSENT: [&str; 7] = [
        "before you continue",
        "we value your privacy",
        "your privacy choices",
        "we and our partners",
        "accept all cookies",
        "your data. your experience",
        "datenschutzeinstellungen",
    ];
    const LOGIN: [&str; 6] = [
        "log in to continue",
        "sign in to continue",
        "please log in",
        "please sign in",
        "you must be logged in",
        "login required",
    ];
    let whole: String = blocks.text.chars().take(3000).flat_map(char::to_lowercase).collect();
    let title = title.to_lowercase();
    let small = whole.len() < 2500;
    // A cookie banner on a short article is no wall; a wall has next to no other text. A title that is the phrase and little more
    // is a wall's own; a longer one tells of something.
    let has = |list: &[&str], at_most: usize| {
        let named = |p: &str| title.contains(p) && (words < at_most || title.len() < p.len() + TITLE);
        let found = |p: &&&str| named(p) || small && words < at_most && whole.contains(**p);
        list.iter().find(found).map(|p| (*p).to_owned())
    };
    let consent = || {
        let said: usize = blocks.list.iter().filter(|b| page.within(b.at, class::CONSENT)).map(|b| b.len()).sum();
        (words < 15 && said * 2 > blocks.text.len() && said > 100).then(|| "only a consent dialogue".to_owned())
    };
    has(&BOT, THIN)
        .map(|p| format!("bot check: “{p}”"))
        .or_else(|| has(&CONSENT, 15).map(|p| format!("consent wall: “{p}”")))
        .or_else(|| has(&LOGIN, 40).map(|p| format!("login: “{p}”")))
        .or_else(consent)
}

fn paywall(page: &Page, facts: &Facts, extracted: &Extracted, words: usize) -> Option<String> {
    if facts.free == Some(false) && !whole(facts, extracted, words) {
        return Some("the page's data say isAccessibleForFree: false".into());
    }
    let tier = page.meta("article:content_tier").map(str::to_ascii_lowercase);
    let closed = |t: &String| t == "locked" && !whole(facts, extracted, words) || t == "metered" && words < 2 * LONG;
    if let Some(tier) = tier.filter(closed) {
        return Some(format!("article:content_tier is {tier}"));
    }
    // What asks for money is a line of its own; a paragraph that tells of subscribers is longer.
    let short = extracted.text.rsplit("\n\n").take(3).filter(|p| p.len() < ASK);
    let tail: String = short
        .chain([extracted.after.as_str()])
        .flat_map(|p| p.chars().flat_map(char::to_lowercase).chain(['\n']))
        .collect();
    const ASKS: [&str; 23] = [
        "to continue reading",
        "subscribe to read",
        "subscribe to continue",
        "subscribe to unlock",
        "subscribers only",
        "to read the full",
        "to read this article",
        "unlock this article",
        "sign up to read",
        "log in to continue",
        "sign in to continue",
        "register to continue",
        "réservé aux abonnés",
        "pour lire la suite",
        "abonnez-vous pour lire",
        "jetzt weiterlesen",
        "weiterlesen mit",
        "mit einem abo weiterlesen",
        "contenido exclusivo para suscriptores",
        "para seguir leyendo",
        "per continuare a leggere",
        "para continuar lendo",
        "чтобы читать дальше",
    ];
    if let Some(ask) = ASKS.iter().find(|a| tail.contains(**a)).filter(|_| words < 4 * LONG) {
        return Some(format!("the text ends with “{ask}”"));
    }
    let marked = page.nodes.iter().any(|n| n.marks & class::PAYWALL != 0 && n.marks & class::HIDDEN == 0 && n.end > 0);
    let teaser =
        words < LONG && (extracted.text.trim_end().ends_with(['…']) || extracted.text.trim_end().ends_with("..."));
    (marked && teaser).then(|| "a paywall's box stands after a cut text".to_owned())
}

/// Whether a page that is called closed gives its text all the same: as many words as it counts itself, or a long text that ends
/// as a text does. Publishers send whole texts with the mark for search engines, and to readers with free views left.
fn whole(facts: &Facts, extracted: &Extracted, words: usize) -> bool {
    let end = extracted.text.trim_end();
    let broken = end.ends_with('…') || end.ends_with("...") || !ends_sentence(end);
    match facts.words {
        Some(stated) if stated > 0 => words * 10 >= stated * 8 && words >= THIN,
        _ => words >= 4 * LONG && !broken,
    }
}

/// Front pages and lists: little prose in one place, many links.
fn index(page: &Page, blocks: &Blocks, facts: &Facts, extracted: &Extracted, words: usize) -> Option<String> {
    let article = facts.article || page.meta("og:type").is_some_and(|t| t.eq_ignore_ascii_case("article"));
    if article && words >= 30 {
        return None;
    }
    let links = blocks.list.iter().filter(|b| b.link_density() > 0.6).count();
    if facts.index && words < 150 {
        return Some("the page's data call it a collection".into());
    }
    if words < THIN && links >= 15 && extracted.links > 4 * extracted.text.len() {
        return Some(format!("{words} words of text among {links} links"));
    }
    if words < 8 && !article {
        return Some("no text".into());
    }
    (extracted.kept_links * 2 > extracted.text.len() && links >= 15).then(|| format!("mostly links: {links}"))
}

fn cut(text: &str, words: usize) -> Option<String> {
    let end = text.trim_end();
    let open = end.ends_with('…') || end.ends_with("...") || end.ends_with("[…]") || end.ends_with("[...]");
    (open && words < 3 * LONG && !ends_with_quote(end))
        .then(|| format!("the text breaks off after {words} words"))
        .filter(|_| ends_sentence(end))
}

fn ends_with_quote(text: &str) -> bool {
    text.ends_with(['”', '"', '»'])
}
