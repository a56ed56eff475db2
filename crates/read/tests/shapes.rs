//! Invented pages of uncommon shape: marked closed and whole, live blogs, series, AMP copies; and the facts beside the text.

use standfirst_read::{AMP_COPY, Hints, Image, read_html, read_stated};
use standfirst_types::{Access, Capture, CaptureOrigin, Reading};

/// `count` paragraphs, each its own, about the ferry to Orin.
fn body(count: usize) -> String {
    let places = ["Vallmark", "Orin", "Quell", "Carave", "Tamsin", "Ostrey"];
    (0..count)
        .map(|i| {
            let place = places[i % places.len()];
            format!("<p>On day {i} the ferry stopped at {place} for {i} hours, the harbour office said, and the people of {place} waited for it in the rain without a word of complaint to anybody.</p>")
        })
        .collect()
}

fn page(head: &str, body: &str) -> Reading {
    let html = format!(
        "<html lang=en><head><title>Ferry waits in the rain</title>{head}</head><body><article><h1>Ferry waits in the rain</h1>{body}</article></body></html>"
    );
    read_html(&html, "https://post.example/news/ferry", &Hints::default())
}

fn data(more: &str) -> String {
    format!(
        r#"<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Ferry waits in the rain"{more}}}</script>"#
    )
}

fn check(reading: &Reading, access: Access, rule: &str) {
    assert_eq!(reading.article.access, access, "{:?}", reading.findings);
    assert!(rule.is_empty() || reading.findings.iter().any(|f| f.rule == rule), "{rule}: {:?}", reading.findings);
}

#[test]
fn a_whole_text_is_full_whatever_its_mark() {
    let closed = r#","isAccessibleForFree":"False""#;
    check(&page(&data(closed), &body(20)), Access::Full, "marked_closed");
    check(&page(&data(closed), &body(3)), Access::Paywall, "paywall");
    check(&page(&data(&format!("{closed},\"wordCount\":92")), &body(3)), Access::Full, "marked_closed");
    check(&page(&data(&format!("{closed},\"wordCount\":2000")), &body(20)), Access::Paywall, "paywall");
    let broken = body(20) + "<p>And then the captain said that he would never again sail to the island of …</p>";
    check(&page(&data(closed), &broken), Access::Paywall, "paywall");
    check(&page(&data(r#","wordCount":900"#), &body(4)), Access::Partial, "thin_text");
}

#[test]
fn walls_are_no_articles() {
    for (text, rule) in [
        ("<p>Checking your browser before accessing the site. This takes a moment.</p>", "blocked"),
        ("<p>Please log in to go on reading.</p>", "blocked"),
        ("<p>We value your privacy. We and our partners keep cookies.</p>", "blocked"),
    ] {
        check(&page("", text), Access::Blocked, rule);
    }
}

#[test]
fn shapes_are_said() {
    check(&page("", &(body(6) + "<div>Page 1 of 3</div>")), Access::Partial, "multi_page");
    check(&page("<link rel=next href=\"/news/ferry?page=2\">", &body(6)), Access::Partial, "multi_page");
    check(&page("<link rel=next href=\"/news/another\">", &body(6)), Access::Full, "");
    let live = data("").replace("NewsArticle", "LiveBlogPosting");
    check(&page(&live, &body(6)), Access::Full, "live_blog");
    let pictures = "<figure><img src=a.jpg><figcaption>The pier.</figcaption></figure>".repeat(12);
    check(&page("", &(body(4) + &pictures)), Access::Full, "gallery");
    let amp = read_html(
        &format!("<html amp lang=en><body><h1>Ferry</h1>{}", body(6)),
        "https://post.example/x",
        &Hints::default(),
    );
    check(&amp, Access::Full, "amp");
}

#[test]
fn an_amp_copy_is_named_where_it_may_hold_more() {
    let link = "<link rel=amphtml href=https://amp.post.example/ferry>";
    let copy = |reading: &Reading| reading.findings.iter().find(|f| f.rule == AMP_COPY).map(|f| f.detail.clone());
    assert_eq!(copy(&page(link, &body(1))).as_deref(), Some("https://amp.post.example/ferry"));
    assert_eq!(copy(&page(link, &body(8))), None);
    assert_eq!(copy(&page("<link rel=amphtml href=https://other.example/ferry>", &body(1))), None);
    assert_eq!(copy(&page("<link rel=amphtml href=javascript:x>", &body(1))), None);
}

#[test]
fn the_updates_of_a_live_blog_are_its_text() {
    let said = "The ferry has left the harbour of Orin after nine hours, with all its passengers on board and a new captain at the wheel.";
    let update = format!(r#"{{"@type":"BlogPosting","headline":"It sails","articleBody":"{said}"}}"#);
    let live = data(&format!(",\"liveBlogUpdate\":[{update},{update}]")).replace("NewsArticle", "LiveBlogPosting");
    let reading = page(&live, "<p>Follow our updates on the ferry here through the day.</p>");
    assert!(
        reading.article.text.contains(said) && reading.article.text.contains("It sails"),
        "{}",
        reading.article.text
    );
}

#[test]
fn picture_and_keywords_are_stated() {
    let head = data(
        r#","image":{"@type":"ImageObject","url":"/pier.jpg","creditText":"Ilse Varn"},"keywords":"ferry, Orin","articleSection":"Region""#,
    );
    let html = format!(
        "<html><head>{head}<meta name=keywords content=\"orin,rain\"></head><body><article>{}</article>",
        body(6)
    );
    let url = "https://post.example/news/ferry";
    let headers = vec![("content-type".to_owned(), "text/html; charset=utf-8".to_owned())];
    let capture =
        Capture::new(url, url, jiff::Timestamp::UNIX_EPOCH, 200, headers, html.into_bytes(), CaptureOrigin::Web);
    let (reading, stated) = read_stated(&capture, &Hints::default());
    let image = Image { url: "https://post.example/pier.jpg".into(), credit: Some("Ilse Varn".into()) };
    assert_eq!(stated.image, Some(image));
    assert_eq!(stated.keywords, ["ferry", "Orin", "rain"]);
    assert_eq!(reading.article.section.as_deref(), Some("Region"));
}

#[test]
fn leads_tails_and_copies() {
    let lead = "<div class=intro><p>The line to Orin has been shut three times in two years, and each time its owner promised that it would be the last.</p><p>It was not, as the people who waited for hours in the harbour of Vallmark on Monday found out once more.</p></div>";
    let tail = "<div class=end><p>Ilse Varn is a reporter for the Post who writes about harbours, ships and the people who wait for them.</p></div>";
    let html = format!(
        "<html><head><title>Ferry waits in the rain</title><meta name=author content=\"Ilse Varn\"></head><body><h1>Ferry waits in the rain</h1>{lead}<div class=text>{}</div>{tail}</body></html>",
        body(12)
    );
    let text = read_html(&html, "https://post.example/news/ferry", &Hints::default()).article.text;
    assert!(text.starts_with("The line to Orin") && text.contains("day 11"), "{text}");
    assert!(!text.contains("is a reporter"), "{text}");
}
