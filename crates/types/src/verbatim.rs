//! Verbatim: how many words of an original a brief may hold in a row, so that a brief is a brief and never a copy.
//!
//! Counted are words that stand in the brief in a run of at least [`RUN`] as they stand in a row in the original, each word
//! of the original once, wherever in the brief and however often. Two or three words in a row are anybody's. A day told with
//! its date (“on Monday 23 November” for “yesterday”) and “said” for “says” do not end a run: the words around are copied.

use crate::days::{DayMention, days};
use crate::saying::past_of_says;
use crate::{ArticleId, Claim, Draft, Span, Texts};
use std::collections::{BTreeMap, BTreeSet};

/// Words in a row from which on they are the original's and not the language's.
pub const RUN: usize = 8;

/// The bound: at most `words` words, and at most `share` of the original. Of a short original, whose share would be no whole
/// sentence, at least `least` words are allowed.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Verbatim {
    /// Most words of any one original.
    pub words: u32,
    /// Largest share of its words, 0 to 1.
    pub share: f32,
    /// Words allowed of any original, however short it is.
    pub least: u32,
}

impl Default for Verbatim {
    fn default() -> Self {
        Self { words: 150, share: 0.2, least: 60 }
    }
}

impl Verbatim {
    /// Whether it is the default, which need not be stored.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    /// Words that a brief may hold of an original of that text. Linear in the text.
    pub fn allowed(&self, original: &str) -> u32 {
        self.allowed_of(count(original))
    }

    /// The same for an original of so many words.
    fn allowed_of(&self, words: u32) -> u32 {
        let share = (words as f32 * self.share.clamp(0.0, 1.0)) as u32;
        share.max(self.least).min(self.words)
    }

    /// The draft without the parts that take more of an original than is allowed: the headline and the first sentence stay,
    /// then what matters most comes first. Linear in the draft, for each part in its words times those it cites.
    pub fn bounded(&self, mut draft: Draft, texts: &(impl Texts + ?Sized)) -> Draft {
        let mut copied = Copied::default();
        copied.add_claim(&draft.headline, texts);
        let mut first = true;
        let mut fits = |claim: &Claim, copied: &mut Copied| {
            let with = copied.with(&[claim], texts);
            let ok = std::mem::take(&mut first) || with.over(self).is_empty();
            if ok {
                *copied = with;
            }
            ok
        };
        let lead = draft.tldr.first().is_none_or(|c| fits(c, &mut copied));
        draft.disagreements.retain(|d| {
            let claims: Vec<&Claim> = d.versions.iter().map(|v| &v.claim).collect();
            let with = copied.with(&claims, texts);
            let ok = with.over(self).is_empty();
            if ok {
                copied = with;
            }
            ok
        });
        let mut place = 0;
        draft.tldr.retain(|c| {
            place += 1;
            place == 1 && lead || fits(c, &mut copied)
        });
        draft.since_last.retain(|c| fits(c, &mut copied));
        draft.quotes.retain(|q| {
            let mut with = copied.clone();
            with.add(&q.text, &q.span, texts);
            let ok = with.over(self).is_empty();
            if ok {
                copied = with;
            }
            ok
        });
        for section in &mut draft.article {
            section.sentences.retain(|c| fits(c, &mut copied));
        }
        draft.article.retain(|s| !s.sentences.is_empty());
        draft.key_facts.retain(|c| fits(c, &mut copied));
        draft.timeline.retain(|t| fits(&t.claim, &mut copied));
        if draft.timeline.len() < 2 {
            draft.timeline.clear();
        }
        draft.open_questions.retain(|q| {
            let mut with = copied.clone();
            q.support.iter().for_each(|s| with.add(&q.text, s, texts));
            let ok = with.over(self).is_empty();
            if ok {
                copied = with;
            }
            ok
        });
        draft
    }
}

/// Which words of which original a brief holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Copied {
    /// First bytes of the words.
    words: BTreeMap<ArticleId, BTreeSet<u32>>,
    /// A version of each, to measure it by, and its words.
    versions: BTreeMap<ArticleId, (u32, u32)>,
}

impl Copied {
    /// All that a draft holds.
    pub fn of(draft: &Draft, texts: &(impl Texts + ?Sized)) -> Self {
        let mut copied = Self::default();
        draft.claims().for_each(|c| copied.add_claim(c, texts));
        draft.quotes.iter().for_each(|q| copied.add(&q.text, &q.span, texts));
        for question in &draft.open_questions {
            question.support.iter().for_each(|s| copied.add(&question.text, s, texts));
        }
        copied
    }

    /// Adds what a claim holds of the spans it cites.
    pub fn add_claim(&mut self, claim: &Claim, texts: &(impl Texts + ?Sized)) {
        claim.support.iter().for_each(|s| self.add(&claim.text, s, texts));
    }

    /// This and some claims more.
    #[must_use]
    pub fn with(&self, claims: &[&Claim], texts: &(impl Texts + ?Sized)) -> Self {
        let mut with = self.clone();
        claims.iter().for_each(|c| with.add_claim(c, texts));
        with
    }

    /// Adds what `text` holds of one span. Time: words of the text times words of the span.
    pub fn add(&mut self, text: &str, span: &Span, texts: &(impl Texts + ?Sized)) {
        let Some(original) = texts.text(span.article, span.version) else { return };
        let Some(cited) = span.of(original) else { return };
        if self.versions.get(&span.article).is_none_or(|known| known.0 != span.version) {
            self.versions.insert(span.article, (span.version, count(original)));
        }
        let own: Vec<Item<'_>> = words(text).map(Item::word).collect();
        let theirs: Vec<Item<'_>> = words(cited).map(Item::word).collect();
        self.add_runs(&own, &theirs, span);
        if days(text, 0, text.len(), None).iter().any(DayMention::written) {
            self.add_runs(&with_days(text), &with_days(cited), span);
        }
    }

    fn add_runs(&mut self, own: &[Item<'_>], theirs: &[Item<'_>], span: &Span) {
        let held = self.words.entry(span.article).or_default();
        // runs[j]: how many words up to the one before own[i] and theirs[j] are the same, and in how many pieces
        let mut runs = vec![(0_usize, 0_usize); theirs.len() + 1];
        for item in own {
            for j in (0..theirs.len()).rev() {
                let Some(their) = theirs.get(j) else { continue };
                let before = runs.get(j).copied().unwrap_or_default();
                let same = their.is(item);
                let run = if same { (before.0 + 1 + their.more.len(), before.1 + 1) } else { (0, 0) };
                if let Some(slot) = runs.get_mut(j + 1) {
                    *slot = run;
                }
                if run.0 >= RUN {
                    // earlier words of a longer run are in already
                    let from = if before.0 < RUN { j + 1 - run.1 } else { j };
                    let kept =
                        theirs.iter().take(j + 1).skip(from).flat_map(|t| std::iter::once(&t.first).chain(&t.more));
                    held.extend(kept.map(|start| span.start + *start as u32));
                }
            }
        }
    }

    /// Words held of one original.
    pub fn words_of(&self, article: ArticleId) -> u32 {
        self.words.get(&article).map_or(0, |w| w.len() as u32)
    }

    /// Originals of which more is held than `bound` allows: which, how many words, how many are allowed.
    pub fn over(&self, bound: &Verbatim) -> Vec<(ArticleId, u32, u32)> {
        let past = |(article, held): (&ArticleId, &BTreeSet<u32>)| {
            let held = held.len() as u32;
            let allowed = bound.allowed_of(self.versions.get(article)?.1);
            (held > allowed).then_some((*article, held, allowed))
        };
        self.words.iter().filter_map(past).collect()
    }
}

fn count(text: &str) -> u32 {
    u32::try_from(words(text).count()).unwrap_or(u32::MAX)
}

/// Letters and digits; quotation marks and dashes are told apart from them without a look into the tables.
fn is_of_word(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric()
    } else {
        !('\u{2000}'..='\u{206f}').contains(&c) && c.is_alphanumeric()
    }
}

/// What is compared: a word, or a day in whatever words.
struct Item<'t> {
    /// The word; `None` for a day.
    text: Option<&'t str>,
    /// First byte of its first word.
    first: usize,
    /// Those of its other words; only a day has any.
    more: Vec<usize>,
}

impl<'t> Item<'t> {
    fn word((start, text): (usize, &'t str)) -> Self {
        Self { text: Some(past_of_says(text).unwrap_or(text)), first: start, more: vec![] }
    }

    fn is(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// The words of `text` with those that name a day as one.
fn with_days(text: &str) -> Vec<Item<'_>> {
    let days = days(text, 0, text.len(), None);
    let mut out: Vec<Item<'_>> = vec![];
    for (start, word) in words(text) {
        match days.iter().find(|d| (d.start..d.end).contains(&start)) {
            Some(day) if start > day.start && out.last().is_some_and(|o| o.text.is_none()) => {
                out.iter_mut().next_back().into_iter().for_each(|o| o.more.push(start));
            }
            Some(_) => out.push(Item { text: None, first: start, more: vec![] }),
            None => out.push(Item::word((start, word))),
        }
    }
    out
}

/// Words with their first bytes: runs of letters and digits; where words are not parted by blanks, two characters are one.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let wide = |c: char| matches!(c as u32, 0x3040..=0x30ff | 0x3400..=0x9fff | 0xe00..=0xe7f);
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first) = chars.find(|(_, c)| is_of_word(*c))?;
        let mut end = start + first.len_utf8();
        let mut more = if wide(first) { 1 } else { usize::MAX };
        while let Some(&(at, c)) = chars.peek().filter(|(_, c)| is_of_word(*c) && wide(*c) == wide(first)) {
            if more == 0 {
                break;
            }
            more -= 1;
            end = at + c.len_utf8();
            chars.next();
        }
        Some((start, text.get(start..end)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Article;

    struct One<'a>(&'a str);
    impl Texts for One<'_> {
        fn text(&self, _: ArticleId, _: u32) -> Option<&str> {
            Some(self.0)
        }
    }

    fn held(original: &str, texts: &[&str]) -> u32 {
        let mut copied = Copied::default();
        let article = ArticleId::of(&[b"a"]);
        let span = Span { article, version: 0, start: 0, end: original.len() as u32 };
        texts.iter().for_each(|t| copied.add(t, &span, &One(original)));
        copied.words_of(article)
    }

    #[test]
    fn words_in_a_row_count_once() {
        let original =
            "The ferry to Mörsk ran aground off Tarnholm on Friday with forty people aboard, the harbour office said.";
        let check = |texts: &[&str], expected: u32| assert_eq!(held(original, texts), expected, "{texts:?}");
        check(&[original], 18);
        check(&[original, original], 18);
        check(&["The ferry to Mörsk ran aground off Tarnholm on Friday."], 10);
        check(&["The ferry to Mörsk ran aground off Tarnholm on Friday.", "Off Tarnholm on Friday"], 10);
        check(&["The ferry to Mörsk ran aground"], 0);
        check(&["A ferry ran aground and forty people aboard were safe, the harbour office said."], 0);
        check(&["ran aground off Tarnholm on Friday with forty people aboard, the harbour office said."], 14);
        check(&[], 0);
    }

    #[test]
    fn a_date_or_a_tense_does_not_end_a_run() {
        let original =
            "The ferry ran aground yesterday off Tarnholm with forty people, the harbour office says in a note.";
        let check = |text: &str, expected: u32| assert_eq!(held(original, &[text]), expected, "{text}");
        check(original, 17);
        check("The ferry ran aground on Monday 23 November off Tarnholm with forty people.", 10);
        check("The ferry ran aground in a gale off Tarnholm with forty people.", 0);
        check("The ferry ran aground on Monday 23 November in a gale.", 0);
        check("off Tarnholm with forty people, the harbour office said in a note.", 12);
    }

    #[test]
    fn a_short_original_may_give_a_few_sentences_and_a_long_one_no_more_than_a_page() {
        let bound = Verbatim::default();
        let check = |n: usize, expected: u32| assert_eq!(bound.allowed(&"word ".repeat(n)), expected, "{n}");
        check(20, 60);
        check(299, 60);
        check(500, 100);
        check(750, 150);
        check(9000, 150);
        assert_eq!(Verbatim { words: 40, ..bound }.allowed(&"word ".repeat(9000)), 40);
    }

    #[test]
    fn what_takes_too_much_goes_and_the_first_sentence_stays() {
        let text = "One two three four five six seven eight nine. Ten eleven twelve thirteen fourteen fifteen sixteen seventeen.";
        let article = ArticleId::of(&[b"a"]);
        let span = |start: u32, end: u32| Span { article, version: 0, start, end };
        let claim = |s: Span| Claim { text: s.of(text).unwrap_or_default().into(), support: vec![s] };
        let cut = 45;
        let draft = Draft {
            tldr: vec![claim(span(0, cut)), claim(span(cut + 1, text.len() as u32))],
            ..Draft::empty(crate::StoryId::of(&[b"s"]), "en")
        };
        let bound = |words: u32| Verbatim { words, share: 1.0, least: 0 };
        let left = |words: u32| bound(words).bounded(draft.clone(), &One(text)).tldr.len();
        assert_eq!((left(17), left(16), left(3)), (2, 1, 1));
        let texts: [Article; 0] = [];
        assert_eq!(Copied::of(&draft, &One(text)).over(&bound(16)), vec![(article, 17, 16)]);
        assert_eq!(Copied::of(&draft, texts.as_slice()).over(&bound(16)), vec![]);
    }
}
