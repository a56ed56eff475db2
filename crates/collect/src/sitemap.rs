//! Sitemaps (sitemaps.org 0.9) with Google's news extension: what a site published, when, and under which title.
//!
//! A sitemap lists pages or other sitemaps. Plain lists of addresses count too, and gzip is undone.

use crate::feed::token::{Token, Tokens};
use crate::feed::{text, to_text};
use standfirst_types::When;
use std::io::Read;
use url::Url;

/// A page that a sitemap lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Absolute address.
    pub loc: String,
    /// Last changed.
    pub lastmod: Option<When>,
    /// The article's title (`news:title`).
    pub title: Option<String>,
    /// When the article was published (`news:publication_date`).
    pub published: Option<When>,
    /// The publication's name (`news:name`).
    pub publication: Option<String>,
    /// The publication's language tag (`news:language`).
    pub language: Option<String>,
}

/// A sitemap as read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Pages in order, each address once.
    pub pages: Vec<Page>,
    /// Addresses of further sitemaps in order, each once.
    pub nested: Vec<String>,
    /// Pages and sitemaps beyond the most that are read, or without an address of the web.
    pub left_out: usize,
}

/// The most pages and sitemaps of one file (the protocol's own limit).
const MAX: usize = 50_000;
/// The most bytes of a sitemap once decompressed (the protocol's own limit).
const MAX_BYTES: u64 = 50 << 20;

/// Reads a sitemap, a sitemap index, or a plain list of addresses; gzip by its first bytes. Damaged files give what can be
/// had. Linear in the decompressed file, of which 50 MiB are read.
pub fn read(body: &[u8], content_type: Option<&str>) -> Sitemap {
    let mut unpacked = Vec::new();
    let mut body = body;
    if body.starts_with(&[0x1F, 0x8B]) {
        // What was decompressed before any damage counts.
        let _ = flate2::bufread::MultiGzDecoder::new(body).take(MAX_BYTES).read_to_end(&mut unpacked);
        body = &unpacked;
    }
    let text = to_text(body.get(..body.len().min(MAX_BYTES as usize)).unwrap_or_default(), content_type);
    if !text.contains('<') {
        let pages = crate::url_list(&text).into_iter().map(|loc| Page { loc, ..Page::default() });
        return Sitemap { pages: pages.take(MAX).collect(), ..Sitemap::default() };
    }
    let mut reader = Reader { text: &text, ..Reader::default() };
    reader.run();
    reader.sitemap
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    sitemap: Sitemap,
    seen: std::collections::BTreeSet<String>,
    /// The `url` or `sitemap` that is open, and whether it is a page.
    open: Option<(Page, bool)>,
    /// The element whose text is being read, and where it begins.
    field: Option<(&'a str, usize)>,
}

impl<'a> Reader<'a> {
    fn run(&mut self) {
        let mut tokens = Tokens::new(self.text);
        while let Some(token) = tokens.next() {
            match token {
                Token::Start(tag) => {
                    if is_place(tag.name) {
                        self.close();
                        self.open = Some((Page::default(), is(local(tag.name), "url")));
                    } else if !tag.closed {
                        self.field = Some((tag.name, tokens.offset()));
                    }
                }
                Token::End(name) => self.end(name),
                Token::Text(_) | Token::CData(_) => {}
            }
        }
        self.close();
    }

    fn end(&mut self, name: &'a str) {
        if is_place(name) {
            return self.close();
        }
        let Some((open, from)) = self.field.take() else { return };
        if open != name {
            return;
        }
        let to = (name.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize + 2);
        let value = self.text.get(from..to).and_then(text::line);
        let (Some((page, _)), Some(value)) = (&mut self.open, value) else { return };
        let place = match (prefix(name), local(name).to_ascii_lowercase().as_str()) {
            ("image" | "video", _) => return,
            (_, "loc") => {
                if page.loc.is_empty() {
                    page.loc = value;
                }
                return;
            }
            (_, "lastmod") => return page.lastmod = crate::parse_date(&value),
            (_, "publication_date") => return page.published = crate::parse_date(&value),
            (_, "title") => &mut page.title,
            (_, "name") => &mut page.publication,
            (_, "language") => &mut page.language,
            _ => return,
        };
        place.get_or_insert(value);
    }

    /// Takes in the page or sitemap that is open.
    fn close(&mut self) {
        self.field = None;
        let Some((page, is_page)) = self.open.take() else { return };
        let web = Url::parse(&page.loc).is_ok_and(|u| matches!(u.scheme(), "http" | "https"));
        if !web || self.sitemap.pages.len() + self.sitemap.nested.len() >= MAX {
            self.sitemap.left_out += 1;
        } else if self.seen.insert(page.loc.clone()) {
            match is_page {
                true => self.sitemap.pages.push(page),
                false => self.sitemap.nested.push(page.loc),
            }
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

fn prefix(name: &str) -> &str {
    name.split_once(':').map_or("", |(prefix, _)| prefix)
}

/// Whether an element is a page or a sitemap.
fn is_place(name: &str) -> bool {
    !matches!(prefix(name), "news" | "image" | "video") && (is(local(name), "url") || is(local(name), "sitemap"))
}

fn is(name: &str, what: &str) -> bool {
    name.eq_ignore_ascii_case(what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// Pages as `loc|lastmod|title|published|publication|language`, then sitemaps.
    fn check(text: &str, pages: &[&str], nested: &[&str], left_out: usize) {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        for body in [text.as_bytes(), &encoder.finish().unwrap()] {
            let map = read(body, None);
            let show = |p: &Page| {
                let when = |w: Option<When>| w.map(|w| w.to_string()).unwrap_or_default();
                let text = |t: &Option<String>| t.clone().unwrap_or_default();
                [
                    p.loc.clone(),
                    when(p.lastmod),
                    text(&p.title),
                    when(p.published),
                    text(&p.publication),
                    text(&p.language),
                ]
                .join("|")
            };
            let shown: Vec<String> = map.pages.iter().map(show).collect();
            assert_eq!(
                (shown.as_slice(), map.nested.as_slice(), map.left_out),
                (
                    pages.iter().map(|p| p.to_string()).collect::<Vec<_>>().as_slice(),
                    nested.iter().map(|n| n.to_string()).collect::<Vec<_>>().as_slice(),
                    left_out
                ),
                "{text}"
            );
        }
    }

    #[test]
    fn maps() {
        check(
            "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' xmlns:news='x' xmlns:image='y'>\
             <url><loc>https://hill.example/1?a=1&amp;b=2</loc><lastmod>2024-03-05</lastmod><news:news><news:publication><news:name>The Hill</news:name>\
             <news:language>en</news:language></news:publication><news:publication_date>2024-03-05T08:30:00+01:00</news:publication_date>\
             <news:title><![CDATA[Snow & ice]]></news:title></news:news><image:image><image:loc>https://hill.example/i.png</image:loc><image:title>no</image:title></image:image></url>\
             <url><loc> https://hill.example/2 </loc></url><url><loc>https://hill.example/2</loc></url><url><loc>/relative</loc></url></urlset>",
            &[
                "https://hill.example/1?a=1&b=2|2024-03-05|Snow & ice|2024-03-05T07:30:00Z|The Hill|en",
                "https://hill.example/2|||||",
            ],
            &[],
            1,
        );
        check(
            "<sitemapindex><sitemap><loc>https://hill.example/a.xml.gz</loc><lastmod>2024-03-05</lastmod></sitemap><sitemap><loc>https://hill.example/b.xml",
            &[],
            &["https://hill.example/a.xml.gz"],
            1,
        );
        check(
            "<URLSET><URL><LOC>https://hill.example/1</LOC><URL><LOC>https://hill.example/2</LOC>",
            &["https://hill.example/1|||||", "https://hill.example/2|||||"],
            &[],
            0,
        );
        check(
            "https://hill.example/1\nhttps://hill.example/2\nnonsense\n",
            &["https://hill.example/1|||||", "https://hill.example/2|||||"],
            &[],
            0,
        );
        check("", &[], &[], 0);
        check("<html><title>No map</title></html>", &[], &[], 0);
    }

    #[test]
    fn hostile_maps_end() {
        let many: String = (0..60_000).map(|i| format!("<url><loc>https://hill.example/{i}</loc></url>")).collect();
        let map = read(many.as_bytes(), None);
        assert_eq!((map.pages.len(), map.left_out), (50_000, 10_000));
        assert!(read("<url><loc>".repeat(300_000).as_bytes(), None).pages.is_empty());
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        for _ in 0..80 {
            encoder.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        assert!(read(&encoder.finish().unwrap(), None).pages.is_empty());
        let mut cut = gzip_of("<url><loc>https://hill.example/1</loc></url>".repeat(1000).as_bytes());
        cut.truncate(cut.len() - 4);
        assert_eq!(read(&cut, None).pages.len(), 1);
    }

    fn gzip_of(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }
}
