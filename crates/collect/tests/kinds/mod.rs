//! Kinds of hostile documents, each of a size asked for: the test checks what is read of them, the bench how long it takes
//! and how much memory.

/// A kind: its name, and the document of about so many bytes. Those that are feeds hold an honest last entry.
pub(crate) type Kind = (&'static str, fn(usize) -> Vec<u8>);

/// Every kind.
pub(crate) const KINDS: &[Kind] = &[
    ("a million <", |n| rss(&"<".repeat(n))),
    ("open tags with quotes", |n| rss(&("<a x=\"".repeat(n / 6) + "\">"))),
    ("alternating quotes", |n| rss(&"<a x='<a y=\"".repeat(n / 12))),
    ("deep unknown elements", |n| rss(&("<x>".repeat(n / 7) + &"</x>".repeat(n / 7)))),
    ("deep elements of one text", |n| rss(&format!("<image><title>{}</title></image>", "<b>".repeat(n / 3)))),
    ("deep groups", |n| rss(&("<media:group>".repeat(n / 27) + &"</media:group>".repeat(n / 27)))),
    ("deep channels", |n| rss(&"<channel>".repeat(n / 9))),
    ("deep divs in content", |n| {
        entry("<content:encoded>", &("<div>".repeat(n / 11) + &"</div>".repeat(n / 11)), "</content:encoded>")
    }),
    ("deep bases", |n| atom(&format!("<content type='xhtml'>{}</content>", "<p xml:base='a/'>".repeat(n / 17)))),
    ("many links in content", |n| {
        atom(&format!("<content type='xhtml'>{}</content>", "<a href='b'>c</a>".repeat(n / 17)))
    }),
    ("many links in CDATA", |n| {
        entry("<description><![CDATA[", &"<a href='b'>c</a>".repeat(n / 17), "]]></description>")
    }),
    ("open CDATA", |n| rss(&"<![CDATA[".repeat(n / 9))),
    ("open CDATA with ends", |n| rss(&"<![CDATA[</p>]]</b>".repeat(n / 19))),
    ("unclosed CDATA at the end", |n| {
        format!("<rss><item><title>Honest</title><description><![CDATA[{}", "a".repeat(n)).into_bytes()
    }),
    ("end tags", |n| rss(&"</zzz>".repeat(n / 6))),
    ("end tags of entries", |n| rss(&"</item>".repeat(n / 7))),
    ("huge attribute", |n| rss(&format!("<x a='{}'/>", "a".repeat(n)))),
    ("huge attribute of a link", |n| atom(&format!("<link rel='edit' href='{}'/>", "a/".repeat(n / 2)))),
    ("many attributes", |n| rss(&format!("<image {}/>", "a='b' ".repeat(n / 6)))),
    ("many attributes of many links", |n| rss(&format!("<link {}/>", "a='b' ".repeat(60)).repeat(n / 370))),
    ("many namespaces", |n| {
        rss(&(0..n / 45).map(|i| format!("<x xmlns:n{i:07}='http://n.example/{i:07}'/>")).collect::<String>())
    }),
    ("nested namespaces", |n| rss(&"<media:group xmlns:a='u' xmlns:b='v'>".repeat(n / 37))),
    ("comments", |n| rss(&"<!-- ".repeat(n / 5))),
    ("closed comments", |n| rss(&"<!---->".repeat(n / 7))),
    ("instructions", |n| rss(&"<? ".repeat(n / 3))),
    ("declarations", |n| rss(&"<!X [".repeat(n / 5))),
    ("a huge document type", |n| {
        format!("<!DOCTYPE r [{}]>", "<!ENTITY a 'b'>".repeat(n / 15)).into_bytes().into_iter().chain(rss("")).collect()
    }),
    ("billion laughs", |n| {
        let levels: String =
            (1..20).map(|i| format!("<!ENTITY l{i} '{}'>", format!("&l{};", i - 1).repeat(10))).collect();
        let calls = "&l19;".repeat(n / 5);
        format!("<!DOCTYPE r [<!ENTITY l0 'ha'>{levels}]><rss><image><title>{calls}</title></image><item><title>Honest</title></item></rss>").into_bytes()
    }),
    ("quadratic blow-up", |n| {
        let half = n / 2;
        format!("<!DOCTYPE r [<!ENTITY a '{}'>]>", "a".repeat(half))
            .into_bytes()
            .into_iter()
            .chain(rss(&format!("<image><title>{}</title></image>", "&a;".repeat(half / 3))))
            .collect()
    }),
    ("outside entity", |n| {
        format!("<!DOCTYPE r SYSTEM 'file:///etc/passwd' [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss><item><description>{}</description></item><item><title>Honest</title></item></rss>", "&x;".repeat(n / 3)).into_bytes()
    }),
    ("control characters", |n| rss(&format!("<title>{}</title>", "\0\u{1}\u{8}".repeat(n / 3)))),
    ("references in a title", |n| rss(&format!("<title>{}</title>", "&#x41;&amp;&bogus;&".repeat(n / 19)))),
    ("references in a description", |n| entry("<description>", &"&lt;".repeat(n / 4), "</description>")),
    ("double references", |n| entry("<description>", &"&amp;lt;".repeat(n / 8), "</description>")),
    ("bare ampersands", |n| entry("<description>", &"&".repeat(n), "</description>")),
    ("false declarations in text", |n| entry("<description>", &"&lt;!".repeat(n / 5), "</description>")),
    ("many entries", |n| {
        format!("<rss>{}<item><title>Honest</title></item></rss>", "<item><title>x</title></item>".repeat(n / 29))
            .into_bytes()
    }),
    ("empty entries", |n| {
        format!("<rss>{}<item><title>Honest</title></item></rss>", "<item/>".repeat(n / 7)).into_bytes()
    }),
    ("many empty open entries", |n| {
        format!("<rss>{}<item><title>Honest</title></item></rss>", "<item>".repeat(n / 6)).into_bytes()
    }),
    ("many categories", |n| atom(&(0..n / 30).map(|i| format!("<category term='{i:012}'/>")).collect::<String>())),
    ("one long list of keywords", |n| entry("<media:keywords>", &"a,b,".repeat(n / 4), "</media:keywords>")),
    ("many authors", |n| atom(&"<author><name>Ada</name></author>".repeat(n / 33))),
    ("one huge author", |n| atom(&format!("<author>{}</author>", "<name>a@b (c)</name>".repeat(n / 20)))),
    ("many enclosures", |n| {
        atom(&(0..n / 40).map(|i| format!("<enclosure url='http://a.example/{i:07}'/>")).collect::<String>())
    }),
    ("many contents", |n| atom(&"<content>snow</content>".repeat(n / 23))),
    ("many dates", |n| atom(&"<updated>2024-03-05T08:30:00Z</updated>".repeat(n / 39))),
    ("one endless date", |n| atom(&format!("<published>{}</published>", "Mar 5 ".repeat(n / 6)))),
    ("one endless title", |n| atom(&format!("<title>{}</title>", "a ".repeat(n / 2)))),
    ("an odd byte in every word", |n| {
        [b"<rss><item><title>Honest</title><description>".to_vec(), b"snow\x92s ".repeat(n / 7)].concat()
    }),
    ("Latin-1 by chance", |n| {
        [b"<rss><item><title>Honest</title><description>".to_vec(), b"\xE9t\xE9 ".repeat(n / 4)].concat()
    }),
    ("UTF-8 in pieces", |n| {
        [b"<rss><item><title>Honest</title><description>".to_vec(), b"\xE2\x82".repeat(n / 2)].concat()
    }),
    ("C1 controls", |n| entry("<description>", &"\u{92}".repeat(n / 2), "</description>")),
    ("UTF-7", |n| {
        format!("<?xml version='1.0' encoding='UTF-7'?><rss><item><title>Honest</title></item><item><title>{}</title></item><item><title>Honest</title></item></rss>", "+ADw-script+AD4-".repeat(n / 16)).into_bytes()
    }),
    ("UTF-16", |n| wide(&String::from_utf8_lossy(&rss(&"<x>".repeat(n / 6))))),
    ("UTF-32", |n| {
        String::from_utf8_lossy(&rss(&"<x>".repeat(n / 12))).chars().flat_map(|c| u32::from(c).to_le_bytes()).collect()
    }),
    ("ISO-2022-JP escapes", |n| {
        [
            b"<?xml version='1.0' encoding='iso-2022-jp'?><rss><item><title>Honest</title><description>".to_vec(),
            b"\x1b$B\x1b(B".repeat(n / 6),
        ]
        .concat()
    }),
    ("base64", |n| atom(&format!("<content mode='base64'>{}</content>", "PGI+".repeat(n / 4)))),
    ("JSON: deep lists", |n| json(&format!("{{\"id\":\"b\",\"x\":{}", "[".repeat(n)))),
    ("JSON: deep objects", |n| json(&format!("{{\"id\":\"b\",\"x\":{}", "{\"a\":".repeat(n / 5)))),
    ("JSON: many tiny items", |n| json(&"{\"id\":1},".repeat(n / 9))),
    ("JSON: many empty items", |n| json(&"{},".repeat(n / 3))),
    ("JSON: many nothings", |n| json(&"null,".repeat(n / 5))),
    ("JSON: many keys", |n| {
        json(&format!("{{{}\"id\":\"b\"}},", (0..n / 14).map(|i| format!("\"k{i:07}\":1,")).collect::<String>()))
    }),
    ("JSON: one key many times", |n| json(&format!("{{{}\"id\":\"b\"}},", "\"title\":\"x\",".repeat(n / 12)))),
    ("JSON: escapes", |n| json(&format!("{{\"id\":\"b\",\"content_text\":\"{}\"}},", "\\u0041\\n".repeat(n / 8)))),
    ("JSON: many tags", |n| json(&format!("{{\"id\":\"b\",\"tags\":[{}\"y\"]}},", "\"x\",".repeat(n / 4)))),
    ("JSON: many authors", |n| {
        json(&format!("{{\"id\":\"b\",\"authors\":[{}{{}}]}},", "{\"name\":\"x\"},".repeat(n / 13)))
    }),
    ("JSON: many attachments", |n| {
        json(&format!("{{\"id\":\"b\",\"attachments\":[{}{{}}]}},", "{\"url\":\"x\"},".repeat(n / 12)))
    }),
    ("JSON: cut in many tiny items", |n| {
        [
            b"{\"version\":\"1\",\"items\":[{\"title\":\"Honest\"},".to_vec(),
            "{\"id\":1},".repeat(n / 9).into_bytes(),
            b"{\"id\":".to_vec(),
        ]
        .concat()
    }),
    ("JSON: huge number", |n| json(&format!("{{\"id\":{}}},", "9".repeat(n)))),
    ("JSON: white space", |n| json(&" ".repeat(n))),
    ("not a feed: spaces", |n| " ".repeat(n).into_bytes()),
    ("not a feed: noise", |n| {
        let mut seed = 1u32;
        (0..n)
            .map(|_| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (seed >> 24) as u8
            })
            .collect()
    }),
    ("not a feed: a page", |n| {
        format!("<!DOCTYPE html><html>{}</html>", "<p class='a'>snow".repeat(n / 17)).into_bytes()
    }),
];

/// An RSS document with harm before an honest entry.
fn rss(harm: &str) -> Vec<u8> {
    format!("<rss><channel>{harm}<item><title>Honest</title></item></channel></rss>").into_bytes()
}

/// An RSS document with harm inside an entry before an honest one.
fn entry(open: &str, harm: &str, close: &str) -> Vec<u8> {
    rss(&format!("<item><title>Harm</title>{open}{harm}{close}</item>"))
}

/// An Atom document with harm inside an entry before an honest one.
fn atom(harm: &str) -> Vec<u8> {
    format!("<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://hill.example/'><entry><id>1</id>{harm}</entry><entry><title>Honest</title></entry></feed>").into_bytes()
}

/// A JSON feed with an honest item before harm.
fn json(harm: &str) -> Vec<u8> {
    format!("{{\"version\":\"1\",\"title\":\"Hill\",\"items\":[{{\"title\":\"Honest\"}},{harm}{{\"id\":\"last\"}}]}}")
        .into_bytes()
}

fn wide(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}
