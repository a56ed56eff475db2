//! The default writer on a small story of our own: two papers, a wire copy, and a second day.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::Timestamp;
use standfirst_types::{
    Article, ArticleId, Brief, BriefId, BriefStatus, Claim, Draft, Engine, Frame, Member, MemberKind, Name, NameKind,
    Notes, Origin, Original, Quote, Story, StoryId, TimeMention, Verdict, VerdictKind, When, Why, Window, Writer,
    brief::OriginalVersion, span::span_hash,
};
use standfirst_write::{Budget, Input, Options, extractive, summarise};

const FIRST: &str = "TARNHOLM, May 1 (Wire) — The Orle dam burst at dawn on Friday, flooding the lower town of Tarnholm. \
Fourteen people were killed, police said.\n\n\
Ada Vint runs the mill below the dam. She lost three boats in the flood. \
“We had no warning from the dam at all,” said Ada Vint. But the council denied that it had ignored the cracks. \
Residents accused the council of ignoring cracks in the dam. The army will send more boats to Tarnholm on Saturday. \
Who opened the upper gate? It is not known how many people were in the lower town. \
The dam was built in 1931 by the Orle company. In 1978 a smaller flood damaged the town hall. \
Sign up to our newsletter for more.";

const SECOND: &str = "The Orle dam burst at dawn on Friday and flooded the lower town of Tarnholm. \
At least twelve people were killed in Tarnholm, the mayor said. Shops in the upper town stayed open all day. \
The ferry to Mörsk did not sail. Engineers from Mörsk will inspect the dam next week. \
He was late. The river Orle rose by two metres during the night.";

fn sentences(text: &str) -> Vec<[u32; 2]> {
    let mut out = Vec::new();
    let mut start = 0;
    for (i, c) in text.char_indices() {
        let end = i + c.len_utf8();
        let next = text[end..].chars().next();
        if matches!(c, '.' | '?' | '!') && next.is_none_or(char::is_whitespace) {
            let lead = text[start..end].len() - text[start..end].trim_start().len();
            out.push([(start + lead) as u32, end as u32]);
            start = end;
        }
    }
    out
}

fn article(n: u8, title: &str, text: &str) -> Article {
    Article {
        url: format!("https://paper{n}.example/dam"),
        title: title.into(),
        site: format!("Paper {n}"),
        published: When::parse(&format!("2031-05-0{}T0{n}:00:00Z", n.div_ceil(2))),
        language: Some("en".into()),
        ..Article::of(ArticleId::of(&[&[n]]), text.into(), sentences(text))
    }
}

fn story(articles: &[&Article], copies: &[(usize, usize)]) -> Story {
    let at = Timestamp::UNIX_EPOCH;
    let member = |(n, a): (usize, &&Article)| {
        let kind =
            copies.iter().find(|c| c.0 == n).map_or(MemberKind::Original, |c| MemberKind::CopyOf(articles[c.1].id));
        Member::first(a.id, kind, a.site.clone(), at)
    };
    let members = articles.iter().enumerate().map(member).collect();
    Story { id: StoryId::of(&[b"orle"]), language: "en".into(), members, first: at, last: at }
}

/// Notes of the first article, as the reader of names, quotes and times would give them.
fn notes() -> Notes {
    let at = |part: &str| {
        let start = FIRST.find(part).unwrap() as u32;
        [start, start + part.len() as u32]
    };
    let time = |part: &str, value: &str| {
        let [start, end] = at(part);
        TimeMention { start, end, text: part.into(), kind: "DATE".into(), value: value.into() }
    };
    let [start, end] = at("Ada Vint runs");
    Notes {
        names: vec![Name { start, end: end - 5, text: "Ada Vint".into(), kind: NameKind::Per, entity: None }],
        quotes: vec![Quote {
            content: at("We had no warning from the dam at all,"),
            cue: None,
            source: None,
            speaker: Some("Ada Vint".into()),
            direct: true,
        }],
        times: vec![time("Friday", "2031-05-01"), time("1931", "1931"), time("1978", "1978")],
    }
}

fn draft(options: &Options) -> (Article, Article, Draft) {
    let a = article(1, "Orle dam bursts and floods Tarnholm | Paper 1", FIRST);
    let b = article(2, "SHOCKING pictures!", SECOND);
    let story = story(&[&a, &b], &[]);
    let input = Input {
        story: &story,
        articles: &[&a, &b],
        notes: &[&notes(), &Notes::default()],
        previous: None,
        fresh: &[],
        edited: &[],
        options,
    };
    let draft = extractive(&input).expect("there is something to say");
    assert_eq!(extractive(&input), Some(draft.clone()), "the same inputs give the same draft");
    (a, b, draft)
}

fn texts<'a>(claims: impl IntoIterator<Item = &'a Claim>) -> Vec<&'a str> {
    claims.into_iter().map(|c| c.text.as_str()).collect()
}

#[test]
fn a_brief_of_two_papers_has_all_its_parts() {
    let (a, b, draft) = draft(&Options { verbatim_share: 1.0, ..Options::default() });
    assert_eq!(draft.headline.text, "Orle dam bursts and floods Tarnholm");
    let lead = &draft.tldr[0];
    assert!(lead.text.starts_with("The Orle dam burst at dawn on Friday"), "{lead:?}");
    assert_eq!(lead.support.len(), 2, "both papers say so");
    assert!((3..=6).contains(&draft.tldr.len()));
    assert_eq!(draft.quotes[0].text, "We had no warning from the dam at all");
    let dates: Vec<String> = draft.timeline.iter().map(|t| t.date.to_string()).collect();
    assert_eq!(dates, ["1931-01-01", "1978-01-01", "2031-05-01"]);
    let [deaths] = draft.disagreements.as_slice() else { panic!("{:?}", draft.disagreements) };
    let values: Vec<&str> = deaths.versions.iter().map(|v| v.value.as_str()).collect();
    assert_eq!((deaths.about.as_str(), values), ("deaths", vec!["twelve", "Fourteen"]));
    let asked: Vec<(&str, Why)> = draft.open_questions.iter().map(|q| (q.text.as_str(), q.why)).collect();
    assert_eq!(
        asked,
        [
            ("Which figure for deaths holds: twelve or Fourteen?", Why::Conflict),
            ("Still open: how many people were in the lower town.", Why::Missing),
            ("Who opened the upper gate?", Why::AskedBySource),
        ]
    );
    for claim in draft.claims() {
        assert!(!claim.support.is_empty() && claim.support.len() <= 3, "{claim:?}");
        for span in &claim.support {
            let text = if span.article == a.id { &a.text } else { &b.text };
            assert!(span.of(text).is_some(), "{claim:?}");
        }
    }
}

#[test]
fn nothing_dangles_and_nothing_of_the_page_comes_along() {
    let (_, _, draft) = draft(&Options { article_words: 1000, verbatim_share: 1.0, ..Options::default() });
    let all = texts(draft.claims());
    for text in &all {
        let bad = ["He ", "She ", "But ", "It ", "TARNHOLM, May 1", "Sign up"];
        assert!(!bad.iter().any(|b| text.starts_with(b)), "{text}");
    }
    assert!(
        all.contains(&"Ada Vint lost three boats in the flood."),
        "the pronoun is resolved from the sentence before"
    );
    assert!(all.contains(&"The council denied that it had ignored the cracks."));
    let disputed = |list: &[Claim]| list.iter().filter(|c| c.text.contains("cracks")).count();
    let places: Vec<usize> = std::iter::once(disputed(&draft.tldr))
        .chain(draft.article.iter().map(|s| disputed(&s.sentences)))
        .filter(|n| *n > 0)
        .collect();
    assert_eq!(places, [2], "claim and denial stand together, once");
}

#[test]
fn a_brief_is_never_a_copy() {
    let (a, _, draft) = draft(&Options { article_words: 1000, verbatim_least: 30, ..Options::default() });
    let parts = draft.tldr.iter().chain(draft.article.iter().flat_map(|s| &s.sentences)).chain(&draft.key_facts);
    let mut told: Vec<u32> = parts.map(|c| c.support[0]).filter(|s| s.article == a.id).map(|s| s.end).collect();
    told.sort_unstable();
    told.dedup();
    assert!(told.len() <= 5, "{} of {} sentences", told.len(), a.sentences.len());
}

#[test]
fn copies_do_not_vote() {
    let a = article(1, "Orle dam bursts", FIRST);
    let copy = article(3, "Orle dam bursts", FIRST);
    let story = story(&[&a, &copy], &[(1, 0)]);
    let options = Options::default();
    let none = Notes::default();
    let input = Input {
        story: &story,
        articles: &[&a, &copy],
        notes: &[&none, &none],
        previous: None,
        fresh: &[],
        edited: &[],
        options: &options,
    };
    let draft = extractive(&input).unwrap();
    assert!(draft.claims().flat_map(|c| &c.support).all(|s| s.article == a.id));
    assert!(draft.disagreements.is_empty());
}

#[test]
fn nothing_to_say_is_no_draft() {
    let a = article(1, "", "Sign up here");
    let story = story(&[&a], &[]);
    let (options, none) = (Options::default(), Notes::default());
    let input = Input {
        story: &story,
        articles: &[&a],
        notes: &[&none],
        previous: None,
        fresh: &[],
        edited: &[],
        options: &options,
    };
    assert_eq!(extractive(&input), None);
}

#[test]
fn other_languages_are_chosen_by_place_and_words_shared() {
    let text = "大きな堤防が金曜日の朝に決壊した。町の下半分が水につかった。市長は原因を調べると述べた。";
    let spans: Vec<[u32; 2]> = {
        let mut start = 0;
        text.match_indices('。')
            .map(|(i, m)| {
                let s = [start as u32, (i + m.len()) as u32];
                start = i + m.len();
                s
            })
            .collect()
    };
    let a = Article { sentences: spans, language: Some("ja".into()), ..article(1, "堤防が決壊", text) };
    let story = Story { language: "ja".into(), ..story(&[&a], &[]) };
    let (options, none) = (Options::default(), Notes::default());
    let input = Input {
        story: &story,
        articles: &[&a],
        notes: &[&none],
        previous: None,
        fresh: &[],
        edited: &[],
        options: &options,
    };
    let draft = extractive(&input).unwrap();
    assert_eq!(draft.tldr[0].text, "大きな堤防が金曜日の朝に決壊した。");
}

#[test]
fn a_summary_keeps_to_its_budget() {
    let sources = vec![
        ("a".to_owned(), FIRST.to_owned(), sentences(FIRST)),
        ("b".to_owned(), SECOND.to_owned(), sentences(SECOND)),
    ];
    let check = |budget, low: usize, high: usize| {
        let summary = summarise(&sources, Some("Orle dam"), budget);
        let words: usize = summary.iter().map(|s| s.0.split_whitespace().count()).sum();
        let n = if matches!(budget, Budget::Words(_)) { words } else { summary.len() };
        assert!((low..=high).contains(&n), "{budget:?}: {n}");
        for (text, spans) in &summary {
            let (source, start, end) = spans[0];
            assert_eq!(sources[source].1.get(start as usize..end as usize), Some(text.as_str()));
        }
    };
    check(Budget::Sentences(2), 2, 2);
    check(Budget::Words(40), 40, 70);
    assert_eq!(summarise(&[], None, Budget::Sentences(2)), vec![]);
}

/// A brief as it was published: the draft sealed as it is.
fn published(draft: Draft, articles: &[&Article]) -> Brief {
    let at = Timestamp::UNIX_EPOCH;
    let original = |a: &&Article| Original {
        id: a.id,
        url: a.url.clone(),
        title: a.title.clone(),
        publisher: a.site.clone(),
        family: a.site.clone(),
        origin: Origin::Original,
        published: a.published,
        modified: None,
        access: a.access,
        versions: vec![OriginalVersion { version: 0, at, hash: span_hash(&a.text) }],
    };
    let frame = Frame {
        id: BriefId::of(&[b"orle", b"1"]),
        revision: 1,
        supersedes: None,
        status: BriefStatus::New,
        window: Window { from: at, to: at },
        inputs_hash: String::new(),
        engine: Engine { version: "test".into(), writer: Writer::Extractive, prompt_hash: None, retold: None },
        originals: articles.iter().map(original).collect(),
        independent_sources: 2,
        corrections: vec![],
        changed_numbers: vec![],
        verbatim: Default::default(),
    };
    let verdicts = draft.claims().map(|_| Verdict::by_rules(VerdictKind::Supported, vec![])).collect();
    Brief::seal(draft, verdicts, frame, articles).expect("a whole draft")
}

#[test]
fn a_second_day_tells_what_is_new_changed_counts_first() {
    let options = Options::default();
    let (a, b, first) = draft(&options);
    let brief = published(first, &[&a, &b]);
    let text = "The Orle dam burst at dawn on Friday and flooded the lower town of Tarnholm. \
        A school in the upper town took in two families from the flood. \
        The mayor of Tarnholm resigned on Sunday over the broken dam. \
        Nineteen people were killed in Tarnholm, police said on Sunday.";
    let c = article(4, "Mayor resigns", text);
    let story = story(&[&a, &b, &c], &[]);
    let none = Notes::default();
    let input = Input {
        story: &story,
        articles: &[&a, &b, &c],
        notes: &[&none, &none, &none],
        previous: Some(&brief),
        fresh: &[c.id],
        edited: &[],
        options: &options,
    };
    let draft = extractive(&input).unwrap();
    let news = texts(&draft.since_last);
    assert_eq!(news[0], "Nineteen people were killed in Tarnholm, police said on Sunday 27 April.");
    assert!(news.contains(&"The mayor of Tarnholm resigned on Sunday over the broken dam."), "{news:?}");
    assert!(!news.iter().any(|n| n.starts_with("The Orle dam burst")), "told already: {news:?}");
    let deaths: Vec<&str> = draft.disagreements[0].versions.iter().map(|v| v.value.as_str()).collect();
    assert_eq!(deaths, ["Nineteen", "twelve", "Fourteen"], "newest first");
}

#[test]
fn a_number_that_changed_tells_what_it_was() {
    let options = Options::default();
    let (a, b, first) = draft(&options);
    let brief = published(first, &[&a, &b]);
    let check = |now: &str, expected: Option<(&str, &str, &str)>| {
        let claim = standfirst_types::Claim { text: now.into(), support: vec![] };
        let got = standfirst_write::changed_numbers(&brief, &[claim]);
        let got: Vec<(&str, &str, &str)> =
            got.iter().map(|c| (c.about.as_str(), c.was_value.as_str(), c.now_value.as_str())).collect();
        assert_eq!(got, expected.into_iter().collect::<Vec<_>>(), "{now}");
    };
    check("Nineteen people were killed in Tarnholm, police said on Sunday.", Some(("deaths", "Fourteen", "Nineteen")));
    check("Fourteen people were killed in Tarnholm, the army said.", None);
    check("Forty people were killed when the dam broke in 1931.", None);
    check("The mayor of Tarnholm resigned on Sunday.", None);
    check("The fourteen included two who died in hospital in Tarnholm, police said.", None);
    check(
        "The toll in Tarnholm rose to sixteen dead from fourteen, police said.",
        Some(("deaths", "Fourteen", "sixteen")),
    );
    check("Officers drove forty kilometres to Tarnholm.", None);
}

#[test]
fn sentences_that_a_publisher_put_in_are_new_and_those_that_were_there_are_not() {
    let options = Options::default();
    let (a, b, first) = draft(&options);
    let brief = published(first, &[&a, &b]);
    let text = format!("{} The mayor of Tarnholm resigned on Sunday over the broken dam.", b.text);
    let edited = Article { version: 1, ..article(2, &b.title, &text) };
    let edited = Article { id: b.id, url: b.url.clone(), ..edited };
    let story = story(&[&a, &edited], &[]);
    let none = Notes::default();
    let last = edited.sentence_span(edited.sentences.len() - 1).unwrap();
    let news = |edits: &[standfirst_types::Span]| {
        let input = Input {
            story: &story,
            articles: &[&a, &edited],
            notes: &[&none, &none],
            previous: Some(&brief),
            fresh: &[],
            edited: edits,
            options: &options,
        };
        texts(&extractive(&input).unwrap().since_last).iter().map(|t| (*t).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(news(&[]), Vec::<String>::new());
    assert_eq!(news(&[last]), ["The mayor of Tarnholm resigned on Sunday over the broken dam."]);
}

#[test]
fn news_between_two_briefs_puts_numbers_first_and_says_nothing_twice() {
    let options = Options::default();
    let (a, b, first) = draft(&options);
    let before = published(first.clone(), &[&a, &b]);
    assert_eq!(standfirst_write::news(&before, &before, 5), []);
    let text = "The mayor of Tarnholm resigned on Sunday over the broken dam. \
        Nineteen people were killed in Tarnholm, police said on Sunday.";
    let c = article(4, "Mayor resigns", text);
    let mut later = first;
    later.since_last = (0..2)
        .map(|i| standfirst_types::Claim {
            text: c.sentence(i).unwrap().into(),
            support: vec![c.sentence_span(i).unwrap()],
        })
        .collect();
    later.key_facts.extend(later.since_last.clone());
    let after = published(later, &[&a, &b, &c]);
    let news = standfirst_write::news(&before, &after, 5);
    let got: Vec<(&str, Option<&str>)> =
        news.iter().map(|n| (n.text.as_str(), n.number.as_ref().map(|c| c.was_value.as_str()))).collect();
    assert_eq!(
        got,
        [
            ("Nineteen people were killed in Tarnholm, police said on Sunday.", Some("Fourteen")),
            ("The mayor of Tarnholm resigned on Sunday over the broken dam.", None),
        ]
    );
    assert_eq!(standfirst_write::news(&before, &after, 1).len(), 1);
}
