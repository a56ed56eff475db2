//! Whatever the text, notes are made, and every offset stands on a character of it.

use proptest::prelude::*;
use standfirst_types::When;
use standfirst_understand::understand_text;

fn check(text: &str) {
    let notes = understand_text(text, Some(text), When::parse("2023-07-27"), None);
    for name in &notes.names {
        assert_eq!(text.get(name.start as usize..name.end as usize), Some(name.text.as_str()));
    }
    for time in &notes.times {
        assert_eq!(text.get(time.start as usize..time.end as usize), Some(time.text.as_str()));
    }
    for quote in &notes.quotes {
        for [start, end] in [Some(quote.content), quote.cue, quote.source].into_iter().flatten() {
            assert!(start < end && text.get(start as usize..end as usize).is_some(), "{quote:?}");
        }
    }
    assert!(notes.names.windows(2).all(|w| w[0].end <= w[1].start), "names overlap or are out of order");
    assert!(notes.times.windows(2).all(|w| w[0].end <= w[1].start), "times overlap or are out of order");
}

#[test]
fn odd_texts() {
    for text in
        ["", "“", "\"\"\"\"", "U.S.", "A.B.C.D.", "St. ", "May", "last", "99999999999999999999 years ago", "“”“”"]
    {
        check(text);
    }
    check(&"Anna Venn of ".repeat(20_000));
    check(&"“Yes,” said Anna. ".repeat(5_000));
}

proptest! {
    #[test]
    fn any_text(text in "\\PC{0,300}") {
        check(&text);
    }

    #[test]
    fn text_like_news(parts in prop::collection::vec(
        prop::sample::select(vec![
            "Anna", "Venn", "“", "”", "\"", "said", ",", ".", "\n\n", " ", " ", "U.S.", "Mr.", "May", "3", "2021", "last", "week",
            "five-hour", "a.m.", "10:35", "the", "of", "Ministry", "’s", "é", "東京", "according to", "10", "years", "ago", "Sept.",
        ]), 0..60)) {
        check(&parts.join(" "));
        check(&parts.concat());
    }
}
