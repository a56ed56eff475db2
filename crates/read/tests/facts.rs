//! The facts beside the text, stated in each of the ways that pages state them. All pages are invented.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test may stop at the first surprise")]

use standfirst_read::{Hints, Stated, read_stated};
use standfirst_types::{Article, Capture, CaptureOrigin};

const ADDRESS: &str = "https://post.vallmark.example/harbour/ferry?utm_source=mail";

const TEXT: &str = "<p>The ferry to Orin Island was stopped on Monday after inspectors found cracks in the hull, the harbour office said.</p>
<p>Nobody was hurt, and the passengers were brought back by bus before the evening, a driver of the line told this paper.</p>";

fn read(head: &str, body: &str) -> (Article, Stated) {
    let html =
        format!("<!doctype html><html lang=en><head>{head}</head><body><article>{body}{TEXT}</article></body></html>");
    let (now, origin) = (jiff::Timestamp::UNIX_EPOCH, CaptureOrigin::Web);
    let capture = Capture::new(ADDRESS, ADDRESS, now, 200, vec![], html.into_bytes(), origin);
    let (reading, stated) = read_stated(&capture, &Hints::default());
    (reading.article, stated)
}

/// Both moments as stated, with their zone.
fn check_dates(head: &str, body: &str, published: Option<&str>, modified: Option<&str>) {
    let (_, stated) = read(head, body);
    assert_eq!((stated.published.as_deref(), stated.modified.as_deref()), (published, modified), "{head}{body}");
}

#[test]
fn moments_keep_their_zone_wherever_they_are_stated() {
    let (first, last) = ("2031-04-07T09:05:00+02:00", "2031-04-08T21:30:00+02:00");
    let both = (Some(first), Some(last));
    let data = format!(
        r#"<script type="application/ld+json">{{"@type":"NewsArticle","datePublished":"{first}","dateModified":"{last}"}}</script>"#
    );
    check_dates(&data, "<h1>Ferry stays in port</h1>", both.0, both.1);
    let graph = format!(
        r#"<meta property="article:published_time" content="{first}"><meta property="article:modified_time" content="{last}">"#
    );
    check_dates(&graph, "<h1>Ferry stays in port</h1>", both.0, both.1);
    let core =
        format!(r#"<meta name="DC.date.issued" content="{first}"><meta name="DCTERMS.modified" content="{last}">"#);
    check_dates(&core, "<h1>Ferry stays in port</h1>", both.0, both.1);
    let micro = format!(
        r#"<h1>Ferry stays in port</h1><meta itemprop="datePublished" content="{first}"><meta itemprop="dateModified" content="{last}">"#
    );
    check_dates("", &micro, both.0, both.1);
    let time = format!(r#"<h1>Ferry stays in port</h1><time datetime="{first}">Monday</time>"#);
    check_dates("", &time, Some(first), None);
    check_dates("", "<h1>Ferry stays in port</h1><p>lunedì 7 aprile 2031</p>", Some("2031-04-07"), None);
    check_dates("", "<h1>Ferry stays in port</h1>", None, None);
}

#[test]
fn the_publisher_s_day_stands_over_that_of_utc() {
    let head = r#"<meta property="article:published_time" content="2031-04-08T03:05:00Z">"#;
    check_dates(head, "<h1>Ferry stays in port</h1><p>April 7, 2031</p>", Some("2031-04-07"), None);
    let (article, _) = read(head, "<h1>Ferry stays in port</h1><p>April 7, 2031</p>");
    assert_eq!(article.published.map(|p| p.to_string()).as_deref(), Some("2031-04-08T03:05:00Z"));
}

#[test]
fn a_change_before_publication_is_no_change() {
    let head = r#"<meta property="article:published_time" content="2031-04-08T03:05:00Z"><meta property="article:modified_time" content="2031-04-01T03:05:00Z">"#;
    check_dates(head, "<h1>Ferry stays in port</h1>", Some("2031-04-08T03:05:00Z"), None);
}

#[test]
fn site_section_address_image_and_keywords() {
    let (article, stated) = read(
        r#"<title>Ferry stays in port | Vallmark Post</title><meta property="og:site_name" content="Vallmark Post">
        <link rel="canonical" href="/harbour/ferry"><meta property="article:section" content="Harbour">
        <meta property="og:image" content="/ferry.jpg"><meta name="news_keywords" content="ferry, Orin; Ferry">"#,
        "<h1>Ferry stays in port</h1><figure><img src=/ferry.jpg><figcaption>The ferry. Photo: Ilse Varn</figcaption></figure>",
    );
    assert_eq!((article.title.as_str(), article.site.as_str()), ("Ferry stays in port", "Vallmark Post"));
    assert_eq!(article.section.as_deref(), Some("Harbour"));
    assert_eq!(article.canonical.as_deref(), Some("https://post.vallmark.example/harbour/ferry"));
    assert_eq!(article.language.as_deref(), Some("en"));
    let image = stated.image.unwrap();
    assert_eq!(image.url, "https://post.vallmark.example/ferry.jpg");
    assert_eq!(image.credit.as_deref(), Some("Ilse Varn"));
    assert_eq!(stated.keywords, ["ferry", "Orin"]);
}

#[test]
fn data_give_the_same_facts() {
    let (article, stated) = read(
        r##"<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Ferry stays in port","articleSection":["Harbour"],
        "keywords":["ferry","Orin"],"image":{"@type":"ImageObject","url":"https://img.example/f.jpg","creditText":"Oto Quell"},
        "author":[{"@type":"Person","name":"Ilse Varn"},{"@type":"Organization","name":"Harbour Desk"}],"publisher":{"@id":"#p"}},
        {"@id":"#p","@type":"Organization","name":"Vallmark Post"}]}</script>"##,
        "<h1>Ferry stays in port</h1>",
    );
    assert_eq!(article.authors, ["Ilse Varn"]);
    assert_eq!((article.site.as_str(), article.section.as_deref()), ("Vallmark Post", Some("Harbour")));
    let image = stated.image.unwrap();
    assert_eq!((image.url.as_str(), image.credit.as_deref()), ("https://img.example/f.jpg", Some("Oto Quell")));
    assert_eq!(stated.keywords, ["ferry", "Orin"]);
}

#[test]
fn authors_are_persons() {
    let check = |head: &str, body: &str, expected: &[&str]| {
        let (article, _) = read(head, &format!("<h1>Ferry stays in port</h1>{body}"));
        assert_eq!(article.authors, expected, "{head}{body}");
    };
    check(r#"<meta name=author content="Harbour Desk"><meta name="twitter:data1" content="x">"#, "", &[]);
    check("", "<p class=byline>By <a rel=author href=/a>Ilse Varn</a> and Oto Quell</p>", &["Ilse Varn", "Oto Quell"]);
    check("", "<p>by: <!-- -->Ilse Varn<!-- -->, 7 April 2031</p>", &["Ilse Varn"]);
    check("", "<p>Von Ilse Varn</p>", &["Ilse Varn"]);
    check(
        r#"<meta name=author content="Ilse Varn">"#,
        "<div class=byline>Written by Ilse Varn, Oto Quell and Ansel Brook</div>",
        &["Ilse Varn", "Oto Quell", "Ansel Brook"],
    );
    check("", "<div class=author>Ilse Varn. Reviewed by Oto Quell</div>", &["Ilse Varn"]);
    check("", "<section class=comments><span class=author>Ansel Brook</span></section>", &[]);
    check(r#"<meta name=author content="https://social.example/varn">"#, "", &[]);
}
