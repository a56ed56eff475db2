//! The HTML part of a letter. Each story is laid out by itself, so that what does not fit is left to a link whole.

use super::{Recipient, story::MailStory};
use crate::{PublishError, Site, page::bare_environment, view::EditionView};
use minijinja::{Environment, Error, Value, context, value::Serde};
use std::sync::LazyLock;

/// Largest HTML part as it is sent, in bytes: Gmail cuts messages at 102 KB.
pub(super) const LARGEST: usize = 100_000;

const TEMPLATES: [(&str, &str); 4] = [
    ("base.html", include_str!("../../templates/mail/base.html")),
    ("edition.html", include_str!("../../templates/mail/edition.html")),
    ("story.html", include_str!("../../templates/mail/story.html")),
    ("about.html", include_str!("../../templates/mail/about.html")),
];

static ENVIRONMENT: LazyLock<Result<Environment<'static>, Error>> = LazyLock::new(|| {
    let mut environment = bare_environment()?;
    for (name, source) in TEMPLATES {
        environment.add_template(name, source)?;
    }
    Ok(environment)
});

/// An HTML part and how many stories it tells whole.
pub(super) struct Fitted {
    pub(super) text: String,
    pub(super) whole: usize,
}

/// A message about a subscription.
pub(super) struct About<'a> {
    pub(super) heading: &'a str,
    pub(super) before: &'a str,
    pub(super) link: &'a str,
    pub(super) after: &'a str,
}

/// The HTML of an edition: as many stories as fit, from the first on; the rest as links.
pub(super) fn fitted(
    view: &EditionView,
    stories: &[MailStory<'_>],
    subject: &str,
    site: &Site,
    to: &Recipient,
) -> Result<Fitted, PublishError> {
    let told = stories.iter().map(|s| render("story.html", context! { s => Serde(s) }));
    let told = told.collect::<Result<Vec<String>, _>>()?;
    let frame = |whole: usize| {
        let shown: Vec<Value> = told.iter().take(whole).map(|h| Value::from_safe_string(h.clone())).collect();
        let rest: Vec<&MailStory<'_>> = stories.iter().skip(whole).collect();
        let to =
            context! { preferences => to.preferences.as_str(), leave => to.leave.as_str(), email => to.email.as_str() };
        let (title, language) = (site.title.as_str(), site.language.as_str());
        let web = site.absolute(&format!("e/{}", view.id));
        let page =
            context! { subject, title, language, web, e => Serde(view), stories => shown, rest => Serde(rest), to };
        render("edition.html", page)
    };
    let mut whole = told.len();
    loop {
        let text = frame(whole)?;
        if whole == 0 || encoded(&text) <= LARGEST {
            return Ok(Fitted { text, whole });
        }
        // What it is over by is in the last stories; each gives back about what it is long.
        let mut over = encoded(&text).saturating_sub(LARGEST);
        while over > 0 && whole > 0 {
            whole -= 1;
            over = over.saturating_sub(told.get(whole).map_or(0, |t| encoded(t)));
        }
    }
}

/// The HTML of a message about a subscription.
pub(super) fn about(about: &About<'_>, site: &Site) -> Result<String, PublishError> {
    let About { heading, before, link, after } = *about;
    let (title, language) = (site.title.as_str(), site.language.as_str());
    render("about.html", context! { subject => heading, heading, before, link, after, title, language })
}

fn render(template: &str, page: Value) -> Result<String, PublishError> {
    let environment = ENVIRONMENT.as_ref().map_err(|e| PublishError::Template(Error::new(e.kind(), e.to_string())))?;
    Ok(environment.get_template(template)?.render(page)?)
}

/// Bytes of a text as quoted-printable (RFC 2045, 6.7), or as base64 where that is shorter; never less than it is sent as.
fn encoded(text: &str) -> usize {
    let plain = text.bytes().filter(|b| matches!(b, b' '..=b'~') && *b != b'=').count();
    let lines = text.bytes().filter(|b| *b == b'\n').count();
    let printable = plain + 3 * (text.len() - plain);
    // A soft line end costs three bytes in 76, a line end two.
    let quoted = printable + printable / 72 * 3 + 2 * lines;
    quoted.max(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_parse_and_load_nothing() {
        assert!(ENVIRONMENT.is_ok(), "{:?}", ENVIRONMENT.as_ref().err());
        for (name, source) in TEMPLATES {
            for word in ["|safe", "| safe", "autoescape", " on", "<script", "<img", "<link", "url(", " src=", "color:"]
            {
                let found = source.contains(word)
                    && !(word == " on" && !source.contains(" on=") && !source.contains(" onload"));
                assert!(!found, "{name} has {word}");
            }
        }
    }
}
