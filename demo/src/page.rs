//! A page's source: one text file of front matter (`name: value` lines), a line `---`, and blocks parted by blank lines.
//!
//! A block that opens with `## ` is a subheading, with `> ` a block quotation; anything else is a paragraph.

use jiff::Timestamp;

/// One version of one page, borrowed from the compiled-in text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<'a> {
    /// The outlet's host label, e.g. `ellery-courant`; it comes from the folder.
    pub outlet: &'a str,
    /// The last part of the address; it comes from the file name.
    pub slug: &'a str,
    /// The headline.
    pub title: &'a str,
    /// Who wrote it, as printed; `None` where the outlet names nobody.
    pub byline: Option<&'a str>,
    /// When it appeared (UTC); its date is in the address.
    pub published: Timestamp,
    /// When the outlet says that it changed; a silent edit has none.
    pub modified: Option<Timestamp>,
    /// The day (1 or 2) from which this version is served.
    pub day: u8,
    /// The outlet's own section name, e.g. `World`.
    pub section: &'a str,
    /// The one or two sentences that the feed carries.
    pub summary: &'a str,
    /// What a reader without an account sees.
    pub access: Access,
    /// Whether the page's text is mangled on the way out, see [`crate::Newswire`].
    pub damaged: bool,
    /// The agency whose copy this is, where the outlet did not write it.
    pub credit: Option<&'a str>,
    /// The correction note printed with the page.
    pub correction: Option<&'a str>,
    /// The caption of the picture at its head, where it has one.
    pub caption: Option<&'a str>,
    /// The text.
    pub blocks: Vec<Block<'a>>,
}

/// What a reader without an account sees of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// All of it.
    Full,
    /// The opening paragraphs and an invitation to subscribe.
    Paywall,
}

/// One block of a page's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block<'a> {
    /// A paragraph.
    Paragraph(&'a str),
    /// A subheading.
    Subhead(&'a str),
    /// A quotation set apart.
    Quote(&'a str),
}

impl<'a> Page<'a> {
    /// Parses a source file. The error names the file and the line at fault.
    pub fn parse(outlet: &'a str, slug: &'a str, source: &'a str) -> Result<Self, String> {
        let at = |what: String| format!("{outlet}/{slug}: {what}");
        let (front, text) =
            source.split_once("\n---\n").ok_or_else(|| at("no line \"---\" ends the front matter".into()))?;
        let field = |name: &str| {
            front
                .lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
                .map(str::trim)
                .filter(|v| !v.is_empty())
        };
        let need = |name: &str| field(name).ok_or_else(|| at(format!("the front matter lacks \"{name}:\"")));
        let time = |name: &str, value: &str| value.parse::<Timestamp>().map_err(|e| at(format!("{name}: {e}")));
        check_names(front).map_err(at)?;
        Ok(Page {
            outlet,
            slug,
            title: need("title")?,
            byline: field("byline"),
            published: time("published", need("published")?)?,
            modified: field("modified").map(|v| time("modified", v)).transpose()?,
            day: need("day")?.parse().map_err(|e| at(format!("day: {e}")))?,
            section: need("section")?,
            summary: need("summary")?,
            access: access(field("access")).map_err(at)?,
            damaged: field("damage").is_some(),
            credit: field("credit"),
            correction: field("correction"),
            caption: field("caption"),
            blocks: text.split("\n\n").map(str::trim).filter(|b| !b.is_empty()).map(Block::parse).collect(),
        })
    }

    /// The path of the address: `/2023/07/27/slug`.
    #[must_use]
    pub fn path(&self) -> String {
        format!("{}/{}", self.published.strftime("/%Y/%m/%d"), self.slug)
    }

    /// The text without markup, blocks parted by blank lines: what a perfect page reader would find.
    #[must_use]
    pub fn text(&self) -> String {
        let texts: Vec<&str> = self.blocks.iter().map(Block::text).collect();
        texts.join("\n\n")
    }
}

impl<'a> Block<'a> {
    fn parse(source: &'a str) -> Self {
        match (source.strip_prefix("## "), source.strip_prefix("> ")) {
            (Some(text), _) => Block::Subhead(text),
            (_, Some(text)) => Block::Quote(text),
            _ => Block::Paragraph(source),
        }
    }

    /// The words of the block.
    #[must_use]
    pub fn text(&self) -> &'a str {
        match self {
            Block::Paragraph(text) | Block::Subhead(text) | Block::Quote(text) => text,
        }
    }
}

/// A misspelt field would otherwise be dropped in silence.
fn check_names(front: &str) -> Result<(), String> {
    const NAMES: &[&str] = &[
        "title",
        "byline",
        "published",
        "modified",
        "day",
        "section",
        "summary",
        "access",
        "damage",
        "credit",
        "correction",
        "caption",
    ];
    for line in front.lines() {
        let name = line.split_once(':').map_or(line, |(name, _)| name);
        if !NAMES.contains(&name) {
            return Err(format!("unknown front matter line {line:?}"));
        }
    }
    Ok(())
}

fn access(value: Option<&str>) -> Result<Access, String> {
    match value {
        None | Some("full") => Ok(Access::Full),
        Some("paywall") => Ok(Access::Paywall),
        Some(other) => Err(format!("access: {other:?} is neither \"full\" nor \"paywall\"")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, error: &str) {
        let found = Page::parse("o", "s", source).unwrap_err();
        assert!(found.contains(error), "{found:?} does not say {error:?}");
    }

    #[test]
    fn faults_are_named() {
        check("title: A", "no line \"---\"");
        check("title: A\n---\nText", "lacks \"published:\"");
        check("title: A\nsumary: B\n---\nText", "unknown front matter line");
        check("title: A\npublished: tomorrow\n---\nText", "published: ");
        let rest = "published: 2023-07-27T06:00:00Z\nday: 1\nsection: World\nsummary: B";
        check(&format!("title: A\n{rest}\naccess: closed\n---\nText"), "access: \"closed\"");
    }

    #[test]
    fn blocks_are_told_apart() {
        let source = "title: A: b\npublished: 2023-07-27T06:00:00Z\nday: 1\nsection: World\nsummary: B\n---\nOne.\n\n## Two\n\n> Three.\n";
        let page = Page::parse("o", "s", source).unwrap();
        assert_eq!(page.blocks, [Block::Paragraph("One."), Block::Subhead("Two"), Block::Quote("Three.")]);
        assert_eq!((page.title, page.path().as_str()), ("A: b", "/2023/07/27/s"));
    }
}
