//! Kite: editions in the data shape that Kagi News (once Kite) publishes, so that its open front end can show them: an index
//! `kite.json`, and a file of clusters for each category.
//!
//! Field names and types are those of the front end's published `types.ts`. Every text is one of the sealed brief's; what a brief
//! has nothing for (an emoji, a "did you know", a place) is left empty, not made up. No picture and no icon is named,
//! for those would be fetched from elsewhere.

use crate::text;
use jiff::tz::TimeZone;
use serde::Serialize;
use standfirst_types::{Brief, Checked, Original, Published, When};
use std::borrow::Borrow;

/// The index's file.
pub const INDEX: &str = "kite.json";
/// The name of the category that has the whole edition.
pub const ALL: &str = "All";

/// The index: which categories there are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Index {
    /// When the edition was composed, in seconds since 1970.
    pub timestamp: i64,
    /// The categories, in order.
    pub categories: Vec<CategoryEntry>,
}

/// A category in the index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CategoryEntry {
    /// Its name.
    pub name: String,
    /// Its file.
    pub file: String,
}

/// A category's file.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Category {
    /// Its name.
    pub category: String,
    /// When the edition was composed, in seconds since 1970.
    pub timestamp: i64,
    /// Articles read for it.
    pub read: u32,
    /// The publishers of its clusters, each once.
    pub domains: Vec<Domain>,
    /// Its stories.
    pub clusters: Vec<Cluster>,
}

/// A publisher.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Domain {
    /// Its host without `www.`.
    pub name: String,
    /// Always empty: an icon would be fetched from elsewhere.
    pub favicon: String,
}

/// A story. Fields that no brief can fill are there and empty, as the front end expects them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the fields are named by the shape")]
pub struct Cluster {
    pub cluster_number: usize,
    pub unique_domains: usize,
    pub number_of_titles: usize,
    pub category: String,
    pub title: String,
    pub short_summary: String,
    pub did_you_know: String,
    pub talking_points: Vec<String>,
    pub quote: String,
    pub quote_author: String,
    pub quote_source_url: String,
    pub quote_source_domain: String,
    pub location: String,
    pub perspectives: Vec<Perspective>,
    pub emoji: String,
    pub geopolitical_context: String,
    pub historical_background: String,
    pub international_reactions: Vec<String>,
    pub humanitarian_impact: String,
    pub economic_implications: String,
    pub timeline: Vec<String>,
    pub future_outlook: String,
    pub key_players: Vec<String>,
    pub technical_details: Vec<String>,
    pub business_angle_text: String,
    pub business_angle_points: Vec<String>,
    pub user_action_items: Vec<String>,
    pub scientific_significance: Vec<String>,
    pub travel_advisory: Vec<String>,
    pub destination_highlights: String,
    pub culinary_significance: String,
    pub performance_statistics: Vec<String>,
    pub league_standings: String,
    pub diy_tips: String,
    pub design_principles: String,
    pub user_experience_impact: String,
    pub gameplay_mechanics: Vec<String>,
    pub industry_impact: Vec<String>,
    pub technical_specifications: String,
    pub articles: Vec<KiteArticle>,
    pub domains: Vec<Domain>,
}

/// What one side says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Perspective {
    /// Its sentence.
    pub text: String,
    /// Who says so.
    pub sources: Vec<PerspectiveSource>,
}

/// Who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PerspectiveSource {
    /// The publisher.
    pub name: String,
    /// The original.
    pub url: String,
}

/// An original.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[allow(missing_docs, reason = "the fields are named by the shape")]
pub struct KiteArticle {
    pub title: String,
    pub link: String,
    pub domain: String,
    pub date: String,
    pub image: String,
    pub image_caption: String,
}

/// Headings of what was before, in the languages that briefs have headings in.
const BACKGROUND: [&str; 14] = [
    "Background",
    "Hintergrund",
    "Contexte",
    "Antecedentes",
    "Contexto",
    "Contesto",
    "Achtergrond",
    "Bakgrund",
    "Baggrund",
    "Bakgrunn",
    "Tausta",
    "Tło",
    "Предыстория",
    "Arka plan",
];
/// Headings of what is to come.
const NEXT: [&str; 14] = [
    "What comes next",
    "Wie es weitergeht",
    "Et maintenant",
    "Qué sigue",
    "O que vem a seguir",
    "Che cosa accadrà",
    "Wat er volgt",
    "Vad som händer nu",
    "Hvad der sker nu",
    "Hva som skjer nå",
    "Mitä seuraavaksi",
    "Co dalej",
    "Что дальше",
    "Sırada ne var",
];

/// The index of a whole edition and the sections.
pub fn index(published: &Published, sections: &[String]) -> Index {
    let names = std::iter::once(ALL.to_owned()).chain(sections.iter().map(|s| text::one_line(s)));
    let categories = names.zip(files(sections)).map(|(name, file)| CategoryEntry { name, file }).collect();
    Index { timestamp: published.edition.created.as_second(), categories }
}

/// The files of the whole edition and of each section, in order: made of the names, and each unlike all others.
pub fn files(sections: &[String]) -> Vec<String> {
    let mut files = vec!["all.json".to_owned()];
    for (n, name) in sections.iter().enumerate() {
        let mut slug = String::new();
        for c in name.to_lowercase().chars() {
            match c {
                c if c.is_ascii_alphanumeric() => slug.push(c),
                _ if !slug.is_empty() && !slug.ends_with('_') => slug.push('_'),
                _ => {}
            }
        }
        let slug: String = slug.trim_end_matches('_').chars().take(60).collect();
        let file = format!("{slug}.json");
        let taken = slug.is_empty() || file == INDEX || file == "onthisday.json" || files.contains(&file);
        files.push(if taken { format!("section_{}.json", n + 1) } else { file });
    }
    files
}

/// The whole edition as a category.
pub fn edition(published: &Published) -> Category {
    let stories: Vec<(&Published, &Brief)> = published.briefs.iter().map(|b| (published, b)).collect();
    category(ALL, published, published.edition.ledger.pages_read, &stories)
}

/// A section as a category; each of `stories` holds its brief. The time is the edition's.
pub fn section<P: Borrow<Published>>(name: &str, published: &Published, stories: &[P]) -> Category {
    let stories: Vec<(&Published, &Brief)> =
        stories.iter().map(Borrow::borrow).flat_map(|p| p.briefs.iter().map(move |b| (p, b))).collect();
    let read = stories.iter().map(|(_, b)| b.frame().originals.len() as u32).sum();
    category(&text::one_line(name), published, read, &stories)
}

fn category(name: &str, published: &Published, read: u32, stories: &[(&Published, &Brief)]) -> Category {
    let clusters: Vec<Cluster> = stories.iter().enumerate().map(|(i, (_, b))| cluster(i + 1, name, b)).collect();
    let mut domains: Vec<Domain> = clusters.iter().flat_map(|c| c.domains.clone()).collect();
    domains.sort();
    domains.dedup();
    Category { category: name.into(), timestamp: published.edition.created.as_second(), read, domains, clusters }
}

fn cluster(number: usize, category: &str, brief: &Brief) -> Cluster {
    let articles: Vec<KiteArticle> = brief.frame().originals.iter().map(article).collect();
    let mut domains: Vec<Domain> =
        articles.iter().map(|a| Domain { name: a.domain.clone(), favicon: String::new() }).collect();
    domains.sort();
    domains.dedup();
    let mut out = Cluster {
        cluster_number: number,
        unique_domains: domains.len(),
        number_of_titles: articles.len(),
        category: category.into(),
        title: text::one_line(&brief.headline().text),
        short_summary: joined(brief.tldr()),
        talking_points: brief.key_facts().iter().map(|s| text::one_line(&s.text)).collect(),
        perspectives: perspectives(brief),
        historical_background: under(brief, &BACKGROUND),
        future_outlook: under(brief, &NEXT),
        timeline: brief
            .timeline()
            .iter()
            .map(|t| format!("{}:: {}", t.date.date(), text::one_line(&t.sentence.text)))
            .collect(),
        articles,
        domains,
        ..Cluster::default()
    };
    if let Some(quote) = brief.quotes().first() {
        let url = brief.original(quote.reference.article).and_then(|o| text::web_link(&o.url)).unwrap_or_default();
        out.quote = text::one_line(&quote.text);
        out.quote_author = text::one_line(&quote.speaker);
        out.quote_source_domain = domain(&url);
        out.quote_source_url = url;
    }
    out
}

/// Both sides of every disagreement, each with its sources.
fn perspectives(brief: &Brief) -> Vec<Perspective> {
    let sides = brief.disagreements().iter().flat_map(|d| &d.versions);
    let side = |v: &standfirst_types::brief::CheckedVersion| {
        let mut sources: Vec<PerspectiveSource> = vec![];
        for original in v.sentence.refs.iter().filter_map(|r| brief.original(r.article)) {
            let url = text::web_link(&original.url).unwrap_or_default();
            let source = PerspectiveSource { name: text::one_line(&original.publisher), url };
            if !sources.contains(&source) {
                sources.push(source);
            }
        }
        Perspective { text: text::one_line(&v.sentence.text), sources }
    };
    sides.map(side).collect()
}

fn under(brief: &Brief, headings: &[&str]) -> String {
    let sections = brief.article().iter().filter(|s| headings.contains(&s.heading.as_str()));
    sections.map(|s| joined(&s.sentences)).collect::<Vec<_>>().join(" ")
}

fn joined(sentences: &[Checked]) -> String {
    sentences.iter().map(|s| text::one_line(&s.text)).collect::<Vec<_>>().join(" ")
}

fn article(original: &Original) -> KiteArticle {
    let link = text::web_link(&original.url).unwrap_or_default();
    KiteArticle {
        title: text::one_line(&original.title),
        domain: domain(&link),
        link,
        date: original.published.map(|w| date(&w)).unwrap_or_default(),
        image: String::new(),
        image_caption: String::new(),
    }
}

/// `2031-05-08T12:30:00+00:00`, as the shape writes times.
fn date(when: &When) -> String {
    when.at.to_zoned_datetime(TimeZone::UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string()
}

fn domain(link: &str) -> String {
    let url = url::Url::parse(link).ok();
    let host = url.as_ref().and_then(url::Url::host_str).unwrap_or_default();
    host.strip_prefix("www.").unwrap_or(host).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_has_a_file_of_its_own() {
        let check = |sections: &[&str], expected: &[&str]| {
            let sections: Vec<String> = sections.iter().map(|s| (*s).to_owned()).collect();
            assert_eq!(files(&sections), expected);
        };
        check(&[], &["all.json"]);
        check(&["Sea & shore", "sea/shore", "港"], &["all.json", "sea_shore.json", "section_2.json", "section_3.json"]);
        check(&["All", "Kite", "../etc/passwd"], &["all.json", "section_1.json", "section_2.json", "etc_passwd.json"]);
    }

    #[test]
    fn times_and_hosts_are_as_the_shape_has_them() {
        assert_eq!(date(&When::parse("2031-05-08").unwrap()), "2031-05-08T00:00:00+00:00");
        assert_eq!(domain("https://www.courant.example:8080/x"), "courant.example");
        assert_eq!(domain("javascript:alert(1)"), "");
    }
}
