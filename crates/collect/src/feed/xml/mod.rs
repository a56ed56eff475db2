//! An XML feed: walks the tokens once and fills drafts by the element table.
//!
//! Three states: between elements (structure), inside the text of one (capture: only its own end, or an element that
//! cannot be inside a text, ends it), and inside something unknown (skip). An entry that was never closed ends where the
//! next begins, and a document that is cut off gives what had come.

mod fields;

use super::draft::Draft;
use super::names::{self, Field, Vocab};
use super::text;
use super::token::{Tag, Token, Tokens};
use fields::language;
use standfirst_types::{FeedDocument, Rejected};
use std::rc::Rc;
use url::Url;

/// The most entries kept of one document; a feed of more is an archive.
pub(crate) const MAX_ENTRIES: usize = 10_000;
/// The deepest nesting of feed elements that is followed (texts may nest as they like).
const MAX_DEPTH: usize = 48;
/// The most namespace declarations in scope.
const MAX_NAMESPACES: usize = 128;
/// The most namespace declarations looked at in one document: five an entry.
const MAX_DECLARATIONS: usize = 50_000;

struct Frame<'a> {
    name: &'a str,
    field: Field,
    namespaces: usize,
    base: Option<Rc<Url>>,
}

/// An element whose inside is being passed over, for its text or for nothing.
struct Inside<'a> {
    name: &'a str,
    field: Field,
    vocab: Vocab,
    /// How many elements of the same name are open inside.
    depth: usize,
    /// Where its inside starts.
    from: usize,
    has_children: bool,
    base: Option<Rc<Url>>,
    tag: Tag<'a>,
}

/// Reads an XML feed. `None` when the document has neither a feed's root nor an entry; then also its first element's name.
pub(crate) fn read(text: &str, base: Option<Url>) -> Result<FeedDocument, Option<&str>> {
    let mut reader = Reader::new(text, base);
    reader.run();
    reader.finish()
}

struct Reader<'a> {
    text: &'a str,
    base: Option<Rc<Url>>,
    frames: Vec<Frame<'a>>,
    namespaces: Vec<(&'a str, Vocab)>,
    declarations: usize,
    inside: Option<Inside<'a>>,
    feed: Draft,
    entry: Option<Draft>,
    doc: FeedDocument,
    seen: usize,
    over: usize,
    is_feed: bool,
    first: Option<&'a str>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, base: Option<Url>) -> Self {
        Self {
            text,
            base: base.map(Rc::new),
            frames: Vec::new(),
            namespaces: Vec::new(),
            declarations: 0,
            inside: None,
            feed: Draft::default(),
            entry: None,
            doc: FeedDocument::default(),
            seen: 0,
            over: 0,
            is_feed: false,
            first: None,
        }
    }

    fn run(&mut self) {
        let mut tokens = Tokens::new(self.text);
        loop {
            let before = tokens.offset();
            let Some(token) = tokens.next() else { break };
            // Where the token itself begins: passed-over comments come before it.
            let start = match &token {
                Token::Start(tag) => self.offset_of(tag.name).saturating_sub(1),
                Token::End(name) => self.offset_of(name).saturating_sub(2),
                _ => before,
            };
            match token {
                Token::Start(tag) => self.start(tag, start, tokens.offset()),
                Token::End(name) => self.end(name, start),
                Token::Text(_) | Token::CData(_) => {}
            }
        }
        if let Some(inside) = self.inside.take() {
            self.close(inside, self.text.len());
        }
        self.end_entry();
    }

    fn offset_of(&self, part: &str) -> usize {
        (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize)
    }

    fn vocab(&self, prefix: &str) -> Vocab {
        // Empty prefixes are told by their length: comparing no bytes at no address takes libc 150 ns on machines with AVX-512.
        let same = |p: &str| p.len() == prefix.len() && (prefix.is_empty() || p == prefix);
        let declared = self.namespaces.iter().rev().find(|(p, _)| same(p)).map(|(_, v)| *v);
        declared.unwrap_or_else(|| names::vocab_of_prefix(prefix))
    }

    fn base(&self) -> Option<Rc<Url>> {
        self.frames.last().map_or_else(|| self.base.clone(), |f| f.base.clone())
    }

    fn draft(&mut self) -> &mut Draft {
        self.entry.as_mut().unwrap_or(&mut self.feed)
    }

    fn start(&mut self, tag: Tag<'a>, start: usize, end: usize) {
        self.first.get_or_insert(tag.name);
        let (prefix, local) = names::parts(tag.name);
        if let Some(mut inside) = self.inside.take() {
            let local = names::lower(local);
            let named = match inside.field {
                Field::Skip => names::is_entry(&local),
                _ => names::breaks_text(&local),
            };
            let breaks = named && self.vocab(prefix) == Vocab::Core;
            if !breaks || (inside.tag.name == tag.name && inside.field != Field::Skip) {
                inside.has_children = true;
                inside.depth += usize::from(!tag.closed && inside.name == tag.name);
                self.inside = Some(inside);
                return;
            }
            self.close(inside, start);
        }
        let namespaces = self.namespaces.len();
        let base = if tag.is_bare() { self.base() } else { self.scope(&tag) };
        let vocab = self.vocab(prefix);
        let field = names::field(vocab, &names::lower(local), self.entry.is_some());
        if opens_frame(field) {
            self.open(&tag, field, namespaces, base);
        } else {
            let inside = Inside { name: tag.name, field, vocab, depth: 0, from: end, has_children: false, base, tag };
            if tag.closed {
                self.close(inside, end)
            } else {
                self.inside = Some(inside)
            }
            self.namespaces.truncate(namespaces);
        }
    }

    /// Takes in the namespace declarations and the base of a tag; the base that holds inside it.
    fn scope(&mut self, tag: &Tag<'a>) -> Option<Rc<Url>> {
        let mut base = self.base();
        for (name, value) in tag.attributes() {
            if name == "xmlns" || name.starts_with("xmlns:") {
                self.declarations += 1;
                if self.declarations > MAX_DECLARATIONS {
                    continue;
                }
                let prefix = name.strip_prefix("xmlns:").unwrap_or("");
                let vocab = names::vocab_of(&value).unwrap_or_else(|| names::vocab_of_prefix(prefix));
                if self.namespaces.len() < MAX_NAMESPACES {
                    self.namespaces.push((prefix, vocab));
                }
            } else if name == "xml:base"
                || (name.eq_ignore_ascii_case("base") && tag.name.eq_ignore_ascii_case("channel"))
            {
                let joined = match &base {
                    Some(base) => base.join(value.trim()).ok(),
                    None => Url::parse(value.trim()).ok(),
                };
                base = joined.map(Rc::new).or(base);
            }
        }
        base
    }

    fn open(&mut self, tag: &Tag<'a>, field: Field, namespaces: usize, base: Option<Rc<Url>>) {
        self.is_feed |= matches!(field, Field::Root | Field::Feed | Field::Entry);
        if field == Field::Entry {
            self.end_entry();
            self.frames.retain(|f| f.field != Field::Entry);
            self.entry = Some(Draft::default());
        }
        match field {
            Field::Root | Field::Feed | Field::Entry => self.structure_attributes(tag, field, base.as_deref()),
            Field::MediaContent => {
                self.file(tag, base.as_deref());
                self.draft().touched = true;
            }
            Field::ItunesCategory => {
                let name = tag.attribute("text").unwrap_or_default();
                self.draft().add_tag(&name);
                self.draft().touched = true;
            }
            _ => {}
        }
        if tag.closed {
            self.namespaces.truncate(namespaces);
            if field == Field::Entry {
                self.end_entry();
            }
        } else if self.frames.len() < MAX_DEPTH || field == Field::Entry {
            self.frames.push(Frame { name: tag.name, field, namespaces, base });
        } else {
            self.namespaces.truncate(namespaces);
        }
    }

    /// What roots, channels and entries say in their own tags: language, RDF's `about`, CDF's `href` and `lastmod`.
    fn structure_attributes(&mut self, tag: &Tag<'a>, field: Field, base: Option<&Url>) {
        if tag.is_bare() {
            return;
        }
        self.draft().touched |= field == Field::Entry;
        for (name, value) in tag.attributes() {
            let draft = self.entry.as_mut().unwrap_or(&mut self.feed);
            match name.to_ascii_lowercase().as_str() {
                "xml:lang" if field != Field::Entry => draft.language.offer(1, language(&value)),
                "rdf:about" | "about" if field != Field::Root => draft.id.offer(2, text::short(value.into_owned())),
                "href" => draft.link.offer(3, text::short(text::resolve(&value, base))),
                "lastmod" => draft.updated.offer(2, crate::parse_date(&value)),
                _ => {}
            }
        }
    }

    fn end(&mut self, name: &'a str, start: usize) {
        let local = names::lower(names::parts(name).1);
        if let Some(mut inside) = self.inside.take() {
            let own = inside.name == name || inside.name.eq_ignore_ascii_case(name);
            if own && inside.depth > 0 {
                inside.depth -= 1;
                self.inside = Some(inside);
                return;
            }
            let all = names::closes_all(&local) && self.frames.iter().any(|f| f.name.eq_ignore_ascii_case(name));
            if !own && !all {
                self.inside = Some(inside);
                return;
            }
            self.close(inside, start);
            if own {
                return;
            }
        }
        if let Some(at) = self.frames.iter().rposition(|f| f.name.eq_ignore_ascii_case(name)) {
            if self.frames.iter().skip(at).any(|f| f.field == Field::Entry) {
                self.end_entry();
            }
            if let Some(frame) = self.frames.get(at) {
                self.namespaces.truncate(frame.namespaces);
            }
            self.frames.truncate(at);
        }
    }

    fn end_entry(&mut self) {
        let Some(draft) = self.entry.take() else { return };
        let index = self.seen;
        self.seen += 1;
        if index >= MAX_ENTRIES {
            self.over += 1;
            return;
        }
        match draft.into_entry() {
            Ok(entry) => self.doc.entries.push(entry),
            Err(reason) => self.doc.rejected.push(Rejected { index, reason: reason.into() }),
        }
    }

    fn finish(mut self) -> Result<FeedDocument, Option<&'a str>> {
        if !self.is_feed {
            return Err(self.first);
        }
        if self.over > 0 {
            let reason = format!("{} entries beyond the first {MAX_ENTRIES} were not read", self.over);
            self.doc.rejected.push(Rejected { index: MAX_ENTRIES, reason });
        }
        super::fill(&mut self.doc, self.feed);
        Ok(self.doc)
    }
}

/// Whether an element's children are read as elements, not as its text.
fn opens_frame(field: Field) -> bool {
    use Field::*;
    matches!(field, Root | Feed | Entry | Through | MediaContent | ItunesCategory)
}
