//! How much of an article a page gives, over many small invented pages: walls that are none, and walls that are.

use standfirst_read::{Hints, read_html};
use standfirst_types::Access::{self, Blocked, Full, NotArticle, Partial, Paywall};

/// About `words` words in paragraphs of twenty-four.
fn prose(words: usize) -> String {
    (0..words.div_ceil(24))
        .map(|n| format!("<p>On day {n} the ferry stopped at pier {n} for {n} hours, the harbour office of Vallmark said, and the people waited for it in silence.</p>"))
        .collect()
}

fn check(head: &str, title: &str, body: &str, expected: Access) {
    let html = format!(
        "<html lang=en><head><title>{title}</title>{head}</head><body><article><h1>{title}</h1>{body}</article></body></html>"
    );
    let reading = read_html(&html, "https://post.example/news/ferry", &Hints::default());
    assert_eq!(reading.article.access, expected, "{title} | {head} | {:?}\n{}", reading.findings, reading.article.text);
}

fn data(more: &str) -> String {
    format!(r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferry"{more}}}</script>"#)
}

const TITLE: &str = "Ferry waits in the rain";

#[test]
fn the_whole_text_is_full() {
    check("", TITLE, &prose(240), Full);
    check("", TITLE, &prose(72), Full);
    let closed = data(r#","isAccessibleForFree":false"#);
    check(&closed, TITLE, &prose(600), Full);
    check(&data(r#","isAccessibleForFree":true"#), TITLE, &prose(120), Full);
    check(&data(r#","isAccessibleForFree":"false","wordCount":130"#), TITLE, &prose(120), Full);
    let body =
        "On day 9 the ferry stopped at pier 9 for hours, the harbour office of Vallmark said, and the people waited. "
            .repeat(30);
    check(&data(&format!(r#","isAccessibleForFree":false,"articleBody":"{body}""#)), TITLE, &prose(96), Full);
    check("<meta property='article:content_tier' content=free>", TITLE, &prose(120), Full);
    check("<meta property='article:content_tier' content=metered>", TITLE, &prose(400), Full);
    check("<meta property='article:content_tier' content=locked>", TITLE, &prose(600), Full);
}

#[test]
fn talk_of_walls_is_no_wall() {
    let tells = "<p>Readers must subscribe to read it, the owner of the Post said on Monday, and whoever is already a subscriber will be asked to pay more from the spring on, which half of those asked in the harbour of Vallmark said that they would not do, whatever the paper may write of it.</p>";
    check("", "The Post asks for more", &(prose(120) + tells), Full);
    check("", "Security check at the harbour delays the ferry by hours", &prose(120), Full);
    check("", "Access denied to the pier of Orin for a third winter", &prose(120), Full);
    check("", "Before you continue to the island, read the timetable", &prose(72), Full);
    check("", TITLE, &(prose(240) + "<div class=paywall><p>Already a subscriber? Log in.</p></div>"), Full);
    check(
        "",
        TITLE,
        &(prose(120)
            + "<div class=cookie-consent><p>We value your privacy. We and our partners keep cookies on your device to count visits.</p></div>"),
        Full,
    );
    check("", TITLE, &format!("<div class=login><p>Please log in to comment.</p></div>{}", prose(120)), Full);
    let quoted = "<p>“We will wait, and wait, and then we will see …”</p>";
    check("", TITLE, &(prose(120) + quoted), Full);
}

#[test]
fn walls_are_told() {
    for ask in [
        "Subscribe to continue reading.",
        "This article is for subscribers only.",
        "To read the full story, become a subscriber.",
        "Already a subscriber? Sign in.",
        "Jetzt weiterlesen mit dem Abo.",
        "Article réservé aux abonnés.",
        "Suscríbete para seguir leyendo.",
        "Abbonati per continuare a leggere.",
    ] {
        check("", TITLE, &(prose(96) + &format!("<p>{ask}</p>")), Paywall);
    }
    check(&data(r#","isAccessibleForFree":"False""#), TITLE, &prose(96), Paywall);
    check(&data(r#","isAccessibleForFree":false,"wordCount":1400"#), TITLE, &prose(360), Paywall);
    check("<meta property='article:content_tier' content=locked>", TITLE, &prose(96), Paywall);
    check(
        "",
        TITLE,
        &(prose(48)
            + "<p>And then, said the captain, as he looked over to the pier …</p><div class=paywall><a href=/buy>Buy</a></div>"),
        Paywall,
    );
}

#[test]
fn what_stands_in_the_way_is_told() {
    for (title, text) in [
        ("Just a moment...", "Verifying that you are human. This may take a few seconds."),
        (
            "Attention Required!",
            "Please enable cookies. Why have I been blocked? This site protects itself from attacks.",
        ),
        ("post.example", "Please complete the captcha to go on to the page that you asked for."),
        ("Access Denied", "You have no permission to see this page on this server. Reference 18.4f"),
        ("Before you continue", "We and our partners keep cookies on your device."),
        ("Sign in", "You must be logged in to see this page."),
    ] {
        check("", title, &format!("<p>{text}</p>"), Blocked);
    }
}

#[test]
fn parts_and_pages_that_are_none() {
    check("", TITLE, &prose(24), Partial);
    check(&data(r#","wordCount":900"#), TITLE, &prose(120), Partial);
    check(
        "",
        TITLE,
        &(prose(96) + "<p>The captain, who was asked about it in the harbour, said that he …</p>"),
        Partial,
    );
    check("", TITLE, &(prose(240) + "<p>Page 1 of 4</p>"), Partial);
    check("", "", "", NotArticle);
    let links: String =
        (0..60).map(|i| format!("<li><a href=/{i}>Headline number {i} of the harbour</a></li>")).collect();
    check("", "The Vallmark Post", &format!("<ul>{links}</ul>"), NotArticle);
}
