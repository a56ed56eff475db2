//! The templates, compiled in, and the one formatter through which every printed value passes.

use super::{SCRIPT, STYLE};
use crate::{PublishError, Site, text};
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, context, syntax::SyntaxConfig,
};
use std::{fmt::Write, sync::LazyLock};

const TEMPLATES: [(&str, &str); 17] = [
    ("base.html", include_str!("../../templates/base.html")),
    ("macros.html", include_str!("../../templates/macros.html")),
    ("parts.html", include_str!("../../templates/parts.html")),
    ("edition.html", include_str!("../../templates/edition.html")),
    ("story.html", include_str!("../../templates/story.html")),
    ("decisions.html", include_str!("../../templates/decisions.html")),
    ("why.html", include_str!("../../templates/why.html")),
    ("original.html", include_str!("../../templates/original.html")),
    ("ledger.html", include_str!("../../templates/ledger.html")),
    ("feeds.html", include_str!("../../templates/feeds.html")),
    ("archive.html", include_str!("../../templates/archive.html")),
    ("about.html", include_str!("../../templates/about.html")),
    ("forms.html", include_str!("../../templates/forms.html")),
    ("login.html", include_str!("../../templates/login.html")),
    ("setup.html", include_str!("../../templates/setup.html")),
    ("message.html", include_str!("../../templates/message.html")),
    ("entry.html", include_str!("../../templates/entry.html")),
];

/// Parsed once. The templates are part of the program; that they parse is held by a test.
static ENVIRONMENT: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(environment);

/// The parts of the masthead: name, path, key of the page it is.
const NAV: [(&str, &str, &str); 4] = [
    ("Today", "", "edition"),
    ("Archive", "archive", "archive"),
    ("Feeds", "feeds", "feeds"),
    ("How this works", "about", "about"),
];

/// A page: a template in the frame of the site. `here` is the key of the masthead's link that is this page.
pub(crate) fn render(template: &str, here: &str, site: &Site, page: Value) -> Result<String, PublishError> {
    let here = if template == "edition.html" { "edition" } else { here };
    let nav: Vec<Value> =
        NAV.iter().map(|(name, path, key)| context! { name => *name, path => *path, here => *key == here }).collect();
    let site = context! {
        title => site.title.as_str(), root => site.root.as_str(), language => site.language.as_str(), demo => site.demo,
        style => style_href(site), script => script_href(site), owner => site.viewer.owner, session => site.viewer.session,
        locked => site.viewer.locked, token => site.viewer.form_token.as_str(), here => site.viewer.here.as_str(),
    };
    render_part(template, context! { site, nav, ..page })
}

/// A template without the frame, e.g. for a feed.
pub(crate) fn render_part(template: &str, page: Value) -> Result<String, PublishError> {
    let environment = ENVIRONMENT.as_ref().map_err(|e| PublishError::Template(Error::new(e.kind(), e.to_string())))?;
    Ok(environment.get_template(template)?.render(page)?)
}

/// The style sheet's link: versioned by its content, so that it can be cached for ever.
pub fn style_href(site: &Site) -> String {
    format!("{}style.css?v={}", site.root, version(STYLE))
}

/// The script's link, versioned alike.
pub fn script_href(site: &Site) -> String {
    format!("{}app.js?v={}", site.root, version(SCRIPT))
}

fn version(content: &str) -> String {
    standfirst_types::span::hex(content.as_bytes(), 5)
}

fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(format);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// Prints a value: what templates made as it is, all else without hostile characters and escaped, whatever the template
/// says, so that a forgotten filter cannot let text from outside become markup. `|safe` has no use here: it is not used.
fn format(out: &mut Output, _: &mut State, value: &Value) -> Result<(), Error> {
    if value.is_safe() {
        return write!(out, "{value}").map_err(Error::from);
    }
    if value.is_none() {
        return Ok(());
    }
    match value.as_str() {
        Some(text) => escape(out, text).map_err(Error::from),
        None => escape(out, &value.to_string()).map_err(Error::from),
    }
}

/// Escapes for HTML text and quoted attributes (HTML Standard, 13.1.2.3 and 13.3).
fn escape(out: &mut impl Write, value: &str) -> std::fmt::Result {
    for c in text::clean(value).chars() {
        match c {
            '&' => out.write_str("&amp;")?,
            '<' => out.write_str("&lt;")?,
            '>' => out.write_str("&gt;")?,
            '"' => out.write_str("&quot;")?,
            '\'' => out.write_str("&#39;")?,
            c => out.write_char(c)?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_parse() {
        assert!(ENVIRONMENT.is_ok(), "{:?}", ENVIRONMENT.as_ref().err());
    }

    #[test]
    fn no_template_turns_escaping_off() {
        for (name, source) in TEMPLATES {
            for word in ["|safe", "| safe", "autoescape", "style=\"", " onclick", "<style", "http://", "https://"] {
                assert!(!source.contains(word), "{name} has {word}");
            }
        }
    }

    #[test]
    fn printed_values_are_escaped_and_clean() {
        let mut out = String::new();
        escape(&mut out, "<b a='1' c=\"2\">&\u{202e}\u{1b}x").unwrap();
        assert_eq!(out, "&lt;b a=&#39;1&#39; c=&quot;2&quot;&gt;&amp;x");
    }
}
