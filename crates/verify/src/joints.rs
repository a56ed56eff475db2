//! Joints: where a claim, read word by word along its source, leaves words out, turns back or goes over into another
//! sentence. Fluent writers go wrong there: every word stands somewhere, and who did what to whom is another.
//!
//! The cheapest way through the source (`channel`) tells where each word was taken from. What lies between two words taken
//! is looked at: what is left out must turn nothing round, and a turn must be one that grammar knows (a clause, an adverbial
//! or an attribution that moves whole, a passive, a possessive).

use crate::edits::{JOINS, is_denial, same_word};
use crate::ends::{closing, opening};
use crate::lexicon::{BOUNDS, CONDITIONS, HEDGES, NEGATORS, is_calendar, is_unit, same_sense};
use crate::phrases::{is_be, is_link, is_participle, is_pronoun, is_verb, leads_in, person, speaks};
use crate::token::Token;
use crate::voice::excused;
use crate::window::{Line, Place, Sources};

/// Source words after a “not” that are what it is about.
const SCOPE: usize = 6;
/// Words that may say at a claim's end who said so.
const TAIL: usize = 12;
/// Source words that may be left out between two words taken.
const LEAP: usize = 30;

/// The word at which the claim is put together otherwise than its sources; `None` when it is not. `path` says of each word of
/// the claim where it was taken from. Linear but for the claim's own words, which are looked for in all lines.
pub(crate) fn misjoined(claim: &[Token], sources: &Sources, path: &[Option<Place>]) -> Option<String> {
    let anchor = |i: &usize| claim.get(*i).is_some_and(|t| !t.is(ARTICLES));
    let places = path.iter().enumerate().filter_map(|(i, p)| Some((i, (*p)?)));
    let taken = places.filter(|(i, _)| anchor(i)).map(|(word, place)| Taken { word, place }).collect();
    let walk = Walk { claim, lines: &sources.lines, taken, path };
    let excused = excused(&walk);
    let at = walk.own_word().or_else(|| walk.renamed()).or_else(|| walk.twice()).or_else(|| opening(&walk, &excused));
    let at = at.or_else(|| walk.between(&excused)).or_else(|| closing(&walk)).or_else(|| walk.narrowed())?;
    claim.get(at).map(|t| t.lower.to_string())
}

/// Small words that set one thing in relation to another; one is as good as another, but none comes from nowhere.
pub(crate) const PLACING: &[&str] =
    &["in", "on", "at", "of", "over", "under", "into", "onto", "about", "as", "like", "through", "between"];

/// Words that say how many of them, or how often, it is true.
#[rustfmt::skip]
pub(crate) const AMOUNTS: &[&str] = &[
    "all", "both", "each", "every", "only", "most", "some", "many", "few", "several", "half", "none", "any", "typically", "usually", "often",
    "generally", "sometimes", "mostly", "mainly", "largely", "partly", "rarely", "always", "almost", "nearly",
];

/// Words that may come and go.
const ARTICLES: &[&str] = &["a", "an", "the"];

/// A word of the claim and where it was taken from.
#[derive(Clone, Copy)]
pub(crate) struct Taken {
    /// Which word of the claim.
    pub(crate) word: usize,
    /// Line and word of the source.
    pub(crate) place: Place,
}

/// A claim on its way through its sources.
pub(crate) struct Walk<'a> {
    pub(crate) claim: &'a [Token],
    pub(crate) lines: &'a [Line],
    pub(crate) taken: Vec<Taken>,
    path: &'a [Option<Place>],
}

impl Walk<'_> {
    pub(crate) fn tokens(&self, line: u32) -> &[Token] {
        self.lines.get(line as usize).map_or(&[], |l| l.tokens.as_slice())
    }

    /// A word with a meaning that was taken from nowhere and stands for nothing there.
    fn own_word(&self) -> Option<usize> {
        let all = || self.lines.iter().flat_map(|l| &l.tokens);
        let known = |t: &Token| all().any(|o| same_sense(&o.lower, &t.lower) || same_word(t, o));
        let own = (0..self.claim.len()).filter(|&i| self.path.get(i).is_some_and(Option::is_none));
        let mut own = own.filter(|&i| self.claim.get(i).is_some_and(|t| t.is_content() && !known(t)));
        own.next()
    }

    /// Whether the claim has that word of the source.
    pub(crate) fn used(&self, line: u32, word: usize) -> bool {
        self.taken.iter().any(|t| t.place.0 == line && t.place.1 as usize == word)
    }

    /// A name that is written otherwise than in its source.
    fn renamed(&self) -> Option<usize> {
        let plural = |a: &str, b: &str| a.strip_suffix('s') == Some(b);
        let mut named = self.taken.iter().filter(|t| {
            let (Some(own), Some(theirs)) = (self.claim.get(t.word), self.tokens(t.place.0).get(t.place.1 as usize))
            else {
                return false;
            };
            let name = |t: &Token| t.capital && !t.opens && t.is_content() && t.number.is_none();
            let (a, b) = (&own.lower, &theirs.lower);
            name(own) && name(theirs) && a != b && !plural(a, b) && !plural(b, a)
        });
        named.next().map(|t| t.word)
    }

    /// A word taken from a place that another was taken from: the claim says it again about something else.
    fn twice(&self) -> Option<usize> {
        let again = |n: usize, t: &Taken| self.taken.iter().take(n).any(|b| b.place == t.place);
        let mut twice = self.taken.iter().enumerate();
        twice.find(|(n, t)| self.claim.get(t.word).is_some_and(Token::is_content) && again(*n, t)).map(|(_, t)| t.word)
    }

    /// The first joint that does not hold.
    fn between(&self, excused: &[usize]) -> Option<usize> {
        self.taken.windows(2).enumerate().find_map(|(n, two)| {
            let [a, b] = two else { return None };
            let own = self.claim.get(a.word + 1..b.word).unwrap_or_default();
            let holds = excused.contains(&b.word)
                || if a.place.0 == b.place.0 && a.place.1 < b.place.1 {
                    self.gap(*a, *b, own)
                } else {
                    self.turn(n, *a, *b, own)
                };
            (!holds).then_some(b.word)
        })
    }

    /// Whether what lies between two words of one sentence may be left out, with `own` in its place.
    pub(crate) fn gap(&self, a: Taken, b: Taken, own: &[Token]) -> bool {
        let line = self.tokens(a.place.0);
        let (from, to) = (a.place.1 as usize + 1, b.place.1 as usize);
        let left: Vec<&Token> = (from..to).filter(|&k| !self.used(a.place.0, k)).filter_map(|k| line.get(k)).collect();
        let (Some(next), Some(written)) = (line.get(to), self.claim.get(b.word)) else { return false };
        let own: Vec<&Token> = own.iter().collect();
        // a sentence begins here that no mark parts from the one before
        let run_on = next.capital && !next.is_content() && !next.opens && to > 0 && !written.breaks && !written.capital;
        let left_has = |f: &dyn Fn(&Token) -> bool| left.iter().any(|t| f(t));
        let own_has = |f: &dyn Fn(&Token) -> bool| own.iter().any(|t| f(t));
        let further = left.first().is_some_and(|t| t.breaks || leads_in(t) || t.lower == "and");
        let tail = self.tail_says(b);
        let said_at_the_end = further && tail && !says(&left);
        // whoever spoke before has lost the words to whoever speaks now
        let joins = |t: &Token| t.is(&["and", "or", "but"]);
        let goes_on = next.breaks && !leads_in(next) && !next.is(&["even", "as", "like"])
            || is_verb(next)
            || is_be(next)
            || next.is(JOINS);
        // “and” from nowhere, where no clause and no list goes on
        let sewn = own_has(&joins) && !left_has(&|t| t.is(JOINS)) && !goes_on;
        if run_on
            || sewn
            || tail && says(&left)
            || !said_at_the_end
                && own_has(&|t| t.is(NEGATORS) || is_denial(t)) != left_has(&|t| t.is(NEGATORS))
                && !aside(&left, next)
        {
            return false;
        }
        let firm = |t: &Token| t.is(HEDGES) || t.is(CONDITIONS) || is_denial(t) && !said_at_the_end;
        let counts = next.number.is_some() || next.is(&["once", "twice", "half", "double"]);
        let bound = |t: &Token| t.is(BOUNDS) && counts;
        let all = |t: &Token| t.is(AMOUNTS);
        if left_has(&|t| firm(t) || bound(t)) && !own_has(&|t| firm(t) || bound(t)) && !aside(&left, next)
            || own_has(&all) && !left_has(&all)
            || left_has(&all) && !own_has(&all) && !aside(&left, next)
        {
            return false;
        }
        let free = said_at_the_end || aside(&left, next);
        self.small_words(&own, &left, next, free) && (said_at_the_end || harmless(&left, next)) && left.len() <= LEAP
    }

    /// Whether the claim's last words, from here on, are those of its source and say who said so, after a mark: then what is
    /// left out before them was a further part of what was said, and nothing of it belongs to them.
    fn tail_says(&self, b: Taken) -> bool {
        let (line, at) = (self.tokens(b.place.0), b.place.1 as usize);
        let opens = |k: usize| line.get(k).is_some_and(|t| t.breaks);
        let article = |k: usize| line.get(k).is_some_and(|t| t.is(ARTICLES));
        let parted = opens(at) || at.checked_sub(1).is_some_and(|k| article(k) && opens(k));
        let tail = self.claim.get(b.word..).unwrap_or_default();
        let same = tail.iter().zip(line.get(at..).unwrap_or_default()).all(|(own, theirs)| own.lower == theirs.lower);
        parted && same && at + tail.len() <= line.len() && tail.len() <= TAIL && tail.iter().any(speaks)
    }

    /// Whether the small words that say who does what to whom, and whether it is so, are those that were there; where what is
    /// left out stands free of its neighbours, it may have had its own. A relative
    /// pronoun may come in before the verb of its clause, and “would” becomes “will” when somebody is said to say so.
    fn small_words(&self, own: &[&Token], left: &[&Token], next: &Token, free: bool) -> bool {
        let said = self.claim.iter().any(speaks);
        let measure = |t: &Token| t.lower == "by" && next.number.is_some();
        let relative = |t: &Token| t.breaks && t.is(&["who", "which"]) && left.is_empty() && is_verb(next);
        let links = |words: &[&Token]| -> Vec<String> {
            let mut all = vec![];
            for token in words.iter().filter(|t| is_link(t) && !relative(t) && !measure(t)) {
                all.push(if said && token.lower == "would" { "will".to_owned() } else { token.lower.to_string() });
            }
            all.sort_unstable();
            all
        };
        let (ours, theirs) = (links(own), links(left));
        let content = left.iter().any(|t| t.is_content());
        let voice = own.iter().any(|t| is_be(t)) != left.iter().any(|t| is_be(t)) && is_participle(next);
        let moved =
            |t: &Token| self.claim.iter().filter(|c| c.alike(t)).count() > own.iter().filter(|o| o.alike(t)).count();
        let subject = |words: &[&Token]| words.iter().any(|t| is_pronoun(t));
        let exchanged =
            own.iter().filter_map(|t| person(t)).any(|p| left.iter().filter_map(|t| person(t)).any(|q| p != q));
        let gone = left.iter().any(|t| is_pronoun(t) && !moved(t));
        let held = |t: &Token| left.iter().any(|o| person(o) == person(t));
        let stands_for = own.iter().any(|t| person(t).is_some() && !held(t));
        let pronouns = if content { subject(own) && !subject(left) || stands_for } else { gone && !subject(own) };
        let same = if content { ours.iter().all(|w| theirs.contains(w)) } else { ours == theirs };
        let placed = own.iter().filter(|t| t.is(PLACING)).all(|t| left.iter().any(|o| o.is(PLACING) || o.alike(t)));
        let ours = |t: &Token| t.is(&["our", "my", "your"]);
        let claimed = own.iter().any(|t| ours(t)) && !left.iter().any(|t| ours(t));
        let sound = !voice && !pronouns && !governed(own, left, next) && !headless(own, left, next);
        same && placed && !exchanged && !claimed && (free || sound)
    }

    /// “has not scored in the league” may not become “has not scored”.
    fn narrowed(&self) -> Option<usize> {
        self.taken.iter().find_map(|t| {
            let word = self.claim.get(t.word).filter(|w| w.is(NEGATORS))?;
            let (line, at) = (self.tokens(t.place.0), t.place.1 as usize);
            let scope =
                (at + 1..line.len().min(at + 1 + SCOPE)).take_while(|&k| line.get(k).is_some_and(|w| !w.breaks));
            let scope: Vec<usize> = scope.filter(|&k| line.get(k).is_some_and(Token::is_content)).collect();
            let kept = |k: &&usize| {
                line.get(**k).is_some_and(|w| self.claim.iter().any(|c| same_word(c, w)) || is_calendar(&w.lower))
            };
            let kept = scope.iter().filter(kept).count();
            (word.is(NEGATORS) && kept > 0 && kept < scope.len()).then_some(t.word)
        })
    }
}

/// The word after what is left out belonged to a preposition in it, and now belongs to what stands before.
fn governed(own: &[&Token], left: &[&Token], next: &Token) -> bool {
    let leads =
        |t: &Token| (leads_in(t) && !is_calendar(&t.lower) || is_link(t) || t.is(PLACING)) && t.lower != "because";
    let Some(at) = left.iter().rposition(|t| leads(t)) else { return false };
    let rest = left.get(at + 1..).unwrap_or_default();
    let open = !rest.iter().any(|t| t.breaks || t.number.is_none() && t.is_content() && !t.lower.ends_with("ly"));
    let starts = leads(next) || is_be(next) || is_verb(next) || next.breaks || next.is(JOINS);
    open && !starts && !own.iter().any(|t| leads(t)) && left.iter().any(|t| t.is_content())
}

/// What is left out is what the next verb is said of, or a part of that, or the verb that carries it.
fn headless(own: &[&Token], left: &[&Token], next: &Token) -> bool {
    #[rustfmt::skip]
    const ADVERBS: &[&str] = &[
        "first", "last", "later", "earlier", "today", "yesterday", "now", "still", "again", "once", "alone", "together", "back", "soon", "ever",
        "even", "instead", "however", "then", "also", "recently", "previously",
    ];
    let Some(last) = left.last() else { return false };
    let acts = is_verb(next) || is_be(next) || is_link(next);
    let adverb = |t: &Token| t.is(ADVERBS) || t.lower.ends_with("ly");
    let time =
        |t: &Token| is_calendar(&t.lower) || is_unit(&t.lower) || t.is(&["night", "morning", "afternoon", "evening"]);
    let head = left.iter().rfind(|t| !adverb(t));
    let noun = head.is_some_and(|t| t.is_content() && t.number.is_none() && !time(t) && !is_verb(t));
    let noun = noun && !left.iter().any(|t| leads_in(t) || is_link(t) || t.lower == "of");
    let part = left.first().is_some_and(|t| t.is(&["and", "plus", "or", "nor"]));
    let carried = is_be(last) && !own.iter().any(|t| is_be(t)) && left.len() > 1;
    acts && (noun || part && left.len() > 1) || carried
}

/// Whether somebody speaks in it; “an order” is a thing.
fn says(left: &[&Token]) -> bool {
    let before = |i: usize| i.checked_sub(1).and_then(|b| left.get(b));
    left.iter().enumerate().any(|(i, t)| speaks(t) && !before(i).is_some_and(|b| b.is(ARTICLES)))
}

/// It stands between marks, so that it may go whole.
fn aside(left: &[&Token], next: &Token) -> bool {
    left.first().is_some_and(|t| t.breaks) && next.breaks
}

/// Whether no name and no verb is left out, but between marks or in a phrase of place or time.
fn harmless(left: &[&Token], next: &Token) -> bool {
    let heavy = |t: &&Token| t.is_content() && (t.capital && !is_calendar(&t.lower) || is_verb(t));
    let Some(last) = left.iter().rposition(heavy) else { return true };
    let closes = left.iter().skip(last + 1).any(|t| t.breaks) || next.breaks;
    let marked = left.first().is_some_and(|t| t.breaks) && closes;
    let of = is_verb(next) || is_be(next) || next.breaks || leads_in(next);
    let phrase = left.first().is_some_and(|t| leads_in(t) || of && t.lower == "of") && !left.iter().any(|t| is_verb(t));
    marked || phrase
}
