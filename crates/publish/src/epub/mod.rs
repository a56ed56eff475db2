//! EPUB: an edition as a book (EPUB 3.3), to be read on a device that has no page to open.
//!
//! One document a story, with its evidence as notes that a reading system may show on the spot; a first one with what was
//! read and what changed; no script and nothing that is loaded from elsewhere. Times and numbers are those of the edition's
//! own moment, not of showing, so that the same edition gives the same bytes.

mod book;
mod container;

use crate::{PublishError, Site, feed::urn, page::bare_environment, view::EditionView};
use book::Book;
use container::Container;
use jiff::Timestamp;
use minijinja::{Environment, Error, Value, context, value::Serde};
use standfirst_types::Published;
use std::sync::LazyLock;

/// Media type of the whole (EPUB Open Container Format 3.3, 4.3).
pub const MIME: &str = "application/epub+zip";

const STYLE: &str = include_str!("../../templates/epub/style.css");
const TEMPLATES: [(&str, &str); 5] = [
    ("container.xml", include_str!("../../templates/epub/container.xml")),
    ("package.opf", include_str!("../../templates/epub/package.opf")),
    ("nav.xhtml", include_str!("../../templates/epub/nav.xhtml")),
    ("edition.xhtml", include_str!("../../templates/epub/edition.xhtml")),
    ("story.xhtml", include_str!("../../templates/epub/story.xhtml")),
];

static ENVIRONMENT: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(|| {
    let mut environment = bare_environment()?;
    environment.add_filter("uri", uri);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
});

/// An edition, or a story dressed as one, as the bytes of an EPUB. Linear in what is published.
///
/// # Errors
/// A fault of the template or of packing, never of the news.
pub fn edition(published: &Published, site: &Site) -> Result<Vec<u8>, PublishError> {
    let site = settled(published, site);
    let view = EditionView::new(published, &site);
    let book = Book::new(&view, &site, published);
    let identifier = urn("edition", published.edition.id.as_str());
    let modified = published.edition.created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let shared = context! {
        title => book.title.as_str(), language => book.language.as_str(), creator => site.title.as_str(), identifier, modified,
        book => Serde(&book),
    };
    let mut out = Container::new()?;
    let mut put = |name: &str, template: &str, more: Value| -> Result<(), PublishError> {
        out.file(name, render(template, context! { ..shared.clone(), ..more })?.as_bytes())
    };
    put("META-INF/container.xml", "container.xml", context! {})?;
    put("EPUB/package.opf", "package.opf", context! {})?;
    put("EPUB/nav.xhtml", "nav.xhtml", context! {})?;
    put("EPUB/edition.xhtml", "edition.xhtml", context! { e => Serde(&view) })?;
    for (story, chapter) in view.stories.iter().zip(&book.chapters) {
        put(&format!("EPUB/{}", chapter.file), "story.xhtml", context! { s => Serde(story), c => Serde(chapter) })?;
    }
    out.file("EPUB/style.css", STYLE.as_bytes())?;
    out.finish()
}

/// The file's name when it is kept: the site's title and the day, of letters, digits and `-` only.
pub fn file_name(published: &Published, site: &Site) -> String {
    let day =
        published.edition.window.to.to_zoned_datetime(site.timezone.clone()).strftime("%Y-%m-%d-%H%M").to_string();
    let title: String =
        site.title.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let title: Vec<&str> = title.split('-').filter(|part| !part.is_empty()).collect();
    let title = title.join("-");
    let title = if title.is_empty() { "edition" } else { title.get(..title.len().min(40)).unwrap_or("edition") };
    format!("{title}-{day}.epub")
}

/// The site at the edition's own moment, its links whole where the public address is known.
fn settled(published: &Published, site: &Site) -> Site {
    let now: Timestamp = published.edition.window.to;
    let root =
        site.base_url.as_ref().map_or_else(|| site.root.clone(), |base| format!("{}/", base.trim_end_matches('/')));
    Site { root, now, viewer: crate::Viewer::default(), ..site.clone() }
}

/// An address that browsers take, as one that RFC 3986 takes too, which EPUB wants: what may not stand there is per cent.
fn uri(link: &str) -> String {
    let (before, fragment) = link.split_once('#').map_or((link, None), |(b, f)| (b, Some(f)));
    let strict = |part: &str| -> String {
        let allowed = |c: char| c.is_ascii_alphanumeric() || "-._~:/?[]@!$&'()*+,;=%".contains(c);
        let percent = |c: char| {
            let mut bytes = [0; 4];
            c.encode_utf8(&mut bytes).bytes().map(|b| format!("%{b:02X}")).collect::<String>()
        };
        let digits = |rest: &str| rest.len() >= 2 && rest.bytes().take(2).all(|b| b.is_ascii_hexdigit());
        part.char_indices()
            .map(|(i, c)| match c {
                '%' if !part.get(i + 1..).is_some_and(digits) => "%25".to_owned(),
                c if allowed(c) => c.to_string(),
                c => percent(c),
            })
            .collect()
    };
    match fragment {
        Some(fragment) => format!("{}#{}", strict(before), strict(fragment)),
        None => strict(before),
    }
}

fn render(template: &str, page: Value) -> Result<String, PublishError> {
    let environment = ENVIRONMENT.as_ref().map_err(|e| PublishError::Template(Error::new(e.kind(), e.to_string())))?;
    Ok(environment.get_template(template)?.render(page)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_such_as_every_reader_takes() {
        for (link, expected) in [
            ("https://a.example/x?y=1&z=%20#f", "https://a.example/x?y=1&z=%20#f"),
            ("https://a.example/{x}|y^`z", "https://a.example/%7Bx%7D%7Cy%5E%60z"),
            ("https://a.example/100%#a#b", "https://a.example/100%25#a%23b"),
            ("https://a.example/ü", "https://a.example/%C3%BC"),
        ] {
            assert_eq!(uri(link), expected);
        }
    }

    #[test]
    fn the_templates_parse_and_load_nothing_from_elsewhere() {
        assert!(ENVIRONMENT.is_ok(), "{:?}", ENVIRONMENT.as_ref().err());
        for (name, source) in TEMPLATES {
            for word in ["|safe", "| safe", "autoescape", "<script", "<img", " src=", "style=\"", "https://"] {
                assert!(!source.contains(word), "{name} has {word}");
            }
        }
        assert!(!STYLE.contains("url(") && !STYLE.contains("@import"));
    }
}
