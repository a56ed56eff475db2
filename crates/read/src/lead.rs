//! The lead image with its credit, and the keywords: what a page says of its article for those who show it elsewhere.

use crate::class;
use crate::jsonld::Facts;
use crate::page::Page;
use url::Url;

/// Longest credit kept, in bytes.
const MAX_CREDIT: usize = 120;
/// At most this many keywords are kept.
const MAX_KEYWORDS: usize = 24;

/// The picture a page gives for its article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Image {
    /// Its address, absolute, `http` or `https`.
    pub url: String,
    /// Who made it or owns it, as the page says.
    pub credit: Option<String>,
}

/// The lead image: of the data, else of the head. Its credit: of the data, else the first line on the page that is one.
pub(crate) fn image(page: &Page, facts: &Facts, url: &str) -> Option<Image> {
    let stated = facts.image.as_deref().or_else(|| {
        ["og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"]
            .iter()
            .find_map(|k| page.meta(k))
    })?;
    let address = match Url::parse(url) {
        Ok(base) => base.join(stated.trim()),
        Err(_) => Url::parse(stated.trim()),
    };
    let address = address.ok().filter(|u| matches!(u.scheme(), "http" | "https"))?;
    let credit = facts.credit.clone().or_else(|| credit(page)).filter(|c| c.len() <= MAX_CREDIT);
    Some(Image { url: address.into(), credit })
}

/// The first caption on the page that names a picture's maker.
fn credit(page: &Page) -> Option<String> {
    let marked = (0u32..).zip(&page.nodes).filter(|(_, n)| n.marks & class::CAPTION != 0).map(|(i, _)| i);
    marked.take(24).find_map(|i| credited(&page.text(i, 600)))
}

/// The credit in a caption: "… (Photo: Ilse Varn)", "Credit: Vallmark Post", "© Oto Quell".
fn credited(caption: &str) -> Option<String> {
    const SAYS: [&str; 12] = [
        "photo credit:",
        "image credit:",
        "photo by",
        "photograph by",
        "photograph:",
        "photo:",
        "credit:",
        "image:",
        "foto:",
        "bild:",
        "photographie :",
        "©",
    ];
    let low = caption.to_ascii_lowercase();
    let (at, says) = SAYS
        .iter()
        .filter_map(|s| low.find(s).map(|i| (i, s.len())))
        .min_by_key(|(at, len)| (*at, usize::MAX - len))?;
    let rest = caption.get(at + says..)?.trim_start_matches([':', ' ', '©']);
    let name = rest.split([')', ']', ';', '\n']).next()?.trim().trim_end_matches(['.', ',']);
    (name.len() > 2).then(|| name.to_owned())
}

/// Keywords: of the data, else of the head; each once, in order.
pub(crate) fn keywords(page: &Page, facts: &Facts) -> Vec<String> {
    let mut found = vec![];
    let mut add = |list: &str| {
        for word in list.split([',', ';']).map(str::trim).filter(|w| !w.is_empty() && w.len() <= 80) {
            if found.len() < MAX_KEYWORDS && !found.iter().any(|f: &String| f.eq_ignore_ascii_case(word)) {
                found.push(crate::repair::entities(word).into_owned());
            }
        }
    };
    facts.keywords.iter().for_each(|k| add(k));
    for key in ["news_keywords", "keywords", "article:tag", "parsely-tags", "sailthru.tags"] {
        page.meta.iter().filter(|(k, _)| k == key).for_each(|(_, value)| add(value));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_are_found_in_captions() {
        let check =
            |caption: &str, expected: Option<&str>| assert_eq!(credited(caption).as_deref(), expected, "{caption}");
        check("The ferry at its pier. (Photo: Ilse Varn)", Some("Ilse Varn"));
        check("The ferry. Image credit: Vallmark Post.", Some("Vallmark Post"));
        check("© Oto Quell", Some("Oto Quell"));
        check("The ferry at its pier.", None);
    }
}
