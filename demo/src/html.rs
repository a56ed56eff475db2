//! Pages as HTML: each outlet's own template (`demo/newswire/OUTLET/template.html`) filled with one page.

use serde_json::json;

use crate::{
    corpus::file,
    outlets::Outlet,
    page::{Access, Block, Page},
};

/// The picture that stands for every photograph.
pub(crate) const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 9\"><rect width=\"16\" height=\"9\" \
     fill=\"#9fb3c2\"/><path d=\"M0 9 5 4l3 3 4-5 4 5v2z\" fill=\"#5f7a8c\"/><circle cx=\"3\" cy=\"2\" r=\"1\" fill=\"#f2e6b8\"/></svg>";

/// How many blocks come before the template's interruption (an advertisement, a newsletter box).
const LEAD_BLOCKS: usize = 2;

/// The page in its outlet's template. `related` is what the outlet links to beside it.
pub(crate) fn page(outlet: &Outlet, page: &Page<'_>, related: &[&Page<'_>], port: u16) -> String {
    let base = outlet.base(port);
    let url = format!("{base}{}", page.path());
    let (lead, rest) = page.blocks.split_at(LEAD_BLOCKS.min(page.blocks.len()));
    let body = |blocks: &[Block<'_>]| blocks.iter().map(|b| block(outlet, b)).collect::<String>();
    let when = |format: &str| page.published.strftime(format).to_string();
    let modified = page.modified.map(|m| m.to_string());
    fill(
        file(&format!("{}/template.html", outlet.label)).unwrap_or("{{lead}}{{rest}}"),
        &[
            ("lang", outlet.language.into()),
            ("outlet", escape(outlet.title)),
            ("tagline", escape(outlet.tagline)),
            ("base", base.clone()),
            ("feed", outlet.feed_path.into()),
            ("url", url.clone()),
            ("title", escape(page.title)),
            ("byline", escape(page.byline.unwrap_or(outlet.title))),
            ("section", escape(page.section)),
            ("section_slug", slug(page.section)),
            ("summary", escape(page.summary)),
            ("published_iso", page.published.to_string()),
            ("published_uk", when("%-d %B %Y, %H:%M")),
            ("published_us", when("%B %-d, %Y at %-I:%M %p")),
            ("published_day", when("%-d %B %Y")),
            ("published_es", when("%-d de julio de %Y, %H:%M")),
            ("modified_iso", modified.clone().unwrap_or_else(|| page.published.to_string())),
            (
                "updated",
                optional(page.modified, |m| {
                    format!("<p class=\"updated\">Updated {}</p>", m.strftime("%-d %B %Y, %H:%M"))
                }),
            ),
            ("credit", optional(page.credit, |c| format!("<p class=\"credit\">Source: {}</p>", escape(c)))),
            (
                "correction",
                optional(page.correction, |c| {
                    format!("<p class=\"correction\"><strong>Correction:</strong> {}</p>", escape(c))
                }),
            ),
            ("figure", optional(page.caption, |c| figure(page, c))),
            ("paywall", if page.access == Access::Paywall { PAYWALL.into() } else { String::new() }),
            ("jsonld", json_ld(outlet, page, &url)),
            ("lead", body(lead)),
            ("rest", body(rest)),
            (
                "related",
                related
                    .iter()
                    .map(|p| format!("<li><a href=\"{}\">{}</a></li>\n", p.path(), escape(p.title)))
                    .collect(),
            ),
        ],
    )
}

/// A front or section page: the outlet's headlines as links.
pub(crate) fn front<'a>(outlet: &Outlet, pages: impl Iterator<Item = &'a Page<'a>>, port: u16) -> String {
    let list: String = pages
        .map(|p| format!("<li><a href=\"{}\">{}</a><br>{}</li>\n", p.path(), escape(p.title), escape(p.summary)))
        .collect();
    let charset = if outlet.language == "es" { "windows-1252" } else { "utf-8" };
    format!(
        "<!doctype html>\n<html lang=\"{}\"><head><meta charset=\"{charset}\"><title>{title}</title>\n\
         <link rel=\"alternate\" href=\"{base}{}\" title=\"{title}\"></head>\n\
         <body><h1><a href=\"/\">{title}</a></h1><p>{}</p><ul>\n{list}</ul></body></html>\n",
        outlet.language,
        outlet.feed_path,
        escape(outlet.tagline),
        title = escape(outlet.title),
        base = outlet.base(port),
    )
}

/// Escapes text for element content and quoted attributes, in HTML and XML alike.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A section's name as the last part of its address: lower case, words joined by hyphens.
pub(crate) fn slug(name: &str) -> String {
    name.to_lowercase().split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect::<Vec<_>>().join("-")
}

/// Replaces each `{{name}}` by its value; an unknown name is left as it stands, so that a test can find it.
fn fill(template: &str, values: &[(&str, String)]) -> String {
    let mut out = String::with_capacity(template.len() * 2);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        let known = after.split_once("}}").and_then(|(name, tail)| Some((values.iter().find(|v| v.0 == name)?, tail)));
        rest = match known {
            Some(((_, value), tail)) => {
                out.push_str(value);
                tail
            }
            None => {
                out.push_str("{{");
                after
            }
        };
    }
    out + rest
}

fn block(outlet: &Outlet, block: &Block<'_>) -> String {
    match block {
        Block::Paragraph(text) => format!("{}{}</p>\n", outlet.paragraph, escape(text)),
        Block::Subhead(text) => format!("<h2>{}</h2>\n", escape(text)),
        Block::Quote(text) => format!("<blockquote><p>{}</p></blockquote>\n", escape(text)),
    }
}

const PAYWALL: &str = "<div class=\"paywall\" id=\"subscribe-wall\"><h2>Subscribe to read on</h2><p>This article is for \
     subscribers. Already have an account? <a href=\"/account/\">Sign in</a>.</p></div>\n";

fn figure(page: &Page<'_>, caption: &str) -> String {
    format!(
        "<figure><img src=\"/img/{}.svg\" alt=\"\" width=\"640\" height=\"360\"><figcaption>{}</figcaption></figure>\n",
        page.slug,
        escape(caption)
    )
}

/// schema.org `NewsArticle`; `<` is escaped so that no text can end the script element.
fn json_ld(outlet: &Outlet, page: &Page<'_>, url: &str) -> String {
    let mut data = json!({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": page.title, "url": url,
        "datePublished": page.published.to_string(), "description": page.summary, "inLanguage": outlet.language,
        "isAccessibleForFree": page.access == Access::Full,
        "author": [{"@type": if page.byline.is_some() { "Person" } else { "Organization" }, "name": page.byline.unwrap_or(outlet.title)}],
        "publisher": {"@type": "NewsMediaOrganization", "name": outlet.title},
    });
    if let (Some(modified), Some(fields)) = (page.modified, data.as_object_mut()) {
        fields.insert("dateModified".into(), modified.to_string().into());
    }
    if let (Access::Paywall, Some(fields)) = (page.access, data.as_object_mut()) {
        let part = json!({"@type": "WebPageElement", "isAccessibleForFree": false, "cssSelector": ".paywall"});
        fields.insert("hasPart".into(), part);
    }
    format!("<script type=\"application/ld+json\">{}</script>", data.to_string().replace('<', "\\u003c"))
}

fn optional<T>(value: Option<T>, show: impl FnOnce(T) -> String) -> String {
    value.map(show).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled() {
        let check = |template: &str, expected: &str| {
            assert_eq!(fill(template, &[("a", "1{{b}}".into()), ("b", "2".into())]), expected)
        };
        check("x{{a}}y{{b}}", "x1{{b}}y2");
        check("{{c}} {{", "{{c}} {{");
    }

    #[test]
    fn slugs_are_plain() {
        assert_eq!(slug("Arts & Books"), "arts-books");
    }
}
