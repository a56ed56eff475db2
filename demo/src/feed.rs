//! An outlet's feed in its format. Dates are RFC 822 in RSS 2.0 and RFC 3339 elsewhere.

use serde_json::json;

use crate::{html::escape, outlets::Outlet, page::Page};

/// RSS 2.0.
pub(crate) fn rss(outlet: &Outlet, pages: &[&Page<'_>], port: u16) -> String {
    let base = outlet.base(port);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rss version=\"2.0\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:atom=\"http://www.w3.org/2005/Atom\">\n<channel>\n<title>{}</title>\n<link>{base}/</link>\n\
         <description>{}</description>\n<language>{}</language>\n<ttl>30</ttl>\n\
         <atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{base}{}\"/>\n",
        escape(outlet.title),
        escape(outlet.tagline),
        outlet.language,
        outlet.feed_path
    );
    for page in pages {
        let url = format!("{base}{}", page.path());
        let creator = page.byline.map(|b| format!("<dc:creator>{}</dc:creator>\n", escape(b))).unwrap_or_default();
        out += &format!(
            "<item>\n<title>{}</title>\n<link>{url}</link>\n<guid isPermaLink=\"true\">{url}</guid>\n\
             <pubDate>{}</pubDate>\n{creator}<category>{}</category>\n<description>{}</description>\n</item>\n",
            escape(page.title),
            page.published.strftime("%a, %d %b %Y %H:%M:%S GMT"),
            escape(page.section),
            // RSS descriptions are HTML, so the text is escaped twice.
            escape(&format!("<p>{}</p>", escape(page.summary)))
        );
    }
    out + "</channel>\n</rss>\n"
}

/// Atom (RFC 4287).
pub(crate) fn atom(outlet: &Outlet, pages: &[&Page<'_>], port: u16) -> String {
    let base = outlet.base(port);
    let newest = pages.iter().map(|p| p.modified.unwrap_or(p.published)).max().unwrap_or_default();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n\
         <title>{}</title>\n<subtitle>{}</subtitle>\n<id>{base}/</id>\n<updated>{newest}</updated>\n\
         <link rel=\"alternate\" type=\"text/html\" href=\"{base}/\"/>\n<link rel=\"self\" href=\"{base}{}\"/>\n",
        outlet.language,
        escape(outlet.title),
        escape(outlet.tagline),
        outlet.feed_path
    );
    for page in pages {
        let path = page.path();
        out += &format!(
            "<entry>\n<title>{}</title>\n<id>tag:{}.localhost,2023:{path}</id>\n\
             <link rel=\"alternate\" type=\"text/html\" href=\"{base}{path}\"/>\n<published>{}</published>\n\
             <updated>{}</updated>\n<author><name>{}</name></author>\n<category term=\"{}\"/>\n\
             <summary type=\"text\">{}</summary>\n</entry>\n",
            escape(page.title),
            outlet.label,
            page.published,
            page.modified.unwrap_or(page.published),
            escape(page.byline.unwrap_or(outlet.title)),
            escape(page.section),
            escape(page.summary)
        );
    }
    out + "</feed>\n"
}

/// RSS 1.0 in RDF.
pub(crate) fn rdf(outlet: &Outlet, pages: &[&Page<'_>], port: u16) -> String {
    let base = outlet.base(port);
    let urls: Vec<String> = pages.iter().map(|p| format!("{base}{}", p.path())).collect();
    let list: String = urls.iter().map(|u| format!("<rdf:li rdf:resource=\"{u}\"/>\n")).collect();
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" \
         xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n\
         <channel rdf:about=\"{base}{}\">\n<title>{}</title>\n<link>{base}/</link>\n<description>{}</description>\n\
         <dc:language>{}</dc:language>\n<items><rdf:Seq>\n{list}</rdf:Seq></items>\n</channel>\n",
        outlet.feed_path,
        escape(outlet.title),
        escape(outlet.tagline),
        outlet.language
    );
    for (page, url) in pages.iter().zip(&urls) {
        out += &format!(
            "<item rdf:about=\"{url}\">\n<title>{}</title>\n<link>{url}</link>\n<description>{}</description>\n\
             <dc:date>{}</dc:date>\n<dc:creator>{}</dc:creator>\n<dc:subject>{}</dc:subject>\n</item>\n",
            escape(page.title),
            escape(page.summary),
            page.published,
            escape(page.byline.unwrap_or(outlet.title)),
            escape(page.section)
        );
    }
    out + "</rdf:RDF>\n"
}

/// JSON Feed 1.1.
pub(crate) fn json(outlet: &Outlet, pages: &[&Page<'_>], port: u16) -> String {
    let base = outlet.base(port);
    let items: Vec<serde_json::Value> = pages
        .iter()
        .map(|page| {
            let url = format!("{base}{}", page.path());
            let mut item = json!({
                "id": url, "url": url, "title": page.title, "summary": page.summary, "content_text": page.summary,
                "date_published": page.published.to_string(), "tags": [page.section],
                "authors": [{"name": page.byline.unwrap_or(outlet.title)}],
            });
            if let (Some(modified), Some(fields)) = (page.modified, item.as_object_mut()) {
                fields.insert("date_modified".into(), modified.to_string().into());
            }
            item
        })
        .collect();
    let feed = json!({
        "version": "https://jsonfeed.org/version/1.1", "title": outlet.title, "home_page_url": format!("{base}/"),
        "feed_url": format!("{base}{}", outlet.feed_path), "description": outlet.tagline, "language": outlet.language,
        "items": items,
    });
    format!("{feed:#}\n")
}
