//! Small reports of our own, and the draft that the default writer makes of them.

#![allow(clippy::expect_used, reason = "a test may stop at the first surprise")]

use jiff::Timestamp;
use standfirst_types::{Article, ArticleId, Draft, Member, MemberKind, Notes, Story, StoryId, When};
use standfirst_write::{Input, Options, extractive};

/// A whole report of `site`, whose number tells it from the others.
pub(crate) fn article(n: usize, site: &str, title: &str, published: &str, text: &str) -> Article {
    Article {
        url: format!("https://paper{n}.example/"),
        title: title.into(),
        site: site.into(),
        published: When::parse(published),
        language: Some("en".into()),
        ..Article::of(ArticleId::of(&[&[n as u8]]), text.into(), sentences(text))
    }
}

/// The draft of a story of these, each an original, with as much of them as one likes.
pub(crate) fn draft(articles: &[Article], notes: impl Fn(&str) -> Notes) -> Draft {
    let at = Timestamp::UNIX_EPOCH;
    let member = |a: &Article| Member::first(a.id, MemberKind::Original, a.site.clone(), at);
    let members = articles.iter().map(member).collect();
    let story = Story { id: StoryId::of(&[b"story"]), language: "en".into(), members, first: at, last: at };
    let notes: Vec<Notes> = articles.iter().map(|a| notes(&a.text)).collect();
    let options = Options { verbatim_words: 1000, verbatim_share: 1.0, ..Options::default() };
    let input = Input {
        story: &story,
        articles: &articles.iter().collect::<Vec<_>>(),
        notes: &notes.iter().collect::<Vec<_>>(),
        previous: None,
        fresh: &[],
        edited: &[],
        options: &options,
    };
    extractive(&input).expect("there is something to say")
}

fn sentences(text: &str) -> Vec<[u32; 2]> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, c) in text.char_indices() {
        let end = i + c.len_utf8();
        let rest = &text[end..];
        let closes = matches!(c, '.' | '?' | '!') && rest.chars().next().is_none_or(char::is_whitespace)
            || c == '”' && text[..i].ends_with(['.', '?', '!']) && rest.trim_start().starts_with(char::is_uppercase);
        if closes {
            let lead = text[start..end].len() - text[start..end].trim_start().len();
            out.push([(start + lead) as u32, end as u32]);
            start = end;
        }
    }
    out
}
