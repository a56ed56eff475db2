//! A theme: the user's own templates and style sheet, each in place of ours of the same name.
//!
//! What a theme prints goes through the same formatter as ours, and there is no filter to get around it: a theme can make a
//! page ugly, not unsafe.

use super::{STYLE, layout};
use minijinja::Environment;
use std::{collections::BTreeMap, path::Path};

/// Largest file of a theme, in bytes.
const LARGEST: u64 = 1 << 20;

/// Templates and style, ready to use.
pub struct Theme {
    pub(super) environment: Environment<'static>,
    pub(super) style: String,
}

impl std::fmt::Debug for Theme {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Theme").field("style_bytes", &self.style.len()).finish_non_exhaustive()
    }
}

impl Theme {
    /// The theme in a folder: any of our templates by its name (`story.html`), `style.css` in place of our style sheet, and
    /// `more.css` after it. `None` where there is no such folder.
    ///
    /// # Errors
    /// In words: a file that is none of ours, is too large, cannot be read, or does not parse.
    pub fn open(folder: &Path) -> Result<Option<Self>, String> {
        if !folder.is_dir() {
            return Ok(None);
        }
        let mut files = BTreeMap::new();
        let fault = |path: &Path, why: &dyn std::fmt::Display| format!("{}: {why}", path.display());
        for entry in std::fs::read_dir(folder).map_err(|e| fault(folder, &e))? {
            let path = entry.map_err(|e| fault(folder, &e))?.path();
            let name = path.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
            if name.starts_with('.') {
                continue;
            }
            if std::fs::metadata(&path).map_err(|e| fault(&path, &e))?.len() > LARGEST {
                return Err(fault(&path, &"larger than 1 MiB; make it smaller"));
            }
            files.insert(name, std::fs::read_to_string(&path).map_err(|e| fault(&path, &e))?);
        }
        Self::of(files).map(Some).map_err(|why| fault(folder, &why))
    }

    /// The theme made of these files, by name.
    ///
    /// # Errors
    /// See [`Theme::open`].
    pub fn of(mut files: BTreeMap<String, String>) -> Result<Self, String> {
        let mut style = files.remove("style.css").unwrap_or_else(|| STYLE.to_owned());
        if let Some(more) = files.remove("more.css") {
            style.push('\n');
            style.push_str(&more);
        }
        let mut environment = layout::environment().map_err(|e| e.to_string())?;
        for (name, source) in files {
            if !layout::names().any(|n| n == name) {
                let known = layout::names().collect::<Vec<_>>().join(", ");
                return Err(format!("{name} is no template; there are: {known}, style.css and more.css"));
            }
            environment.add_template_owned(name, source).map_err(|e| format!("{e:#}"))?;
        }
        Ok(Self { environment, style })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Site, page};
    use jiff::{Timestamp, tz::TimeZone};
    use std::sync::Arc;

    fn site(files: &[(&str, &str)]) -> Result<Site, String> {
        let files = files.iter().map(|(n, t)| ((*n).to_owned(), (*t).to_owned())).collect();
        let site = Site::new("<Mine>", TimeZone::UTC, Timestamp::UNIX_EPOCH);
        Ok(Site { theme: Some(Arc::new(Theme::of(files)?)), ..site })
    }

    #[test]
    fn a_theme_takes_the_place_of_ours_and_is_as_safe() {
        let mine = site(&[(
            "about.html",
            "{% extends \"base.html\" %}{% block main %}<h1>{{ site.title }}</h1>{% endblock %}",
        )]);
        let html = page::about(&mine.unwrap()).unwrap();
        assert!(html.contains("<h1>&lt;Mine&gt;</h1>") && html.contains("<footer"));
        for (name, source, fault) in [
            ("abuot.html", "", "is no template; there are: "),
            ("about.html", "{% if %}", "about.html"),
            ("about.html", "{{ site.title|safe }}", "unknown filter"),
        ] {
            let site = site(&[(name, source)]);
            let error = site.and_then(|s| page::about(&s).map_err(|e| e.to_string())).unwrap_err();
            assert!(error.contains(fault), "{error}");
        }
        let more = site(&[("more.css", "p { color: red }")]).unwrap();
        assert_ne!(page::style_href(&more), page::style_href(&Site::new("x", TimeZone::UTC, Timestamp::UNIX_EPOCH)));
    }
}
