//! A feed or an entry while its elements come in: for each place the best value so far.

use super::text;
use standfirst_types::{Author, Enclosure, Entry, Location, When};

/// The best value so far for one place.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    rank: u8,
    value: Option<T>,
}

impl<T> Default for Slot<T> {
    fn default() -> Self {
        Self { rank: 0, value: None }
    }
}

impl<T> Slot<T> {
    /// Takes the value when nothing of its rank or higher is there: of equals the first stays.
    pub(crate) fn offer(&mut self, rank: u8, value: Option<T>) {
        if value.is_some() && (self.value.is_none() || rank > self.rank) {
            (self.rank, self.value) = (rank, value);
        }
    }

    /// Takes the value when nothing of a higher rank is there: of equals the last stays.
    pub(crate) fn replace(&mut self, rank: u8, value: Option<T>) {
        if value.is_some() && (self.value.is_none() || rank >= self.rank) {
            (self.rank, self.value) = (rank, value);
        }
    }

    /// The rank of the value; 0 when there is none.
    pub(crate) fn rank(&self) -> u8 {
        self.rank
    }

    /// The value.
    pub(crate) fn take(self) -> Option<T> {
        self.value
    }
}

/// A feed or an entry in the making.
#[derive(Debug, Default)]
pub(crate) struct Draft {
    pub(crate) title: Slot<String>,
    pub(crate) summary: Slot<String>,
    pub(crate) content: Vec<String>,
    pub(crate) link: Slot<String>,
    pub(crate) id: Slot<String>,
    pub(crate) published: Slot<When>,
    pub(crate) updated: Slot<When>,
    pub(crate) created: Slot<When>,
    pub(crate) authors: Vec<Author>,
    /// Authors to fall back on.
    pub(crate) lesser_authors: Vec<Author>,
    pub(crate) tags: Vec<String>,
    pub(crate) enclosures: Vec<Enclosure>,
    pub(crate) place: Location,
    /// W3C Basic Geo's halves of a point, in the order in which they come.
    pub(crate) latitude: Option<f64>,
    pub(crate) longitude: Option<f64>,
    pub(crate) language: Slot<String>,
    pub(crate) ttl: Option<u32>,
    pub(crate) period_minutes: Option<u32>,
    pub(crate) frequency: Option<u32>,
    pub(crate) skip_hours: Vec<u8>,
    pub(crate) skip_days: Vec<u8>,
    pub(crate) hubs: Vec<String>,
    pub(crate) self_link: Option<String>,
    /// Elements that were taken in.
    pub(crate) elements: usize,
    /// Whether anything at all was said, known to us or not.
    pub(crate) touched: bool,
}

/// The most elements taken in of one entry, or of the feed itself.
const MAX_ELEMENTS: usize = 10_000;
/// The most tags, authors, files or contents kept of one entry.
const MAX_LIST: usize = 100;

impl Draft {
    /// Whether one more element is too many.
    pub(crate) fn is_full(&mut self) -> bool {
        self.elements += 1;
        self.elements > MAX_ELEMENTS
    }

    /// Whether there are as many contents as are kept.
    pub(crate) fn has_contents(&self) -> bool {
        self.content.len() >= MAX_LIST
    }

    /// Adds an author who is not there yet.
    pub(crate) fn add_author(&mut self, rank: u8, author: Author) {
        let list = if rank > 1 { &mut self.authors } else { &mut self.lesser_authors };
        let same = |known: &Author| known == &author || (known.name.is_some() && known.name == author.name);
        if author != Author::default() && list.len() < MAX_LIST && !list.iter().any(same) {
            list.push(author);
        }
    }

    /// Adds a category that is not there yet.
    pub(crate) fn add_tag(&mut self, tag: &str) {
        if let Some(tag) = text::short(tag.into())
            && self.tags.len() < MAX_LIST
            && !self.tags.contains(&tag)
        {
            self.tags.push(tag);
        }
    }

    /// Adds a file whose address is not there yet.
    pub(crate) fn add_enclosure(&mut self, file: Enclosure) {
        if !file.url.is_empty() && self.enclosures.len() < MAX_LIST && self.enclosures.iter().all(|e| e.url != file.url)
        {
            self.enclosures.push(file);
        }
    }

    /// Adds points: pairs of latitude and longitude, or nothing where a number is missing or is no degree of either.
    pub(crate) fn add_points(&mut self, numbers: &str) {
        let mut all = vec![];
        for number in
            numbers.split(|c: char| c.is_whitespace() || c == ',').filter(|n| !n.is_empty()).take(2 * MAX_LIST)
        {
            let Ok(number) = number.parse::<f64>() else { return };
            all.push(number);
        }
        let points: Vec<[f64; 2]> = all.chunks_exact(2).filter_map(|p| Some([*p.first()?, *p.get(1)?])).collect();
        let on_earth = |p: &[f64; 2]| p[0].abs() <= 90.0 && p[1].abs() <= 180.0;
        if all.len().is_multiple_of(2) && points.iter().all(on_earth) {
            let room = MAX_LIST.saturating_sub(self.place.points.len());
            self.place.points.extend(points.into_iter().take(room));
        }
    }

    /// The place, if anything is known of it.
    fn best_place(&mut self) -> Option<Location> {
        if let (true, Some(latitude), Some(longitude)) = (self.place.points.is_empty(), self.latitude, self.longitude) {
            self.add_points(&format!("{latitude} {longitude}"));
        }
        Some(std::mem::take(&mut self.place)).filter(|p| *p != Location::default())
    }

    /// Adds a hub that is not there yet.
    pub(crate) fn add_hub(&mut self, address: Option<String>) {
        if let Some(address) = address.filter(|a| self.hubs.len() < 10 && !self.hubs.contains(a)) {
            self.hubs.push(address);
        }
    }

    /// Adds a content.
    pub(crate) fn add_content(&mut self, content: Option<String>) {
        if self.content.len() < MAX_LIST {
            self.content.extend(content);
        }
    }

    /// Minutes between checks: `ttl`, else the syndication module's period over its frequency.
    pub(crate) fn ttl_minutes(&self) -> Option<u32> {
        self.ttl.or_else(|| self.period_minutes.map(|p| (p / self.frequency.unwrap_or(1).max(1)).max(1)))
    }

    /// The authors, or those to fall back on.
    pub(crate) fn best_authors(&mut self) -> Vec<Author> {
        std::mem::take(if self.authors.is_empty() { &mut self.lesser_authors } else { &mut self.authors })
    }

    /// The entry, or why it cannot be kept.
    pub(crate) fn into_entry(mut self) -> Result<Entry, &'static str> {
        if !self.touched {
            return Err("it is empty");
        }
        let authors = self.best_authors();
        let place = self.best_place();
        let (title, summary, link) = (self.title.take(), self.summary.take(), self.link.take());
        let id = self
            .id
            .take()
            .or_else(|| link.clone())
            .unwrap_or_else(|| made_id(title.as_deref(), summary.as_deref(), &self.content));
        let created = self.created.take();
        Ok(Entry {
            id,
            title,
            link,
            published: self.published.take().or(created),
            created,
            updated: self.updated.take(),
            summary,
            content: self.content,
            authors,
            tags: self.tags,
            enclosures: self.enclosures,
            place,
        })
    }
}

/// An id for an entry that has none of its own: made of what it says, so that the same entry has the same id next time.
fn made_id(title: Option<&str>, summary: Option<&str>, content: &[String]) -> String {
    let mut parts = vec![title.unwrap_or_default().as_bytes(), summary.unwrap_or_default().as_bytes()];
    parts.extend(content.iter().map(String::as_bytes));
    format!("standfirst:{}", standfirst_types::ArticleId::of(&parts))
}

/// An author out of one line: `Name`, `mail`, `mail (Name)`, `Name (mail)`, `Name <mail>`.
pub(crate) fn author(line: &str) -> Author {
    let line = line.trim();
    let Some(at) = line.find('@') else {
        return Author { name: some(line), ..Author::default() };
    };
    let edge = |c: char| c.is_whitespace() || "()<>[],;\"".contains(c);
    let start = line[..at].rfind(edge).map_or(0, |i| i + line[i..].chars().next().map_or(1, char::len_utf8));
    let end = line[at..].find(edge).map_or(line.len(), |i| i + at);
    let (mail, host) = (line.get(start..end).unwrap_or_default(), line.get(at + 1..end).unwrap_or_default());
    if start == at || host.is_empty() {
        return Author { name: some(line), ..Author::default() };
    }
    let mail = mail.strip_prefix("mailto:").unwrap_or(mail);
    let rest = format!("{} {}", line.get(..start).unwrap_or_default(), line.get(end..).unwrap_or_default());
    let name = rest.replace("mailto:", "").split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.replace("()", "").replace("<>", "");
    let name = name.trim_matches(|c: char| edge(c));
    Author { name: some(name), email: some(mail), uri: None }
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn author_lines() {
        let check = |line: &str, name: &str, mail: &str| {
            let a = author(line);
            assert_eq!((a.name.as_deref().unwrap_or(""), a.email.as_deref().unwrap_or("")), (name, mail), "{line}");
        };
        check("Ada Berg", "Ada Berg", "");
        check("ada@hill.example", "", "ada@hill.example");
        check("ada@hill.example (Ada Berg)", "Ada Berg", "ada@hill.example");
        check("Ada Berg (ada@hill.example)", "Ada Berg", "ada@hill.example");
        check("Ada Berg <ada@hill.example>", "Ada Berg", "ada@hill.example");
        check("Ada Berg <mailto:ada@hill.example>", "Ada Berg", "ada@hill.example");
        check("\"Berg, Ada\" <ada@hill.example>", "Berg, Ada", "ada@hill.example");
        check("@adaberg", "@adaberg", "");
        check("Żaneta\u{2003}ż@hill.example", "Żaneta", "ż@hill.example");
        check("", "", "");
    }
}
