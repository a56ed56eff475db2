//! Feeds of every dialect, whole and damaged, and what is read of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

use standfirst_collect::{FeedError, parse_feed};
use standfirst_types::FeedDocument;

fn read(text: &str) -> FeedDocument {
    parse_feed(text.as_bytes(), None, Some("https://hill.example/feed.xml")).unwrap_or_else(|e| panic!("{e}: {text}"))
}

/// Reads a feed and compares one entry a line, `title|link|id|published|author|text` with what is missing left out.
fn check(text: &str, expected: &[&str]) {
    let doc = read(text);
    let shown: Vec<String> = doc
        .entries
        .iter()
        .map(|e| {
            let author = e.authors.first().map(|a| a.name.clone().or(a.email.clone()).unwrap_or_default());
            let date = e.published.or(e.updated).map(|d| d.to_string());
            let text = e.content.first().cloned().or(e.summary.clone());
            [e.title.clone(), e.link.clone(), Some(e.id.clone()), date, author, text]
                .into_iter()
                .map(Option::unwrap_or_default)
                .collect::<Vec<_>>()
                .join("|")
        })
        .collect();
    assert_eq!(shown, expected, "{text}");
}

#[test]
fn dialects() {
    check(
        "<rss version='2.0'><channel><title>Hill</title><item><title>Snow &amp; ice</title><link>/1</link><guid isPermaLink='false'>g1</guid>\
         <pubDate>Tue, 05 Mar 2024 08:30:00 GMT</pubDate><author>ada@hill.example (Ada Berg)</author><description>&lt;p>Deep.&lt;/p></description></item></channel></rss>",
        &["Snow & ice|https://hill.example/1|g1|2024-03-05T08:30:00Z|Ada Berg|<p>Deep.</p>"],
    );
    check(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>\
         <channel rdf:about='x'><title>Hill</title><items><rdf:Seq><rdf:li resource='y'/></rdf:Seq></items></channel><image><title>no</title></image>\
         <item rdf:about='https://hill.example/2'><title>Thaw</title><link>https://hill.example/2</link><dc:date>2024-03-06</dc:date><dc:creator>Bo Lind</dc:creator></item></rdf:RDF>",
        &["Thaw|https://hill.example/2|https://hill.example/2|2024-03-06|Bo Lind|"],
    );
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://dale.example/'><title>Dale</title><author><name>Cy Moor</name></author>\
         <entry><id>urn:1</id><title type='html'>A &amp;amp; B</title><link rel='edit' href='/e'/><link href='3'/><updated>2024-03-07T10:00:00+01:00</updated>\
         <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>See <a href='four'>four</a>.</p></div></content></entry></feed>",
        &[
            "A &amp; B|https://dale.example/3|urn:1|2024-03-07T09:00:00Z||<p>See <a href=\"https://dale.example/four\">four</a>.</p>",
        ],
    );
    check(
        "<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><id>urn:2</id><title mode='escaped' type='text/html'>&lt;b>C&lt;/b></title>\
         <issued>2024-03-07T10:00:00Z</issued><content mode='base64' type='text/html'>PHA+RGVlcDwvcD4=</content></entry></feed>",
        &["<b>C</b>||urn:2|2024-03-07T10:00:00Z||<p>Deep</p>"],
    );
    check(
        "<CHANNEL HREF='https://hill.example/'><TITLE>Hill</TITLE><ITEM HREF='/5' LASTMOD='2024-03-08T01:02:03Z'><TITLE>Five</TITLE><ABSTRACT>Short.</ABSTRACT></ITEM></CHANNEL>",
        &["Five|https://hill.example/5|https://hill.example/5|2024-03-08T01:02:03Z||Short."],
    );
    check(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"Hill","items":[{"id":7,"url":"/6","title":"Six < seven","content_html":"<p>x</p>","date_published":"2024-03-09T00:00:00Z","authors":[{"name":"Di Fell"}]},{"id":"t","content_text":"a & b","author":{"name":"Ed"}}]}"#,
        &["Six &lt; seven|https://hill.example/6|7|2024-03-09T00:00:00Z|Di Fell|<p>x</p>", "||t||Ed|a &amp; b"],
    );
}

/// The titles of a feed's entries.
fn titles(text: &str, expected: &[&str]) {
    let doc = read(text);
    let titles: Vec<&str> = doc.entries.iter().map(|e| e.title.as_deref().unwrap_or_default()).collect();
    assert_eq!(titles, expected, "{text}");
}

#[test]
fn damage_costs_no_entry() {
    titles(
        "<rss><channel><item><title>Fish & chips</title></item><item><title>&nope; &eacute;</title></item>",
        &["Fish & chips", "&nope; é"],
    );
    titles("<rss><channel><item><title>One</title><item><title>Two</title></channel></rss>", &["One", "Two"]);
    titles("<rss><channel><item><title>One<pubDate>x</pubDate></item><item><title>Two</title></item>", &["One", "Two"]);
    titles("<rss><channel><item><description>cut</item><item><title>Two</title></item></channel></rss>", &["", "Two"]);
    titles("<rss><channel><item><title>5 < 6 <and> so</title></item></channel></rss>", &["5 < 6 <and> so"]);
    titles("<rss><item><TITLE>Case</TITLE></ITEM><Item><Title>is free</title></item></rss>", &["Case", "is free"]);
    titles(
        "<feed><entry><source><title>no</title><updated>2024-01-01</updated><id>no</id></source><title>Yes</title></entry></feed>",
        &["Yes"],
    );
    titles("<item><title>No root</title></item>", &["No root"]);
    titles(
        "<rss><channel><x:y><title>no</title></x:y><item><media:title>Low</media:title><title>High</title></item>",
        &["High"],
    );
    titles("<rss><channel><item><title>A\u{0}B\u{1b}C</title></item></channel></rss>", &["ABC"]);
    titles("garbage before<?xml version='1.0'?><rss><item><title>Late</title></item></rss>trailing", &["Late"]);
    titles("<rss><channel><image><title>no</title></image><item><title>Yes</title></item></channel></rss>", &["Yes"]);
}

#[test]
fn empty_entries_are_rejected_with_a_reason() {
    let doc = read("<rss><channel><item></item><item><title>One</title></item><item/></channel></rss>");
    let rejected: Vec<usize> = doc.rejected.iter().map(|r| r.index).collect();
    assert_eq!((doc.entries.len(), rejected), (1, vec![0, 2]));
    assert!(doc.rejected[0].reason.contains("empty"));
}

#[test]
fn the_feed_itself() {
    let doc = read(
        "<rss xmlns:sy='http://purl.org/rss/1.0/modules/syndication/' xmlns:atom='http://www.w3.org/2005/Atom'><channel><title>Hill</title>\
         <atom:link rel='self' href='https://hill.example/self'/><link>https://hill.example/</link><description>All of it</description><language>en_GB</language>\
         <managingEditor>desk@hill.example (Desk)</managingEditor><category>Snow</category><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>\
         <lastBuildDate>Tue, 05 Mar 2024 08:30:00 GMT</lastBuildDate></channel></rss>",
    );
    assert_eq!(doc.title.as_deref(), Some("Hill"));
    assert_eq!(doc.link.as_deref(), Some("https://hill.example/"));
    assert_eq!(doc.subtitle.as_deref(), Some("All of it"));
    assert_eq!(doc.language.as_deref(), Some("en-GB"));
    assert_eq!(doc.ttl_minutes, Some(360));
    assert_eq!(doc.tags, ["Snow"]);
    assert_eq!(doc.authors[0].name.as_deref(), Some("Desk"));
    assert_eq!(doc.updated.map(|u| u.to_string()).as_deref(), Some("2024-03-05T08:30:00Z"));
}

#[test]
fn links_and_files() {
    let link = |inside: &str| {
        let doc = read(&format!("<rss><channel><item><title>x</title>{inside}</item></channel></rss>"));
        doc.entries[0].link.clone().unwrap_or_default()
    };
    let check = |inside: &str, expected: &str| assert_eq!(link(inside), expected, "{inside}");
    check("<guid>https://a.example/g</guid>", "https://a.example/g");
    check("<guid isPermaLink='FALSE'>https://a.example/g</guid>", "");
    check("<guid>https://a.example/g</guid><link>https://a.example/l</link>", "https://a.example/l");
    check(
        "<link>https://a.example/l</link><feedburner:origLink>https://a.example/o</feedburner:origLink>",
        "https://a.example/o",
    );
    check("<link><![CDATA[ https://a.example/?a=1&b=2 ]]></link>", "https://a.example/?a=1&b=2");
    check("<link>https://a.example/?a=1&amp;b=2</link>", "https://a.example/?a=1&b=2");
    check(
        "<link rel='replies' href='/r'/><link rel='alternate' type='application/json' href='/j'/><link type='text/html' href='/h'/>",
        "https://hill.example/h",
    );
    let doc = read(
        "<rss><item><enclosure url='/a.mp3' length='12' type='audio/mpeg'/><media:content url='/a.mp3'/><media:content url='/b.jpg'/></item></rss>",
    );
    let files: Vec<&str> = doc.entries[0].enclosures.iter().map(|e| e.url.as_str()).collect();
    assert_eq!(files, ["https://hill.example/a.mp3", "https://hill.example/b.jpg"]);
    assert_eq!(doc.entries[0].enclosures[0].length, Some(12));
}

#[test]
fn no_feed() {
    let check = |text: &str, part: &str| {
        let error = parse_feed(text.as_bytes(), None, None).unwrap_err().to_string();
        assert!(error.contains(part), "{error}");
    };
    check("<!DOCTYPE html><html><body><p>Hello</p></body></html>", "a web page");
    check("<opml><body/></opml>", "OPML");
    check("<svg/>", "<svg>");
    check("just text", "neither");
    check("{\"a\": 1}", "JSON");
    assert_eq!(parse_feed(b" \n", None, None), Err(FeedError::Empty));
}

#[test]
fn when_to_ask() {
    let check = |channel: &str, ttl: Option<u32>, hours: &[u8], days: &[u8]| {
        let doc = read(&format!(
            "<rss xmlns:sy='http://purl.org/rss/1.0/modules/syndication/'><channel>{channel}</channel></rss>"
        ));
        assert_eq!(
            (doc.ttl_minutes, doc.skip_hours.as_slice(), doc.skip_days.as_slice()),
            (ttl, hours, days),
            "{channel}"
        );
    };
    check("", None, &[], &[]);
    check("<ttl>90</ttl>", Some(90), &[], &[]);
    check("<ttl> soon </ttl>", None, &[], &[]);
    check("<sy:updatePeriod>hourly</sy:updatePeriod>", Some(60), &[], &[]);
    check("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", Some(360), &[], &[]);
    check("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", Some(1440), &[], &[]);
    check("<ttl>90</ttl><sy:updatePeriod>hourly</sy:updatePeriod>", Some(90), &[], &[]);
    check(
        "<skipHours><hour>22</hour><hour>0</hour>\n<hour> 3 </hour><hour>24</hour></skipHours>",
        None,
        &[0, 3, 22],
        &[],
    );
    check("<skipHours><hour>25</hour><hour>-1</hour><hour>x</hour></skipHours>", None, &[], &[]);
    check(
        "<skipDays><day>Sunday</day><day>saturday</day><day>Sat</day><day>Someday</day></skipDays>",
        None,
        &[],
        &[6, 7],
    );
    check("<item><skipDays><day>Sunday</day></skipDays><title>x</title></item>", None, &[], &[]);
}

/// Names and points of an entry with this in it.
fn place(inside: &str) -> Option<(String, Vec<[f64; 2]>)> {
    let text = format!(
        "<rss version='2.0' xmlns:georss='http://www.georss.org/georss' xmlns:g='http://www.opengis.net/gml' \
         xmlns:geo='http://www.w3.org/2003/01/geo/wgs84_pos#'><channel><item><title>Snow</title>{inside}</item></channel></rss>"
    );
    read(&text).entries[0].place.clone().map(|p| (p.name.unwrap_or_default(), p.points))
}

#[test]
fn places() {
    let check = |inside: &str, name: &str, points: &[[f64; 2]]| {
        assert_eq!(place(inside), Some((name.to_owned(), points.to_vec())), "{inside}");
    };
    check("<georss:point>45.5 -71.92</georss:point>", "", &[[45.5, -71.92]]);
    check("<georss:featureName>Hill &amp; dale</georss:featureName>", "Hill & dale", &[]);
    check("<georss:box>42.9 -71 43.1 -69.8</georss:box>", "", &[[42.9, -71.0], [43.1, -69.8]]);
    check("<georss:line>1,2, 3 4</georss:line>", "", &[[1.0, 2.0], [3.0, 4.0]]);
    check("<georss:where><g:Point><g:pos>45.2 -71.9</g:pos></g:Point></georss:where>", "", &[[45.2, -71.9]]);
    check("<geo:lat>26.5</geo:lat><geo:long>31.75</geo:long>", "", &[[26.5, 31.75]]);
    check("<geo:Point><geo:long>31.75</geo:long><geo:lat>26.5</geo:lat></geo:Point>", "", &[[26.5, 31.75]]);
    for nothing in [
        "<georss:point>45.5</georss:point>",
        "<georss:point/>",
        "<georss:point>north 3</georss:point>",
        "<georss:point>NaN 3</georss:point>",
        "<georss:where><g:Point><g:pos>500000 4649776</g:pos></g:Point></georss:where>",
        "<geo:lat>26.5</geo:lat>",
    ] {
        assert_eq!(place(nothing), None, "{nothing}");
    }
}
