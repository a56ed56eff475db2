//! The view: an edition as every output shows it. All wording is done here and nothing is escaped yet.

mod edition;
mod evidence;
mod found;
mod original;
mod story;
mod why;

pub(crate) use edition::EditionView;
pub(crate) use evidence::{Evidence, Part};
pub(crate) use found::{ArticleRow, StoryRow};
pub(crate) use original::OriginalView;
pub(crate) use story::{Delta, Sentence, StoryView};
pub(crate) use why::{LinkView, WhyView, link};

/// The language of a text where it is not the page's.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub(crate) struct Lang {
    /// BCP 47 tag.
    pub(crate) tag: String,
    /// `ltr` or `rtl`.
    pub(crate) dir: &'static str,
}

impl Lang {
    /// `None` when the text is in the page's own language, or its tag is none.
    pub(crate) fn unless(site_language: &str, language: Option<&str>) -> Option<Self> {
        let tag = language?;
        let primary = |t: &str| t.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let well_formed = (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !well_formed || primary(tag) == primary(site_language) {
            return None;
        }
        Some(Self { tag: tag.into(), dir: direction(&primary(tag)) })
    }
}

/// The direction a language's usual script is written in (CLDR `scriptMetadata`, right-to-left scripts).
fn direction(primary: &str) -> &'static str {
    match primary {
        "ar" | "arc" | "ckb" | "dv" | "fa" | "he" | "ks" | "nqo" | "ps" | "sd" | "syr" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}
