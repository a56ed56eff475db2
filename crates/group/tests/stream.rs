//! Streams of invented news: copies, look-alikes, languages, the window, and a restart at every point.
#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use jiff::Timestamp;
use proptest::prelude::*;
use standfirst_group::{Assignment, Config, Copies, Doc, Grouper};
use standfirst_types::{ArticleId, MemberKind, StoryId};

/// An article of a test stream: name, hour, language, title, text.
#[derive(Clone, Debug)]
struct Item {
    id: String,
    hour: i64,
    language: &'static str,
    title: String,
    text: String,
}

impl Item {
    fn doc(&self) -> Doc<'_> {
        let at = Timestamp::from_second(1_700_000_000 + self.hour * 3600).unwrap();
        let id = ArticleId::of(&[self.id.as_bytes()]);
        Doc { id, at, language: self.language, title: &self.title, text: &self.text, family: "", names: &[] }
    }
}

fn item(id: &str, hour: i64, title: &str, text: &str) -> Item {
    Item { id: id.into(), hour, language: "en", title: title.into(), text: text.into() }
}

fn assign(items: &[Item]) -> Vec<Assignment> {
    let mut grouper = Grouper::new(Config::default());
    items.iter().map(|i| grouper.assign(&i.doc())).collect()
}

/// Checks which items share a story: `groups` gives each item its group's letter.
#[track_caller]
fn check(items: &[Item], groups: &str) {
    let answers = assign(items);
    for (i, a) in groups.chars().enumerate() {
        for (j, b) in groups.chars().enumerate() {
            let together = answers[i].story == answers[j].story;
            assert_eq!(together, a == b, "{:?} and {:?}: {answers:#?}", items[i].title, items[j].title);
        }
    }
}

const WORDS: &[&str] = &[
    "harbour",
    "ferry",
    "council",
    "storm",
    "bridge",
    "miners",
    "vote",
    "budget",
    "flood",
    "rescue",
    "school",
    "festival",
    "tunnel",
    "strike",
    "wardens",
    "orchard",
    "glacier",
    "railway",
    "museum",
    "verdict",
    "quarry",
    "lighthouse",
    "census",
    "dam",
    "herring",
    "treaty",
    "border",
    "clinic",
    "turbine",
    "archive",
    "opera",
    "comet",
    "vaccine",
    "prison",
    "market",
];

/// A text of `n` invented sentences, a different one for each seed.
fn text(seed: u64, n: usize) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 16) as usize
    };
    let mut out = String::new();
    for _ in 0..n {
        for _ in 0..9 {
            let number = next() % 90;
            out.push_str(WORDS[next() % WORDS.len()]);
            out.push_str(if number < 30 { " of " } else { " " });
        }
        out.push_str(&format!("in sector {}.\n", next() % 500));
    }
    out
}

#[test]
fn reports_of_one_event_meet_and_look_alikes_stay_apart() {
    check(
        &[
            item("a", 0, "Car ferry Morwenna runs aground off Lowmark", ""),
            item("b", 1, "Quarry workers in Pellan strike over wages", ""),
            item("c", 2, "Ferry Morwenna aground off Lowmark, 40 rescued", ""),
            item("d", 3, "Ferry Calliope collides with trawler near Sandrey", ""),
            item("e", 4, "Pellan quarry strike enters second day as workers demand wages", ""),
            item("f", 5, "Lowmark: passengers rescued from ferry Morwenna", ""),
        ],
        "abacba",
    );
}

#[test]
fn languages_do_not_meet_and_the_window_ends() {
    let mut other = item("b", 1, "Morwenna Lowmark ferry aground", "");
    other.language = "fr";
    check(&[item("a", 0, "Ferry Morwenna aground off Lowmark", ""), other], "ab");
    check(
        &[
            item("a", 0, "Ferry Morwenna aground off Lowmark", ""),
            item("b", 24 * 9, "Ferry Morwenna aground off Lowmark", ""),
        ],
        "ab",
    );
}

#[test]
fn copies_join_their_representative_and_do_not_vote() {
    let body = text(1, 30);
    let cut: String = body.lines().take(20).collect::<Vec<_>>().join("\n");
    let items = [
        item("a", 0, "Dam at Pellan leaks", &body),
        item("b", 1, "Leak", &format!("PELLAN, July 3 (Meridian Wire) — {cut}")),
        item("c", 2, "Something else", &text(2, 30)),
        item("d", 3, "Dam leaks", &format!("{body}\n{}", text(3, 12))),
    ];
    let answers = assign(&items);
    let first = ArticleId::of(&[b"a"]);
    assert_eq!(answers[0].kind, MemberKind::Original);
    assert_eq!(answers[1].kind, MemberKind::CopyOf(first));
    assert_eq!(answers[2].kind, MemberKind::Original);
    assert_eq!(answers[3].kind, MemberKind::CopyOf(first));
    assert_eq!(answers[0].story, StoryId::of(&[first.as_str().as_bytes()]));
    assert_eq!([answers[1].story, answers[3].story], [answers[0].story; 2]);
}

#[test]
fn short_texts_are_copies_only_word_by_word() {
    let mut copies = Copies::new(24);
    let mut found = |id: &str, title: &str, text: &str| copies.assign(&item(id, 0, title, text).doc()).map(|f| f.0);
    let first = Some(ArticleId::of(&[b"a"]));
    assert_eq!(found("a", "Ferry aground off Lowmark", "Nobody was hurt."), None);
    assert_eq!(found("b", "FERRY aground off Lowmark!", "Nobody was hurt"), first);
    assert_eq!(found("c", "Ferry aground off Lowmark", "Nobody was found."), None);
    assert_eq!(found("d", "Weather", ""), None);
    assert_eq!(found("e", "Weather", ""), None);
}

#[test]
fn an_answer_says_why() {
    let answers = assign(&[
        item("a", 0, "Ferry Morwenna aground off Lowmark", ""),
        item("b", 1, "Calliope, the ferry of Sandrey, repaired off Pellan", ""),
        item("c", 2, "Morwenna still aground off Lowmark", ""),
    ]);
    assert!(answers[2].terms.iter().any(|t| t == "morwenna") && answers[2].terms.len() <= 8);
    assert!(answers[0].is_new && answers[0].score == 1.0 && answers[0].terms.is_empty());
    assert!(!answers[2].is_new && answers[2].score > 0.3 && answers[2].score <= 1.0);
    assert_eq!(answers[1].runner_up.map(|r| r.0), Some(answers[0].story));
}

#[test]
fn a_new_version_stays_in_its_story_and_expiry_empties_the_state() {
    let mut grouper = Grouper::new(Config::default());
    let first = grouper.assign(&item("a", 0, "Ferry Morwenna aground off Lowmark", "").doc());
    let again = grouper.assign(&item("a", 1, "Ferry Morwenna towed to Pellan harbour", "").doc());
    assert_eq!((again.story, again.is_new, again.kind), (first.story, false, MemberKind::Original));
    assert_eq!(grouper.live(), 1);
    grouper.expire(item("z", 24 * 30, "", "").doc().at);
    assert_eq!(grouper.live(), 0);
}

/// A mixed stream: headlines and texts on a few themes, copies among them, uneven hours.
fn stream(seed: u64, n: usize) -> Vec<Item> {
    let mut hour = 0;
    (0..n as u64)
        .map(|i| {
            let roll = (seed + i).wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
            hour += (roll % 9) as i64;
            let theme = roll % 7;
            let title = text(seed * 31 + theme * 1000 + roll % 3, 1).replace(' ', &format!("{theme} "));
            let body = if roll.is_multiple_of(2) {
                String::new()
            } else {
                text(seed + theme * 50 + roll % 4, 8 + (roll % 5) as usize)
            };
            item(&format!("{seed}-{i}"), hour, title.trim(), &body)
        })
        .collect()
}

#[test]
fn a_restart_at_any_point_changes_no_assignment() {
    let items = stream(5, 60);
    let whole = assign(&items);
    assert!(whole.iter().any(|a| matches!(a.kind, MemberKind::CopyOf(_))), "the stream has copies");
    assert!(whole.iter().any(|a| !a.is_new && a.kind == MemberKind::Original), "and follow-ups");
    assert!(whole.iter().filter(|a| a.is_new).count() > 3, "and several stories");
    for at in 0..items.len() {
        let mut grouper = Grouper::new(Config::default());
        for (item, answer) in items.iter().zip(&whole).take(at) {
            grouper.restore(&item.doc(), answer.story, answer.kind);
        }
        let rest: Vec<Assignment> = items.iter().skip(at).map(|i| grouper.assign(&i.doc())).collect();
        assert_eq!(rest, whole[at..], "restarted before article {at}");
    }
}

/// A restart replays what came since the first report of any open story, and the days before by which rarity is counted;
/// what had gone by then must not matter.
#[test]
fn a_restart_without_what_has_gone_changes_no_assignment() {
    let window = i64::from(Config::default().window_hours);
    let mut items = stream(11, 70);
    let gone = items.last().unwrap().hour + window + 25;
    items.extend(stream(13, 90).into_iter().map(|i| Item { hour: i.hour + gone, ..i }));
    let whole = assign(&items);
    let mut left_out = 0;
    for at in (0..items.len()).step_by(7) {
        let now = items[..at].iter().map(|i| i.hour).max().unwrap_or(0);
        let hours =
            |story| items.iter().zip(&whole).take(at).filter(move |(_, a)| a.story == story).map(|(i, _)| i.hour);
        let open = |story| hours(story).max().is_some_and(|hour| hour >= now - window - 24);
        let opened = whole[..at].iter().filter(|a| open(a.story)).filter_map(|a| hours(a.story).min()).min();
        let from = opened.unwrap_or(0) - window - 24;
        let mut grouper = Grouper::new(Config::default());
        for (item, answer) in items.iter().zip(&whole).take(at).skip_while(|(i, _)| i.hour < from) {
            grouper.restore(&item.doc(), answer.story, answer.kind);
        }
        left_out += items[..at].iter().take_while(|i| i.hour < from).count();
        let rest: Vec<Assignment> = items.iter().skip(at).map(|i| grouper.assign(&i.doc())).collect();
        assert_eq!(rest, whole[at..], "restarted before article {at}");
    }
    assert!(left_out > 0, "something had gone");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_stream_is_repeatable_and_scores_are_bounded(seed in 0u64..1000, at in 0usize..30) {
        let items = stream(seed, 30);
        let whole = assign(&items);
        let mut grouper = Grouper::new(Config::default());
        for (item, answer) in items.iter().zip(&whole).take(at) {
            grouper.restore(&item.doc(), answer.story, answer.kind);
        }
        for (item, answer) in items.iter().zip(&whole).skip(at) {
            prop_assert_eq!(&grouper.assign(&item.doc()), answer);
            prop_assert!((0.0..=1.0).contains(&answer.score));
        }
    }

    #[test]
    fn no_text_breaks_it(title in "\\PC{0,80}", body in "\\PC{0,400}", language in "[a-z]{0,3}") {
        let mut odd = item("x", 0, &title, &body);
        odd.language = Box::leak(language.into_boxed_str());
        let mut grouper = Grouper::new(Config::default());
        grouper.assign(&odd.doc());
        odd.id = "y".into();
        grouper.assign(&odd.doc());
    }
}
