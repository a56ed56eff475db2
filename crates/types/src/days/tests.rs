//! Tests of the days that words name, in tables of sentences about invented places.

use super::*;

/// The days of the first sentence, as “words=day”; a day that is not certain is “?”.
fn read(published: &str, text: &str) -> String {
    let told = When::parse(published).and_then(Told::at);
    let all = days(text, 0, text.len(), told);
    let one = |m: &DayMention| {
        let words = text.get(m.start..m.end).unwrap_or_default();
        let day = m.day.map_or_else(|| "?".to_owned(), |d| d.to_string());
        format!("{words}={}", day.get(5..).unwrap_or(&day))
    };
    all.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// In a report of Tuesday 2026-11-24.
#[track_caller]
fn check(cases: &[(&str, &str)]) {
    let wrong = cases.iter().filter(|(text, expected)| read("2026-11-24", text) != *expected);
    let wrong: Vec<String> = wrong.map(|(t, e)| format!("{t}: {} and not {e}", read("2026-11-24", t))).collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn a_weekday_is_the_one_before_or_the_one_to_come() {
    check(&[
        ("The council voted on Monday to close it.", "on Monday=11-23"),
        ("On Friday, the council voted to close it.", "On Friday=11-20"),
        ("A storm closed the bridge on Tuesday.", "on Tuesday=11-24"),
        ("The council will vote on Thursday.", "on Thursday=11-26"),
        ("The council will vote on Tuesday.", "on Tuesday=?"),
        ("The council is due to vote on Thursday.", "on Thursday=11-26"),
        ("The council was due to vote on Thursday.", "on Thursday=?"),
        ("It has been shut since Saturday.", "Saturday=11-21"),
        ("The bridge will reopen by Friday.", "Friday=11-27"),
        ("They had left by Friday.", "Friday=?"),
        ("The mayor said Monday it was safe.", "Monday=11-23"),
        ("Police arrested a man late Sunday.", "Sunday=11-22"),
        ("He spoke at a rally on Sunday.", "on Sunday=11-22"),
        ("The mayor told reporters in Orle on Sunday.", "on Sunday=11-22"),
        ("The Orle Post reported late on Monday that it fell.", "on Monday=11-23"),
        ("The minister on Monday denied it.", "on Monday=11-23"),
        ("It was shut on Monday, for the first time since 2020.", "on Monday=11-23"),
        ("The wardens told a full meeting in the hall on Monday.", "on Monday=11-23"),
        ("The town voted 8–5 late Monday to build it.", "Monday=11-23"),
        ("It flooded on Saturday night.", "on Saturday night=11-21"),
    ]);
}

#[test]
fn what_may_mean_two_days_means_none() {
    check(&[
        ("The market opens on Friday.", "on Friday=?"),
        ("The union announced a strike on Friday.", "on Friday=?"),
        ("The mayor cancelled the march on Sunday.", "on Sunday=?"),
        ("The mayor said the fair opens on Friday.", "on Friday=?"),
        ("Polls open on Sunday.", "on Sunday=?"),
        ("The council would vote on Thursday, it said.", "on Thursday=?"),
        ("A week earlier, on Friday, it failed.", "on Friday=?"),
        ("In 1987 it fell on Friday.", "on Friday=?"),
        ("Next Tuesday the council met.", "Tuesday=?"),
        ("It was sold last Friday.", "Friday=?"),
        ("The Tuesday deadline passed.", "Tuesday=?"),
        ("It rained on Monday and Tuesday.", "Monday=?; Tuesday=?"),
        ("Sales rose on Black Friday.", "Friday=?"),
        ("It ran from Monday to Friday.", "Monday=?; Friday=?"),
        ("He played for Sheffield Wednesday.", "Wednesday=?"),
        ("The Sunday Times reported it.", "Sunday=?"),
        ("It cracked down on Friday prayers.", "Friday=?"),
        ("Tuesday's vote was close.", ""),
        ("It is shut on Mondays.", ""),
        ("“We met on Monday,” he said.", ""),
        ("It was built for today.", "today=?"),
        ("The station is a museum today.", "today=?"),
    ]);
}

#[test]
fn words_by_relation() {
    check(&[
        ("It fell yesterday.", "yesterday=11-23"),
        ("Yesterday the council voted.", "Yesterday=11-23"),
        ("Yesterday was warm.", "Yesterday=?"),
        ("It fell last night.", "last night=?"),
        ("The council voted this morning.", "this morning=11-24"),
        ("The council voted today.", "today=11-24"),
        ("The council meets tomorrow.", "tomorrow=11-25"),
        ("It fell the day before yesterday.", "yesterday=?"),
        ("It was open until yesterday.", "yesterday=?"),
        ("It has been shut since yesterday.", "yesterday=11-23"),
        ("They sang Yesterday at the hall.", ""),
    ]);
}

#[test]
fn the_hour_of_publication_counts() {
    let check =
        |published: &str, text: &str, expected: &str| assert_eq!(read(published, text), expected, "{published} {text}");
    check("2026-11-24T10:00:00Z", "It fell yesterday.", "yesterday=11-23");
    check("2026-11-24T23:30:00Z", "It fell yesterday.", "yesterday=?");
    check("2026-11-24T02:00:00Z", "It fell yesterday.", "yesterday=?");
    check("2026-11-24T23:30:00Z", "It fell on Monday.", "on Monday=11-23");
    check("2026-11-24T10:00:00Z", "It fell last night.", "last night=11-23");
    // a paper of the west writes on Monday, one of the east on Tuesday
    check("2026-11-24T02:00:00Z", "It fell on Tuesday.", "on Tuesday=?");
    check("2026-11-24T10:00:00Z", "It fell on Tuesday.", "on Tuesday=11-24");
}

#[test]
fn dates_as_they_are_written() {
    check(&[
        ("It fell on Nov. 3, 2026, at noon.", "on Nov. 3, 2026=11-03"),
        ("It fell on the 3rd of November.", "on the 3rd of November=?"),
        ("It fell on Tuesday, Nov. 3, 2026.", "on Tuesday, Nov. 3, 2026=11-03"),
        ("It fell on Monday, Nov. 3, 2026.", "on Monday, Nov. 3, 2026=?"),
        ("It fell on 2026-11-03.", "on 2026-11-03=11-03"),
        ("It fell on 11/24/2026 and 24/11/2026.", "on 11/24/2026=11-24; 24/11/2026=11-24"),
        ("It fell on 11/12/2026.", ""),
        ("It ran on Nov. 3 and 4.", ""),
        ("It ran on 3–4 November.", ""),
        ("It fell on the night of Tuesday 3 November 2026.", "on the night of Tuesday 3 November 2026=11-03"),
        ("It may 5 times.", ""),
        ("It fell on 31 February 2026.", ""),
    ]);
}
