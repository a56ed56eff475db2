//! The templates, compiled in, and the one formatter through which every printed value passes.

use super::{SCRIPT, STYLE};
use crate::{Look, PublishError, Site, text};
use minijinja::{
    AutoEscape, Environment, Error, Output, State, UndefinedBehavior, Value, context, syntax::SyntaxConfig,
};
use std::{fmt::Write, sync::LazyLock};

const TEMPLATES: [(&str, &str); 26] = [
    ("base.html", include_str!("../../templates/base.html")),
    ("macros.html", include_str!("../../templates/macros.html")),
    ("parts.html", include_str!("../../templates/parts.html")),
    ("forms.html", include_str!("../../templates/forms.html")),
    ("edition.html", include_str!("../../templates/edition.html")),
    ("story.html", include_str!("../../templates/story.html")),
    ("decisions.html", include_str!("../../templates/decisions.html")),
    ("why.html", include_str!("../../templates/why.html")),
    ("original.html", include_str!("../../templates/original.html")),
    ("ledger.html", include_str!("../../templates/ledger.html")),
    ("feeds.html", include_str!("../../templates/feeds.html")),
    ("archive.html", include_str!("../../templates/archive.html")),
    ("about.html", include_str!("../../templates/about.html")),
    ("login.html", include_str!("../../templates/login.html")),
    ("setup.html", include_str!("../../templates/setup.html")),
    ("search.html", include_str!("../../templates/search.html")),
    ("listed.html", include_str!("../../templates/listed.html")),
    ("saved.html", include_str!("../../templates/saved.html")),
    ("section.html", include_str!("../../templates/section.html")),
    ("hits.html", include_str!("../../templates/hits.html")),
    ("corrections.html", include_str!("../../templates/corrections.html")),
    ("report.html", include_str!("../../templates/report.html")),
    ("message.html", include_str!("../../templates/message.html")),
    ("entry.html", include_str!("../../templates/entry.html")),
    ("api.html", include_str!("../../templates/api.html")),
    ("newsletter.html", include_str!("../../templates/newsletter.html")),
];

/// Parsed once. The templates are part of the program; that they parse is held by a test.
static ENVIRONMENT: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(environment);

/// The parts of the masthead: name, path, key of the page it is, whether only the owner has it.
const NAV: [(&str, &str, &str, bool); 6] = [
    ("Today", "", "edition", false),
    ("Search", "search", "search", false),
    ("Saved", "saved", "saved", true),
    ("Archive", "archive", "archive", false),
    ("Feeds", "feeds", "feeds", false),
    ("How this works", "about", "about", false),
];

/// A page: a template in the frame of the site. `here` is the key of the masthead's link that is this page.
pub(crate) fn render(template: &str, here: &str, site: &Site, page: Value) -> Result<String, PublishError> {
    let here = if template == "edition.html" { "edition" } else { here };
    let viewer = &site.viewer;
    let shown = NAV
        .iter()
        .filter(|(_, path, _, owner)| (!owner || viewer.owner) && (viewer.served || viewer.built || *path != "search"));
    let nav: Vec<Value> =
        shown.map(|(name, path, key, _)| context! { name => *name, path => *path, here => *key == here }).collect();
    let sections: Vec<Value> = viewer
        .sections
        .iter()
        .map(|name| context! { name => name.as_str(), href => site.href(&section_path(name, site)), here => here == name.as_str() })
        .collect();
    let choices = |all: [&'static str; 4], chosen: &str| -> Vec<Value> {
        all.iter().map(|name| context! { name => *name, chosen => *name == chosen }).collect()
    };
    let look = viewer.look;
    let values = context! {
        title => site.title.as_str(), root => site.root.as_str(), language => site.language.as_str(), demo => site.demo,
        style => style_href(site), script => script_href(site), owner => viewer.owner, session => viewer.session,
        locked => viewer.locked, served => viewer.served, built => viewer.built, token => viewer.form_token.as_str(), here => viewer.here.as_str(),
        theme => look.theme(), size => look.size(), themes => choices(Look::THEMES, look.theme()),
        sizes => choices(Look::SIZES, look.size()), sections, newsletter => site.newsletter && viewer.served,
    };
    let environment = match &site.theme {
        Some(theme) => &theme.environment,
        None => ours()?,
    };
    Ok(environment.get_template(template)?.render(context! { site => values, nav, ..page })?)
}

/// The path of a section's page. Of files it is a name that any host can keep: letters, digits and hyphens, and where that
/// is not all of it, six digits that no other section has.
pub(crate) fn section_path(name: &str, site: &Site) -> String {
    if !site.viewer.built {
        return format!("t/{}", text::path_segment(name));
    }
    let words: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(SLUG).collect();
    if slug == name {
        return format!("t/{slug}");
    }
    format!("t/{}", [slug, standfirst_types::span::hex(name.as_bytes(), 3)].join("-").trim_start_matches('-'))
}

/// Letters of a section's name in the name of its file.
const SLUG: usize = 40;

/// A template without the frame, e.g. for a feed.
pub(crate) fn render_part(template: &str, page: Value) -> Result<String, PublishError> {
    Ok(ours()?.get_template(template)?.render(page)?)
}

fn ours() -> Result<&'static Environment<'static>, PublishError> {
    ENVIRONMENT.as_ref().map_err(|e| PublishError::Template(Error::new(e.kind(), e.to_string())))
}

/// The names of our templates.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    TEMPLATES.iter().map(|(name, _)| *name)
}

/// The style sheet's link: versioned by its content, so that it can be cached for ever.
pub fn style_href(site: &Site) -> String {
    format!("{}style.css?v={}", site.root, version(style(site)))
}

/// The style sheet: ours, or the theme's.
pub fn style(site: &Site) -> &str {
    site.theme.as_ref().map_or(STYLE, |t| &t.style)
}

/// The script's link, versioned alike.
pub fn script_href(site: &Site) -> String {
    format!("{}app.js?v={}", site.root, version(SCRIPT))
}

fn version(content: &str) -> String {
    standfirst_types::span::hex(content.as_bytes(), 5)
}

pub(super) fn environment() -> Result<Environment<'static>, Error> {
    let mut environment = bare_environment()?;
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
}

/// An environment without templates, whose every printed value passes the formatter.
pub(crate) fn bare_environment() -> Result<Environment<'static>, Error> {
    let mut environment = Environment::new();
    // No way around the formatter, for themes neither.
    environment.remove_filter("safe");
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_syntax(SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build()?);
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_formatter(format);
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
