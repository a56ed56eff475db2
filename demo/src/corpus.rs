//! The corpus: every page under `demo/newswire/`, compiled in, with what becomes of it on the second day.

use std::{collections::BTreeMap, sync::LazyLock};

use include_dir::{Dir, include_dir};

use crate::page::Page;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/newswire");
static LOADED: LazyLock<(Vec<Entry>, Vec<String>)> = LazyLock::new(load);

/// One address and the versions of the page that stand there.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The page as first published.
    pub first: Page<'static>,
    /// The page as it stands on day 2, where it was changed.
    pub second: Option<Page<'static>>,
}

impl Entry {
    /// The version served on `day`; `None` before the page was published.
    #[must_use]
    pub fn on(&self, day: u8) -> Option<&Page<'static>> {
        match &self.second {
            Some(second) if day >= second.day => Some(second),
            _ if day >= self.first.day => Some(&self.first),
            _ => None,
        }
    }

    /// `outlet/slug`, the name that `EXPECTED.json` uses.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{}/{}", self.first.outlet, self.first.slug)
    }
}

/// Every page, by outlet and then newest first.
#[must_use]
pub fn entries() -> &'static [Entry] {
    &LOADED.0
}

/// The source files that did not parse, each with its reason; the tests hold this list empty.
#[must_use]
pub fn problems() -> &'static [String] {
    &LOADED.1
}

/// A compiled-in file by its path under `demo/newswire/`.
pub(crate) fn file(path: &str) -> Option<&'static str> {
    FILES.get_file(path)?.contents_utf8()
}

fn load() -> (Vec<Entry>, Vec<String>) {
    let (mut first, mut second, mut problems) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for source in FILES.dirs().flat_map(Dir::files) {
        let (Some(path), Some(text)) = (source.path().to_str(), source.contents_utf8()) else {
            problems.push(format!("{}: not UTF-8", source.path().display()));
            continue;
        };
        let Some((outlet, name)) = path.split_once(['/', '\\']) else { continue };
        let Some(slug) = name.strip_suffix(".txt") else { continue };
        let (versions, slug) = match slug.strip_suffix(".day2") {
            Some(slug) => (&mut second, slug),
            None => (&mut first, slug),
        };
        match Page::parse(outlet, slug, text) {
            Ok(page) => drop(versions.insert((outlet, slug), page)),
            Err(problem) => problems.push(problem),
        }
    }
    let mut entries: Vec<Entry> =
        first.into_iter().map(|(key, first)| Entry { first, second: second.remove(&key) }).collect();
    problems.extend(second.into_keys().map(|(outlet, slug)| format!("{outlet}/{slug}: a second day without a first")));
    entries.sort_by_key(|e| (e.first.outlet, std::cmp::Reverse(e.first.published), e.first.slug));
    (entries, problems)
}
