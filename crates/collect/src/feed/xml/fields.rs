//! What each element of a feed gives its draft once its inside is known.

use super::{Inside, MAX_ENTRIES, Reader};
use crate::feed::draft;
use crate::feed::names::{Field, Vocab};
use crate::feed::text::{self, Kind};
use crate::feed::token::{Tag, Token, Tokens};
use standfirst_types::{Author, Enclosure, When};
use url::Url;

impl<'a> Reader<'a> {
    /// Takes in an element whose inside ends at `to`.
    pub(super) fn close(&mut self, inside: Inside<'a>, to: usize) {
        let raw = self.text.get(inside.from..to).unwrap_or_default();
        let base = inside.base.as_deref();
        // What is said of an entry that is not kept anyway, or beyond all measure, is not looked at.
        let beyond = self.entry.is_some() && self.seen >= MAX_ENTRIES;
        self.draft().touched = true;
        if inside.field == Field::Skip || beyond || self.draft().is_full() {
            return;
        }
        match inside.field {
            Field::Title(rank) => {
                let title = self.construct(&inside, raw).and_then(text::short);
                self.draft().title.offer(rank, title);
            }
            Field::Summary(rank) => self.summary(&inside, rank, raw),
            Field::Content if self.draft().has_contents() => {}
            Field::Content => {
                let content = self.construct(&inside, raw);
                self.draft().add_content(content);
            }
            Field::Link(rank) => self.link(&inside, rank, raw),
            Field::Id(rank) => self.id(rank, raw, base),
            Field::Guid => self.guid(&inside, raw),
            Field::Published(rank) => self.draft().published.offer(rank, date(raw)),
            Field::Updated(rank) => self.draft().updated.replace(rank, date(raw)),
            Field::Created => self.draft().created.replace(1, date(raw)),
            Field::Date => {
                let date = date(raw);
                self.draft().updated.offer(2, date);
                self.draft().published.offer(2, date);
            }
            Field::Author(rank) => self.author(&inside, rank, raw),
            Field::Category => self.category(&inside, raw),
            Field::Keywords => {
                let line = text::line(raw).unwrap_or_default();
                line.split([',', ';']).for_each(|tag| self.draft().add_tag(tag));
            }
            Field::Enclosure => self.file(&inside.tag, base),
            Field::Language(rank) => {
                let tag = text::line(raw).and_then(|l| language(&l));
                self.draft().language.offer(rank, tag);
            }
            Field::Ttl => self.draft().ttl = text::line(raw).and_then(|t| t.parse().ok()),
            Field::Period => self.draft().period_minutes = text::line(raw).and_then(|p| period(&p)),
            Field::SkipHours => self.draft().skip_hours.extend(words(raw).filter_map(|w| hour(&w))),
            Field::SkipDays => self.draft().skip_days.extend(words(raw).filter_map(|w| weekday(&w))),
            Field::Points => self.draft().add_points(&text::line(raw).unwrap_or_default()),
            Field::Latitude => self.draft().latitude = text::line(raw).and_then(|t| t.parse().ok()),
            Field::Longitude => self.draft().longitude = text::line(raw).and_then(|t| t.parse().ok()),
            Field::PlaceName => {
                let name = text::line(raw).and_then(text::short);
                let place = &mut self.draft().place;
                place.name = place.name.take().or(name);
            }
            Field::Frequency => self.draft().frequency = text::line(raw).and_then(|t| t.parse().ok()),
            _ => {}
        }
    }

    fn summary(&mut self, inside: &Inside<'a>, rank: u8, raw: &str) {
        let summary = self.construct(inside, raw);
        // A description and a summary in one entry: one of them is the text.
        if rank == 5 && self.entry.as_ref().is_some_and(|e| e.summary.rank() == 5) {
            self.draft().add_content(summary);
        } else {
            self.draft().summary.offer(rank, summary);
        }
    }

    fn id(&mut self, rank: u8, raw: &str, base: Option<&Url>) {
        // A path is no identity beyond its site.
        let id = text::line(raw).map(|id| if id.starts_with('/') { text::resolve(&id, base) } else { id });
        // Most ids that are addresses are the page's own.
        if rank == 4 && id.as_deref().is_some_and(is_web) {
            self.draft().link.offer(1, id.clone());
        }
        self.draft().id.offer(rank, id);
    }

    fn category(&mut self, inside: &Inside<'a>, raw: &str) {
        let said = |name| if inside.tag.is_bare() { None } else { inside.tag.attribute(name).map(String::from) };
        let tag = said("term").or_else(|| text::line(raw)).or_else(|| said("label"));
        self.draft().add_tag(&tag.unwrap_or_default());
    }

    fn construct(&self, inside: &Inside<'a>, raw: &str) -> Option<String> {
        let said = |name| if inside.tag.is_bare() { None } else { inside.tag.attribute(name) };
        let kind = match inside.vocab {
            Vocab::Core | Vocab::Media => Kind::of(said("type").as_deref(), said("mode").as_deref()),
            _ => None,
        };
        // A title is a text whatever it calls itself.
        let kind = kind.map(|k| if k == Kind::Binary && inside.field != Field::Content { Kind::Base64 } else { k });
        let default = if inside.vocab == Vocab::Xhtml { Kind::Xhtml } else { Kind::Html };
        text::html(raw, kind.unwrap_or(default), inside.has_children, inside.base.as_deref())
    }

    fn link(&mut self, inside: &Inside<'a>, rank: u8, raw: &str) {
        let (base, tag) = (inside.base.as_deref(), &inside.tag);
        let href = if tag.is_bare() { None } else { tag.attribute("href") };
        let Some(href) = href else {
            let link = text::line(raw).map(|l| text::resolve(&l, base));
            return self.draft().link.offer(rank, link);
        };
        let address = text::short(text::resolve(&href, base));
        let rel = tag.attribute("rel").unwrap_or_default().to_ascii_lowercase();
        match rel.rsplit('/').next().unwrap_or_default() {
            "" | "alternate" => {
                let page = tag.attribute("type").is_none_or(|t| t.contains("html"));
                self.draft().link.offer(rank - u8::from(!page), address);
            }
            "enclosure" => self.file(tag, base),
            "hub" if self.entry.is_none() => self.feed.add_hub(address),
            "self" if self.entry.is_none() => self.feed.self_link = self.feed.self_link.take().or(address),
            _ => {}
        }
    }

    fn guid(&mut self, inside: &Inside<'a>, raw: &str) {
        let Some(guid) = text::line(raw) else { return };
        let permanent = !inside.tag.attribute("ispermalink").is_some_and(|p| p.trim().eq_ignore_ascii_case("false"));
        if permanent && is_web(&guid) {
            self.draft().link.offer(2, Some(guid.clone()));
        }
        self.draft().id.offer(4, Some(guid));
    }

    fn author(&mut self, inside: &Inside<'a>, rank: u8, raw: &str) {
        let author = if inside.has_children { person(raw, inside.base.as_deref()) } else { None };
        let author = author.or_else(|| text::line(raw).map(|l| draft::author(&l)));
        self.draft().add_author(rank, author.unwrap_or_default());
    }

    pub(super) fn file(&mut self, tag: &Tag<'a>, base: Option<&Url>) {
        let address = tag.attribute("url").or_else(|| tag.attribute("href")).unwrap_or_default();
        let file = Enclosure {
            url: text::short(text::resolve(&address, base)).unwrap_or_default(),
            media_type: tag.attribute("type").and_then(|t| text::short(t.into_owned())),
            length: tag.attribute("length").or_else(|| tag.attribute("filesize")).and_then(|l| l.trim().parse().ok()),
        };
        self.draft().add_enclosure(file);
    }
}

fn is_web(address: &str) -> bool {
    address.starts_with("http://") || address.starts_with("https://")
}

/// A date out of an element's inside.
fn date(raw: &str) -> Option<When> {
    text::line(raw).and_then(|line| crate::parse_date(&line))
}

/// A language tag (BCP 47) as declared, `_` read as `-`.
pub(super) fn language(tag: &str) -> Option<String> {
    let tag = tag.trim();
    (!tag.is_empty() && tag.len() < 40).then(|| tag.replace('_', "-"))
}

/// The texts between the tags of an element, at most a week's and a day's worth.
fn words(raw: &str) -> impl Iterator<Item = String> {
    let texts = Tokens::new(raw).filter_map(|token| match token {
        Token::Text(text) | Token::CData(text) => Some(text.trim().to_ascii_lowercase()),
        _ => None,
    });
    texts.filter(|text| !text.is_empty()).take(48)
}

/// An hour of the day; 24 is midnight (RSS 0.91 counts from 1).
fn hour(text: &str) -> Option<u8> {
    text.parse().ok().filter(|hour| *hour <= 24).map(|hour: u8| hour % 24)
}

/// A day of the week, 1 for Monday.
fn weekday(text: &str) -> Option<u8> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let at = DAYS.iter().position(|day| text.get(..3) == Some(*day))?;
    u8::try_from(at + 1).ok()
}

/// Minutes of a syndication period.
fn period(name: &str) -> Option<u32> {
    Some(match name.to_ascii_lowercase().as_str() {
        "hourly" => 60,
        "daily" => 1440,
        "weekly" => 10_080,
        "monthly" => 43_200,
        "yearly" => 525_600,
        _ => return None,
    })
}

/// A person of Atom: name, e-mail, address. `None` when none of them is there.
fn person(raw: &str, base: Option<&Url>) -> Option<Author> {
    let mut author = Author::default();
    let (mut open, mut tokens, mut left) = (None, Tokens::new(raw), 200u32);
    while let Some(token) = tokens.next() {
        left = left.saturating_sub(1);
        match token {
            _ if left == 0 => break,
            Token::Start(tag) if !tag.closed => open = Some((tag.name, tokens.offset())),
            Token::End(name) => {
                let Some((_, from)) = open.take().filter(|(open, _)| *open == name) else { continue };
                let inside = raw.get(from..tokens.offset()).and_then(|t| t.rfind("</").and_then(|e| t.get(..e)));
                let value = inside.and_then(text::line);
                match name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase().as_str() {
                    "name" => author.name = author.name.or(value),
                    "email" => author.email = author.email.or(value),
                    "uri" | "url" | "homepage" => author.uri = author.uri.or(value.map(|v| text::resolve(&v, base))),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    (author != Author::default()).then_some(author)
}
