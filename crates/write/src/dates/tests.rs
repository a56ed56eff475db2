//! Tests of the date style: sentences about invented places in, the same told with their dates out.

use super::*;
use proptest::prelude::*;
use standfirst_types::{ArticleId, When};

fn article(published: &str, text: &str) -> Article {
    Article {
        published: When::parse(published),
        ..Article::of(ArticleId::of(&[b"a"]), text.to_owned(), vec![[0, text.len() as u32]])
    }
}

/// The sentences of one part of a brief, each of an article of its own day, in the style.
fn part(sentences: &[(&str, &str)], style: Dates) -> Vec<String> {
    let articles: Vec<Article> = sentences
        .iter()
        .enumerate()
        .map(|(n, (published, text))| Article { id: ArticleId::of(&[&[n as u8]]), ..article(published, text) })
        .collect();
    let all: Vec<&Article> = articles.iter().collect();
    let editor = Editor { articles: &all, style, year: Some(2026) };
    let mut claims: Vec<Claim> =
        articles.iter().map(|a| Claim { text: a.text.clone(), support: vec![a.sentence_span(0).unwrap()] }).collect();
    editor.part(claims.iter_mut());
    claims.into_iter().map(|c| c.text).collect()
}

fn styled(published: &str, text: &str, style: Dates) -> String {
    part(&[(published, text)], style).remove(0)
}

/// In a report of Tuesday 2026-11-24.
#[track_caller]
fn check(style: Dates, cases: &[(&str, &str)]) {
    let of = |text: &str| styled("2026-11-24T10:00:00Z", text, style);
    let wrong = cases.iter().filter(|(text, expected)| of(text) != *expected || of(expected) != *expected);
    let wrong: Vec<String> = wrong.map(|(t, e)| format!("{}\nand not {e}\n{}", of(t), of(e))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn days_get_their_dates() {
    check(
        Dates::DayMonth,
        &[
            ("The bridge fell on Monday.", "The bridge fell on Monday 23 November."),
            ("On Monday, the bridge fell.", "On Monday 23 November, the bridge fell."),
            ("On Friday the bridge fell.", "On Friday 20 November the bridge fell."),
            ("The bridge fell on Tuesday.", "The bridge fell on Tuesday 24 November."),
            ("The bridge fell yesterday.", "The bridge fell on Monday 23 November."),
            ("Yesterday the bridge fell.", "On Monday 23 November the bridge fell."),
            ("The bridge fell last night.", "The bridge fell on the night of Monday 23 November."),
            ("The bridge fell on Saturday night.", "The bridge fell on the night of Saturday 21 November."),
            ("It was raised on Sunday morning.", "It was raised on the morning of Sunday 22 November."),
            ("The council met yesterday evening.", "The council met on the evening of Monday 23 November."),
            ("The council met this morning.", "The council met on the morning of Tuesday 24 November."),
            ("The council voted today to close it.", "The council voted on Tuesday 24 November to close it."),
            ("The council meets tomorrow.", "The council meets on Wednesday 25 November."),
            ("The council will meet on Thursday.", "The council will meet on Thursday 26 November."),
            ("The council is due to meet on Thursday.", "The council is due to meet on Thursday 26 November."),
            (
                "The bridge will reopen by Friday, the mayor said.",
                "The bridge will reopen by Friday 27 November, the mayor said.",
            ),
            ("It has been shut since Saturday.", "It has been shut since Saturday 21 November."),
            ("It has been shut since yesterday.", "It has been shut since Monday 23 November."),
            ("The mayor said Monday it was safe.", "The mayor said on Monday 23 November it was safe."),
            ("The crew spent Monday looking for it.", "The crew spent Monday looking for it."),
            ("The board chose Monday to tell them.", "The board chose Monday to tell them."),
            ("Police arrested a man late Sunday.", "Police arrested a man late on Sunday 22 November."),
            ("“It was safe,” the mayor said on Monday.", "“It was safe,” the mayor said on Monday 23 November."),
        ],
    );
}

#[test]
fn dates_are_written_in_one_way() {
    check(
        Dates::DayMonth,
        &[
            ("The bridge fell on Nov. 3.", "The bridge fell on 3 November."),
            ("The bridge fell on November 3rd.", "The bridge fell on 3 November."),
            ("The bridge fell on the 3rd of November.", "The bridge fell on 3 November."),
            ("The bridge fell on 3rd November, 2025.", "The bridge fell on 3 November 2025."),
            ("On November 3, 2025, the bridge fell.", "On 3 November 2025, the bridge fell."),
            ("The bridge fell on Tuesday, Nov. 3.", "The bridge fell on Tuesday 3 November."),
            ("The bridge fell on 11/24/2025.", "The bridge fell on 24 November 2025."),
            ("The bridge fell on 24/11/2025.", "The bridge fell on 24 November 2025."),
            ("The bridge fell on 2025-11-24.", "The bridge fell on 24 November 2025."),
            ("It was shut since Sept. 9.", "It was shut since 9 September."),
            ("It ran from May 3 to May 5.", "It ran from 3 May to 5 May."),
        ],
    );
    check(
        Dates::MonthDay,
        &[
            ("The bridge fell on Monday.", "The bridge fell on Monday, November 23."),
            ("The bridge fell on Monday at noon.", "The bridge fell on Monday, November 23, at noon."),
            ("On Monday, the bridge fell.", "On Monday, November 23, the bridge fell."),
            ("The bridge fell on 3 November 2025 at noon.", "The bridge fell on November 3, 2025, at noon."),
            ("The bridge fell on 3 November at noon.", "The bridge fell on November 3 at noon."),
            ("The bridge fell last night.", "The bridge fell on the night of Monday, November 23."),
        ],
    );
}

#[test]
fn what_is_not_certain_or_no_adverb_stays() {
    for text in [
        "The bridge opens on Friday.",
        "The union announced a strike on Friday.",
        "The council will vote on Tuesday.",
        "The council would vote on Thursday.",
        "Next Tuesday it reopens.",
        "It fell last Friday.",
        "Tuesday's vote was close.",
        "The Tuesday deadline passed.",
        "It rained on Monday and Tuesday.",
        "It is open from Monday to Friday.",
        "It is shut on Mondays.",
        "Sales rose on Black Friday.",
        "The Sunday Times reported it.",
        "“We met on Monday,” he said.",
        "He called it “yesterday’s bridge” and left.",
        "It fell on 11/12/2026.",
        "It ran on Nov. 3 and 4.",
        "The September 11 attacks changed it.",
        "Today it is a museum.",
        "The bridge fell on Monday 23 November.",
        "It fell on Monday, and 23 November was a holiday.",
        "A week earlier, on Friday, it held.",
        "It fell the day before yesterday.",
    ] {
        check(Dates::DayMonth, &[(text, text)]);
        assert_eq!(styled("2026-11-24", text, Dates::AsWritten).len(), text.len());
    }
}

#[test]
fn the_day_of_publication_must_be_known() {
    let check = |published: &str, text: &str, expected: &str| {
        assert_eq!(styled(published, text, Dates::DayMonth), expected, "{published}")
    };
    check("", "It fell yesterday.", "It fell yesterday.");
    check("2026-11-24T23:00:00Z", "It fell yesterday.", "It fell yesterday.");
    check("2026-11-24T23:00:00Z", "It fell on Sunday.", "It fell on Sunday 22 November.");
    check("2025-12-31", "It fell yesterday.", "It fell on Tuesday 30 December 2025.");
    check("2026-01-02", "It fell on Wednesday.", "It fell on Wednesday 31 December 2025.");
    let mut changed = article("2026-11-24", "It fell on Tuesday.");
    changed.modified = When::parse("2026-11-25");
    let all = [&changed];
    let editor = Editor { articles: &all, style: Dates::DayMonth, year: Some(2026) };
    let mut claim = Claim { text: changed.text.clone(), support: vec![changed.sentence_span(0).unwrap()] };
    editor.claim(&mut claim, &mut vec![]);
    assert_eq!(claim.text, "It fell on Tuesday 24 November.");
}

#[test]
fn a_part_tells_a_date_once() {
    let got = part(
        &[
            ("2026-11-24", "It fell on Monday."),
            ("2026-11-25", "It was raised on Monday."),
            ("2026-11-25", "It was shut yesterday."),
            ("2026-11-17", "It was tested on Monday."),
            ("2026-11-24", "It was sold on Monday."),
        ],
        Dates::DayMonth,
    );
    assert_eq!(
        got,
        [
            "It fell on Monday 23 November.",
            "It was raised on Monday.",
            "It was shut on Tuesday 24 November.",
            "It was tested on Monday 16 November.",
            "It was sold on Monday 23 November.",
        ]
    );
}

proptest! {
    /// Nothing in quotation marks is touched, what is told is told once, and a date is the day that the source means.
    #[test]
    fn any_day_is_told_as_it_is(
        shift in 0_i64..2000,
        day in prop::sample::select(vec!["on Monday", "on Friday", "yesterday", "on Sunday night", "today", "since Tuesday", "tomorrow", "on Nov. 3"]),
        quote in "[a-z ]{0,12}(yesterday|on Monday|Nov. 3)[a-z ]{0,12}",
        around in prop::sample::select(vec!["The bridge fell {}.", "“{q},” the mayor said {}.", "It was said that “{q}” {}, police said.", "The council will meet {} in Orle.", "{}, the bridge fell."]),
    ) {
        let published = Date::constant(2024, 1, 1).checked_add(jiff::Span::new().days(shift)).unwrap();
        let text = around.replace("{q}", &quote).replace("{}", day);
        let once = styled(&published.to_string(), &text, Dates::DayMonth);
        prop_assert_eq!(&styled(&published.to_string(), &once, Dates::DayMonth), &once);
        if around.contains("{q}") {
            let quoted = format!("“{quote}");
            prop_assert!(once.contains(&quoted), "{}", once);
        }
        let told = Told::at(When::day(published).unwrap());
        let meant: Vec<Date> = days(&text, 0, text.len(), told).iter().filter_map(|d| d.day).collect();
        for mention in days(&once, 0, once.len(), told).iter().filter(|m| m.written()) {
            let Names::Written { month, day, weekday, .. } = mention.names else { continue };
            let stands = (month, day, weekday) == (11, 3, None)
                || meant.iter().any(|d| (d.month(), d.day(), Some(d.weekday())) == (month, day, weekday));
            prop_assert!(stands, "{} of {}", once, published);
        }
    }
}
