//! Beside feed-rs: whatever it finds in a well-formed feed, we find too. It serves as an oracle here and nowhere else.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests fail like tests")]

use proptest::prelude::*;
use standfirst_collect::parse_feed;

/// What both say of one entry: title, first address, id, and when it was published or changed, in seconds.
type Shown = (String, String, String, Option<i64>);

fn ours(body: &str) -> Vec<Shown> {
    let doc = parse_feed(body.as_bytes(), None, None).unwrap_or_else(|e| panic!("{e}: {body}"));
    assert!(doc.rejected.is_empty(), "{:?}: {body}", doc.rejected);
    let show = |e: &standfirst_types::Entry| {
        let at = e.published.or(e.updated).map(|w| w.at.as_second());
        (e.title.clone().unwrap_or_default(), e.link.clone().unwrap_or_default(), e.id.clone(), at)
    };
    doc.entries.iter().map(show).collect()
}

fn theirs(body: &str) -> Option<Vec<Shown>> {
    let feed = feed_rs::parser::Builder::new().sanitize_content(false).build().parse(body.as_bytes()).ok()?;
    let show = |e: &feed_rs::model::Entry| {
        let link = e.links.first().map(|l| l.href.clone()).unwrap_or_default();
        let title = e.title.as_ref().map(|t| t.content.clone()).unwrap_or_default();
        (title, link, e.id.clone(), e.published.or(e.updated).map(|d| d.timestamp()))
    };
    Some(feed.entries.iter().map(show).collect())
}

/// Words without signs that markup gives a meaning.
fn words() -> impl Strategy<Value = String> {
    "[A-Za-zäéżЖ日]{1,8}( [a-z0-9]{1,6}){0,3}"
}

#[derive(Clone, Debug)]
struct Item {
    title: String,
    path: u32,
    id: u32,
    at: i64,
    text: String,
    cdata: bool,
}

fn item() -> impl Strategy<Value = Item> {
    (words(), 0..9999u32, 0..9999u32, 0i64..2_000_000_000, words(), any::<bool>())
        .prop_map(|(title, path, id, at, text, cdata)| Item { title, path, id, at, text, cdata })
}

fn when(at: i64) -> jiff::Timestamp {
    jiff::Timestamp::from_second(at).unwrap()
}

fn text(item: &Item) -> String {
    match item.cdata {
        true => format!("<![CDATA[<p>{}</p>]]>", item.text),
        false => format!("&lt;p&gt;{}&lt;/p&gt;", item.text),
    }
}

fn rss(items: &[Item]) -> String {
    let one = |i: &Item| {
        let date = jiff::fmt::rfc2822::DateTimePrinter::new().timestamp_to_rfc9110_string(&when(i.at)).unwrap();
        format!(
            "<item>\n<title>{}</title><link>https://hill.example/{}</link>\n<guid isPermaLink=\"false\">g{}</guid><pubDate>{date}</pubDate><description>{}</description></item>",
            i.title,
            i.path,
            i.id,
            text(i)
        )
    };
    let items: String = items.iter().map(one).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<rss version=\"2.0\"><channel><title>Hill</title><link>https://hill.example/</link><description>x</description>{items}</channel></rss>"
    )
}

fn atom(items: &[Item]) -> String {
    let one = |i: &Item| {
        let (title, path, id, at, text) = (&i.title, i.path, i.id, when(i.at), text(i));
        format!(
            "<entry><title>{title}</title><link href=\"https://hill.example/{path}\"/><id>urn:{id}</id>\
             <published>{at}</published><updated>{at}</updated><content type=\"html\">{text}</content></entry>"
        )
    };
    let items: String = items.iter().map(one).collect();
    format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Hill</title><id>urn:hill</id>\
         <updated>2024-03-05T08:30:00Z</updated>{items}</feed>"
    )
}

fn json(items: &[Item]) -> String {
    let one = |i: &Item| serde_json::json!({ "id": format!("j{}", i.id), "url": format!("https://hill.example/{}", i.path), "title": i.title, "content_html": i.text, "date_published": when(i.at).to_string() });
    let items: Vec<serde_json::Value> = items.iter().map(one).collect();
    serde_json::json!({ "version": "https://jsonfeed.org/version/1.1", "title": "Hill", "items": items }).to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn well_formed_feeds(items in prop::collection::vec(item(), 0..8)) {
        for body in [rss(&items), atom(&items), json(&items)] {
            prop_assert_eq!(ours(&body).len(), items.len());
            prop_assert_eq!(Some(ours(&body)), theirs(&body), "{}", body);
        }
    }
}

/// Feeds with what publishers do to them: we read them all, and never fewer entries than feed-rs.
#[test]
fn feeds_as_they_are_found() {
    let item = "<item><title>Snow</title><link>https://hill.example/1</link></item>";
    let entry = "<entry><title>Thaw</title><id>1</id></entry>";
    let check = |body: &str, expected: usize| {
        let (ours, theirs) = (ours(body).len(), theirs(body).map_or(0, |t| t.len()));
        assert!(ours == expected && ours >= theirs, "{ours} entries, feed-rs {theirs}: {body}");
    };
    check(&format!("<rss version=\"2.0\"><channel>{item}{item}</channel></rss>"), 2);
    check(&format!("<rss version=\"0.91\"><channel></channel>{item}</rss>"), 1);
    check(&format!("<rss><channel><title>Fish & chips</title>{item}</channel></rss>"), 1);
    check(&format!("<rss version=\"2.0\"><channel>{item}{}", &item[..40]), 2);
    check(
        &format!(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><channel/>{item}{item}</rdf:RDF>"
        ),
        2,
    );
    check(&format!("<feed xmlns=\"http://www.w3.org/2005/Atom\">{entry}{entry}</feed>"), 2);
    check(&format!("<feed>{entry}</feed>"), 1);
    check(
        "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:entry><a:title>Thaw</a:title><a:id>1</a:id></a:entry></a:feed>",
        1,
    );
    check(
        "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"Hill\",\"items\":[{\"id\":\"1\"},{\"id\":2}]}",
        2,
    );
}
