//! The byline: persons named as authors, in the page's order.

use crate::class;
use crate::jsonld::Facts;
use crate::page::{Page, Tag};

const MAX_AUTHORS: usize = 12;

/// The authors of a page. `site` is left out: a publisher is no person.
pub(crate) fn authors(page: &Page, facts: &Facts, site: &str) -> Vec<String> {
    let mut found = vec![];
    facts.authors.iter().for_each(|a| add(&mut found, a, site));
    if found.is_empty() {
        let keys = [
            "author",
            "article:author",
            "dc.creator",
            "dcterms.creator",
            "parsely-author",
            "sailthru.author",
            "byl",
            "article:author_name",
            "og:author",
            "citation_author",
            "cxenseparse:author",
            "twitter:data1",
        ];
        for key in keys {
            for (_, value) in page.meta.iter().filter(|(k, _)| k == key) {
                if key != "twitter:data1" || page.meta("twitter:label1").is_some_and(is_label) {
                    add(&mut found, value, site);
                }
            }
            if !found.is_empty() {
                break;
            }
        }
    }
    if found.is_empty() {
        visible(page, site, &mut found);
    }
    if found.is_empty() {
        spoken(page, site, &mut found);
    }
    // Many systems record who filed the article; the page names those who wrote it with them.
    if let [first] = found.as_slice() {
        let mut shown = vec![];
        visible(page, site, &mut shown);
        let same = |name: &String| name.to_lowercase().ends_with(&first.to_lowercase());
        let inside = |a: &String| shown.iter().any(|b| b != a && b.contains(a.as_str()));
        if (2..=6).contains(&shown.len())
            && shown.iter().any(same)
            && shown.iter().all(|n| n.contains(' ') && !inside(n))
        {
            return shown;
        }
    }
    found
}

/// The first short element marked as a byline, outside comments.
fn visible(page: &Page, site: &str, found: &mut Vec<String>) {
    let marked = (0u32..).zip(&page.nodes).filter(|(_, n)| n.marks & class::BYLINE != 0 && n.tag != Tag::Body);
    for (i, _) in marked.take(40) {
        if page.within(i, class::COMMENTS | class::TEASER) {
            continue;
        }
        let text = page.text(i, 200);
        let (mut inner, mut whole) = (vec![], vec![]);
        // The name may be marked once more inside the byline; its date stands behind it.
        let end = page.nodes.get(i as usize).map_or(i, |n| n.end);
        let marked = (i + 1..end).filter(|j| page.nodes.get(*j as usize).is_some_and(|n| n.marks & class::BYLINE != 0));
        marked.take(4).for_each(|j| add(&mut inner, &page.text(j, 100), site));
        if text.len() < 100 && text.chars().any(char::is_alphabetic) {
            add(&mut whole, &text, site);
        }
        // "By <a>A B</a> and C D": the line names all, the mark one.
        let all_in = inner.iter().all(|n| whole.contains(n)) && whole.iter().all(|n| n.contains(' '));
        found.extend(if inner.is_empty() || all_in { whole } else { inner });
        if !found.is_empty() {
            return;
        }
    }
}

/// Whether a label announces an author: "Written by", "Verfasst von", …
fn is_label(label: &str) -> bool {
    let label = label.trim().to_lowercase();
    [
        "written by",
        "interview by",
        "author",
        "by",
        "verfasst von",
        "geschrieben von",
        "écrit par",
        "escrito por",
        "scritto da",
        "geschreven door",
        "autor",
    ]
    .contains(&label.as_str())
}

/// A short line that begins with "By" and a name, in the first part of the page.
fn spoken(page: &Page, site: &str, found: &mut Vec<String>) {
    const BY: [&str; 18] = [
        "By ",
        "by ",
        "BY ",
        "By: ",
        "by: ",
        "Von ",
        "Par ",
        "Por ",
        "Written by ",
        "Posted by ",
        "Words by ",
        "Author: ",
        "Autor: ",
        "Text: ",
        "Text von ",
        "Door ",
        "Автор: ",
        "Written by: ",
    ];
    let mut alone = false;
    for node in page.nodes.iter().filter(|n| n.tag == Tag::Text && !n.text.trim().is_empty()).take(800) {
        let text = node.text.trim();
        // "By" in a text of its own, the name in the link after it.
        let rest = if alone { Some(text) } else { BY.iter().find_map(|b| text.strip_prefix(b)) };
        alone = matches!(
            text,
            "By" | "by" | "By:" | "by:" | "BY" | "Von" | "Written by" | "Posted by" | "Author:" | "Par" | "Text:"
        );
        let Some(rest) = rest.filter(|r| r.len() < 90) else { continue };
        let capital = |w: &str| w.chars().next().is_some_and(char::is_uppercase);
        let words = rest.split_whitespace().count();
        if (2..=8).contains(&words) && rest.split_whitespace().take(2).all(capital) {
            add(found, rest, site);
        }
        if !found.is_empty() {
            return;
        }
    }
}

/// Adds the persons that a byline names.
fn add(found: &mut Vec<String>, byline: &str, site: &str) {
    let byline = crate::repair::entities(byline);
    if byline.contains("://") || byline.contains("www.") {
        return;
    }
    let byline = without_helpers(&byline);
    let all = parts(byline);
    for (i, part) in all.iter().enumerate() {
        let name = person(part);
        // After the first name a single word is a degree or a department.
        if i > 0 && !name.contains(' ') && name.is_ascii() {
            continue;
        }
        if is_person(name, site) && found.len() < MAX_AUTHORS && !found.iter().any(|f| f.eq_ignore_ascii_case(name)) {
            found.push(name.to_owned());
        }
    }
}

/// A byline without those who helped: "By A B. Reviewed by C D"; and from "written by" on, if it says so.
fn without_helpers(byline: &str) -> &str {
    const HELPERS: [&str; 14] = [
        "reviewed by",
        "edited by",
        "fact checked",
        "fact-checked",
        "medically reviewed",
        "photos by",
        "photography by",
        "photo by",
        "illustrated by",
        "illustration by",
        "translated by",
        "produced by",
        "last updated",
        "updated on",
    ];
    // ASCII only, so that byte offsets stay those of the byline.
    let low = byline.to_ascii_lowercase();
    let end = HELPERS.iter().filter_map(|h| low.find(h)).filter(|i| *i > 0).min().unwrap_or(byline.len());
    let byline = match byline.get(..end) {
        Some(own) if end < byline.len() => own.trim_end_matches([' ', '.', ',', ';', '|', '•', '·', '(']),
        _ => byline,
    };
    match low.get(..byline.len()).and_then(|l| l.find("written by ")) {
        Some(at) => byline.get(at..).unwrap_or(byline),
        None => byline,
    }
}

/// The parts of a byline: "By A B, C D and E F | The Post".
fn parts(byline: &str) -> Vec<&str> {
    let mut out = vec![byline];
    for sep in [
        " and ", " And ", " AND ", " und ", " et ", " y ", " e ", " и ", " & ", ";", "|", "/", "·", "•", ",", " for ",
        " in ", " am ", " Über ", " with ", " on ", " at ", "\n", " – ", " — ", " - ",
    ] {
        out = out.into_iter().flat_map(|p| p.split(sep)).collect();
    }
    out
}

fn person(part: &str) -> &str {
    let mut name = part.trim();
    for prefix in [
        "written by",
        "posted by",
        "published by",
        "veröffentlicht von",
        "eingestellt von",
        "geschrieben von",
        "verfasst von",
        "erstellt von",
        "artikel von",
        "ein beitrag von",
        "publié par",
        "écrit par",
        "escrito por",
        "publicado por",
        "scritto da",
        "article by",
        "reviewed by",
        "insights from",
        "by ",
        "von ",
        "par ",
        "por ",
        "di ",
        "de ",
        "written by ",
        "posted by ",
        "published by ",
        "text:",
        "text ",
        "author:",
        "autor:",
        "автор:",
        "door ",
        "af ",
        "av ",
        "story by ",
        "reported by ",
        "by:",
    ] {
        if name.get(..prefix.len()).is_some_and(|p| p.to_lowercase() == prefix) {
            name = name.get(prefix.len()..).unwrap_or_default().trim();
        }
    }
    // A date behind the name; a digit inside a word is a firm's.
    let end =
        name.find(|c: char| c.is_ascii_digit()).filter(|i| *i > 4 && name.get(..*i).is_some_and(|n| n.ends_with(' ')));
    name = end.and_then(|i| name.get(..i)).unwrap_or(name);
    let end = name.find(['(', '<', '[', '@', ':', '\u{2022}']).unwrap_or(name.len());
    degreeless(name.get(..end).unwrap_or_default())
        .trim_matches(|c: char| !c.is_alphanumeric() && c != '.' && c != '’' && c != '\'')
        .trim()
}

/// A name without the degrees behind it: "Ilse Varn MD".
fn degreeless(name: &str) -> &str {
    const DEGREES: [&str; 14] =
        ["MD", "M.D.", "PhD", "Ph.D.", "RN", "BSN", "MS", "MA", "MBA", "CPA", "CFP", "DDS", "JD", "RD"];
    let mut name = name.trim();
    while let Some((head, last)) = name.rsplit_once(' ').filter(|(head, _)| head.contains(' ')) {
        if !DEGREES.contains(&last) {
            break;
        }
        name = head.trim_end_matches(',');
    }
    name
}

fn is_person(name: &str, site: &str) -> bool {
    let low = name.to_lowercase();
    let words = name.split_whitespace().count();
    if !(3..=60).contains(&name.len())
        || words > 6
        || name.chars().any(|c| c.is_ascii_digit())
        || low.contains("http")
        || low.contains(".com")
    {
        return false;
    }
    if !site.is_empty() && low == site.to_lowercase() {
        return false;
    }
    const NOT: [&str; 56] = [
        "staff",
        "editor",
        "editors",
        "admin",
        "administrator",
        "redaktion",
        "redacción",
        "rédaction",
        "redazione",
        "editorial",
        "newsroom",
        "desk",
        "team",
        "reuters",
        "associated",
        "press",
        "afp",
        "dpa",
        "correspondent",
        "reporter",
        "writer",
        "news",
        "agency",
        "agencies",
        "webmaster",
        "contributor",
        "contributors",
        "guest",
        "written",
        "posted",
        "by",
        "publiziert",
        "veröffentlicht",
        "auteur",
        "autor",
        "autoren",
        "artikel",
        "people",
        "jobs",
        "head",
        "platform",
        "insights",
        "company",
        "founder",
        "author",
        "authors",
        "updated",
        "published",
        "share",
        "comments",
        "read",
        "minutes",
        "follow",
        "view",
        "редакция",
        "redakcja",
    ];
    if ["the ", "our ", "your ", "a ", "an "].iter().any(|w| low.starts_with(w)) {
        return false;
    }
    if ROLES.iter().any(|r| low.split(|c: char| !c.is_alphanumeric()).any(|w| w == *r)) || is_brand(name) {
        return false;
    }
    const PARTICLES: [&str; 22] = [
        "de", "da", "do", "dos", "das", "del", "della", "di", "du", "la", "le", "van", "von", "der", "den", "ter",
        "zu", "bin", "ibn", "al", "el", "y",
    ];
    let small = |w: &str| w.chars().next().is_some_and(char::is_lowercase) && !PARTICLES.contains(&w);
    if name.split_whitespace().skip(1).any(|w| small(w) && !w.contains(['-', '’', '\''])) {
        return false;
    }
    let first_upper = name.chars().find(|c| c.is_alphabetic()).is_some_and(|c| !c.is_lowercase());
    first_upper && !low.split(|c: char| !c.is_alphanumeric()).any(|w| NOT.contains(&w))
}

/// Words of what people do and of what they belong to; a part of a byline that has one is no name.
const ROLES: &[&str] = &[
    "expert",
    "specialist",
    "consultant",
    "manager",
    "director",
    "officer",
    "ceo",
    "founder",
    "certified",
    "strategist",
    "analyst",
    "journalist",
    "columnist",
    "producer",
    "photographer",
    "attorney",
    "department",
    "university",
    "institute",
    "features",
    "strategy",
    "research",
    "marketing",
    "magazine",
    "faculty",
    "program",
    "programme",
    "hotels",
    "hotel",
    "group",
    "inc",
    "llc",
    "ltd",
    "gmbh",
    "foundation",
    "association",
    "council",
    "committee",
    "ministry",
    "centre",
    "center",
    "college",
    "academy",
    "blog",
    "media",
    "network",
    "society",
    "hospital",
    "clinic",
    "services",
    "solutions",
    "systems",
    "technologies",
    "tips",
    "guide",
    "community",
    "development",
    "financial",
    "journalism",
    "licensed",
    "daily",
    "gazette",
    "tribune",
    "chronicle",
    "weekly",
    "online",
    "digital",
    "international",
    "national",
    "global",
    "communications",
    "business",
    "health",
    "politics",
    "sports",
    "opinion",
    "culture",
    "technology",
    "science",
    "engineer",
    "coach",
    "support",
    "service",
    "studio",
    "studios",
    "home",
    "about",
    "contact",
    "subscribe",
    "board",
    "trustees",
    "students",
    "disclosure",
    "reviewer",
    "reviewers",
    "president",
    "vice",
    "check",
    "get",
    "case",
    "wellness",
    "prevention",
    "menu",
    "search",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

/// One word in capitals or with capitals inside, or an address: a firm's name.
fn is_brand(name: &str) -> bool {
    let one = !name.contains(' ');
    let inner = name.chars().skip(1).any(char::is_uppercase);
    let domain = name
        .rsplit_once('.')
        .is_some_and(|(_, end)| (2..=4).contains(&end.len()) && end.bytes().all(|b| b.is_ascii_lowercase()));
    one && (inner && name.is_ascii() && !name.contains(['-', '\'', '.']) || domain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn persons_only() {
        let check = |byline: &str, expected: &[&str]| {
            let mut found = vec![];
            add(&mut found, byline, "Vallmark Post");
            assert_eq!(found, expected, "{byline}");
        };
        check("By Ilse Varn and Oto Quell", &["Ilse Varn", "Oto Quell"]);
        check("By ILSE VARN, Vallmark Post", &["ILSE VARN"]);
        check("Staff reporter", &[]);
        check("https://social.example/varn", &[]);
        check("Par Élodie Caravin", &["Élodie Caravin"]);
        check("By Ilse Varn. Medically reviewed by Oto Quell", &["Ilse Varn"]);
        check("This post was written by Ilse Varn, Head of Community Development", &["Ilse Varn"]);
        check("Ilse Varn on Friday", &["Ilse Varn"]);
        check("The Vallmark Courier", &[]);
        check("Varn7", &[]);
        check("Ilse Varn, who lives in Orin", &["Ilse Varn"]);
        check("Ilse van der Varn", &["Ilse van der Varn"]);
        check("Orin Collective Hotels", &[]);
    }
}
