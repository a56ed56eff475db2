//! Boilerplate: paragraphs that speak of the page, its publisher or its author and not of the story.

use crate::blocks::Block;
use aho_corasick::{AhoCorasick, MatchKind};
use std::sync::LazyLock;

/// Only the start of a paragraph is searched: what a publisher says of itself, it says at once.
const SEARCHED: usize = 240;
/// Longest paragraph that a phrase makes boilerplate; longer ones quote it.
const LONGEST: usize = 900;

/// Phrases that stand in no report: of subscriptions, affiliate links, disclaimers, calls to act.
static PHRASES: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    const LIST: [&str; 62] = [
        "affiliate link",
        "affiliate commission",
        "we may earn a commission",
        "we earn a commission",
        "we earn from qualifying purchases",
        "earn from qualifying purchases",
        "we may receive compensation",
        "may receive a commission",
        "informational purposes only",
        "for information purposes only",
        "not intended to replace the advice",
        "not intended as a substitute for",
        "does not constitute legal advice",
        "does not constitute the provision of legal",
        "does not constitute financial advice",
        "is not legal advice",
        "is not financial advice",
        "is not investment advice",
        "this website uses cookies",
        "this site uses cookies",
        "we use cookies",
        "uses akismet",
        "to our newsletter",
        "our free newsletter",
        "our daily newsletter",
        "our weekly newsletter",
        "our email newsletter",
        "our mailing list",
        "get it in your inbox",
        "straight to your inbox",
        "directly to your inbox",
        "delivered to your inbox",
        "in your inbox every",
        "become a paid subscriber",
        "already a subscriber",
        "if you enjoyed this article",
        "if you liked this article",
        "if you found this article",
        "if you enjoyed this post",
        "if you liked this post",
        "please consider supporting",
        "please consider donating",
        "please consider making a donation",
        "please consider pitching in",
        "your tax-deductible",
        "make a donation today",
        "for your personal, non-commercial use only",
        "may not be published, broadcast",
        "may not be reproduced without",
        "all rights reserved",
        "leave a comment below",
        "in the comments below",
        "your email address will not be published",
        "has no position in any of the stocks",
        "has a disclosure policy",
        "opinions expressed in this article are",
        "views expressed in this article are",
        "follow us on twitter",
        "follow us on facebook",
        "follow us on instagram",
        "abonnieren sie unseren newsletter",
        "inscrivez-vous à notre newsletter",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).match_kind(MatchKind::LeftmostFirst).build(LIST).ok()
});

/// Whether a paragraph says what publishers say and reports do not.
pub(super) fn is_boilerplate(block: &Block, text: &str) -> bool {
    if block.len() > LONGEST {
        return false;
    }
    // A footnote's way back to its mark.
    if text.ends_with('↩') || text.ends_with("↩︎") {
        return true;
    }
    let end = (0..=text.len().min(SEARCHED)).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
    PHRASES.as_ref().is_some_and(|p| p.is_match(text.get(..end).unwrap_or_default()))
}

/// What the last paragraphs of a page say when they are the publisher's own: calls to act, and where the text comes from.
static CALLS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    const LIST: [&str; 25] = [
        "sign up for our",
        "sign up here",
        "subscribe to our",
        "subscribe here",
        "comments are closed",
        "let us know in the comments",
        "originally appeared",
        "originally published",
        "first appeared on",
        "this story was produced",
        "this article was written by",
        "this story was written by",
        "small favor to ask",
        "small favour to ask",
        "year-end campaign",
        "support our work",
        "support our mission",
        "fill out the form",
        "contact staff writer",
        "editor’s note:",
        "editor's note:",
        "join our",
        "follow me on",
        "send us an email",
        "story ideas",
    ];
    AhoCorasick::builder().ascii_case_insensitive(true).build(LIST).ok()
});

/// Whether a paragraph at the end of a text calls its reader to act or says where it first appeared.
pub(super) fn is_call(text: &str) -> bool {
    let named = || CALLS.as_ref().is_some_and(|p| p.is_match(text)) || is_follow(text) || is_stranger(text);
    text.len() < LONGEST && named()
}

/// "Follow the Vallmark Post on Facebook."
fn is_follow(text: &str) -> bool {
    let mut low: String = text.chars().take(120).flat_map(char::to_lowercase).collect();
    low.retain(|c| c != '@');
    low.starts_with("follow ") && ["twitter", "facebook", "instagram"].iter().any(|s| low.contains(s))
}

/// Whether a paragraph at the end introduces someone who writes, by name: "Ilse Varn is a freelance writer and …". Whoever is
/// only spoken of is introduced where the text first names them.
fn is_stranger(text: &str) -> bool {
    const ROLES: [&str; 14] = [
        "writer",
        "editor",
        "reporter",
        "journalist",
        "author",
        "blogger",
        "freelancer",
        "columnist",
        "correspondent",
        "contributor",
        "copywriter",
        "content specialist",
        "photojournalist",
        "professor emeritus",
    ];
    let head: String = text.chars().take(200).collect();
    let Some(at) = [" is a ", " is an ", " is the ", " was a "].iter().filter_map(|v| head.find(v)).min() else {
        return false;
    };
    let (name, rest) = head.split_at(at);
    let words: Vec<&str> = name.split_whitespace().collect();
    let proper = |w: &&str| w.chars().next().is_some_and(char::is_uppercase);
    let rest: String = rest.chars().take(90).collect();
    (1..=4).contains(&words.len())
        && words.iter().all(proper)
        && !matches!(words.first(), Some(&("The" | "This" | "It" | "He" | "She" | "That" | "There" | "A" | "An")))
        && ROLES.iter().any(|r| rest.contains(r))
}

/// Whether a paragraph at the end introduces its author: "Ilse Varn is …", "… writes about".
pub(super) fn is_biography(text: &str, authors: &[String]) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_start_matches("About ");
    let named = authors.iter().filter(|a| a.len() > 4).find_map(|a| text.strip_prefix(a.as_str()));
    let Some(rest) = named else { return false };
    let rest = rest.trim_start_matches([',', ' ', '\u{a0}', '|', '–', '-']);
    const VERBS: [&str; 22] = [
        "is ",
        "was ",
        "has ",
        "writes ",
        "covers ",
        "works ",
        "lives ",
        "joined ",
        "reports ",
        "serves ",
        "leads ",
        "holds ",
        "specializes ",
        "brings ",
        "contributed ",
        "ist ",
        "arbeitet ",
        "schreibt ",
        "est ",
        "es ",
        "è ",
        "@",
    ];
    text.len() < LONGEST && VERBS.iter().any(|v| rest.starts_with(v))
}

/// Whether a heading opens a part of the page that is not the article; its text is compared whole.
pub(super) fn is_closing(heading: &str) -> bool {
    let mut low: String =
        heading.chars().take(48).flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    low.truncate(low.trim_end().len());
    const LIST: [&str; 84] = [
        "about the author",
        "about the contributor",
        "about the publisher",
        "about our author",
        "further reading",
        "sources",
        "works cited",
        "citations",
        "next article",
        "previous article",
        "share",
        "tags",
        "more resources",
        "keep reading",
        "explore more",
        "more information",
        "weitere themen",
        "weitere artikel",
        "weitere beiträge",
        "mehr themen",
        "mehr zum thema",
        "ähnliche artikel",
        "ähnliche beiträge",
        "auch interessant",
        "quellen",
        "quellenangaben",
        "kommentare",
        "artículos relacionados",
        "about the authors",
        "about the writer",
        "about author",
        "about us",
        "about me",
        "meet the author",
        "author",
        "author bio",
        "references",
        "bibliography",
        "footnotes",
        "related articles",
        "related posts",
        "related stories",
        "related content",
        "related resources",
        "related reading",
        "related news",
        "related topics",
        "related",
        "recommended",
        "recommended reading",
        "recommended for you",
        "you may also like",
        "you might also like",
        "more stories",
        "more articles",
        "more news",
        "more like this",
        "more from this section",
        "latest news",
        "latest articles",
        "latest posts",
        "recent posts",
        "recent articles",
        "popular posts",
        "most popular",
        "trending",
        "trending now",
        "comments",
        "leave a comment",
        "leave a reply",
        "share this",
        "share this article",
        "share this post",
        "subscribe",
        "newsletter",
        "subscribe to our newsletter",
        "stay connected",
        "follow us",
        "contact us",
        "disclaimer",
        "über den autor",
        "das könnte sie auch interessieren",
        "das könnte dich auch interessieren",
        "à lire aussi",
    ];
    LIST.contains(&low.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn biographies_name_their_author_first() {
        let authors = ["Ilse Varn".to_owned()];
        assert!(is_biography("Ilse Varn is a reporter who lives in Vallmark.", &authors));
        assert!(is_biography("About Ilse Varn: ", &authors) || !is_biography("Ilse Varnish is a paint.", &authors));
        assert!(!is_biography("The mayor, Ilse Varn, is in Orin.", &authors));
        assert!(is_call("Follow the Vallmark Post on Facebook.") && !is_call("Follow the road to the harbour."));
        assert!(is_call("Ilse Varn is a freelance writer who lives in Orin."));
        assert!(!is_call("The harbour is a place that every writer loves."));
        assert!(is_closing("Related Articles:") && !is_closing("Related laws fail"));
    }
}
