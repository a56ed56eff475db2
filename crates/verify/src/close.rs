//! Close: whether a sentence is another one cut and smoothed, and nothing else. Where a model too small to be believed was
//! asked to say one sentence again, the rules of the judge, which look for what is wrong, are not enough: here each edit must
//! be one that is known to be harmless. What stays stays in its order; what goes is an article, a time, a connective, what
//! somebody is before a name, or an aside between marks; what comes is an article or a form of “have”.

use crate::attribution::gives;
use crate::edits::matched;
use crate::ends::TITLES;
use crate::forms::is_plural_of;
use crate::lexicon::{CONDITIONS, HEDGES, NEGATORS, SAYING, is_calendar, same_sense};
use crate::limits::is_limit;
use crate::phrases::{is_verb, leads_in, person, speaks};
use crate::thesaurus::{NONE, NOUN, VERB, flags};
use crate::token::{Token, tokens};

const ARTICLES: &[&str] = &["a", "an", "the"];
const HAVE: &[&str] = &["has", "have", "had"];
/// Words at a sentence's beginning that tie it to the one before.
#[rustfmt::skip]
const CONNECTIVES: &[&str] = &[
    "but", "and", "so", "yet", "however", "meanwhile", "moreover", "furthermore", "additionally", "also", "then", "now", "nevertheless",
    "nonetheless", "therefore", "thus", "indeed", "still", "instead", "later", "earlier", "recently", "today", "yesterday",
];
/// Words that may go from anywhere but before a number.
const FREE: &[&str] = &["also", "now", "however", "just", "already", "meanwhile", "indeed", "currently", "recently"];
/// Words of time beside days and months.
#[rustfmt::skip]
const TIMES: &[&str] = &[
    "night", "morning", "afternoon", "evening", "noon", "midnight", "dawn", "weekend", "week", "month", "year", "today", "yesterday", "tomorrow",
    "tonight", "early", "late", "last", "next", "this", "spring", "summer", "autumn", "fall", "winter", "am", "pm", "earlier", "ago", "local",
    "time", "the", "on", "in", "at", "over",
];
/// Verbs of killing and dying stand for each other in the judge's list, and not here.
const NOT_HERE: &[&str] =
    &["kill", "killed", "died", "die", "dead", "deaths", "death", "dies", "killing", "kills", "add", "added", "adds"];

/// What of `text` is more than a cut of `asked`, a sentence of one source; `None` when it is none. Time and space are the product of
/// their words, both cut to [`crate::window::MOST_TOKENS`].
pub fn keeps_to(asked: &str, text: &str) -> Option<String> {
    let most = crate::window::MOST_TOKENS;
    let (mut line, mut claim) = (tokens(asked), tokens(text));
    line.truncate(most);
    claim.truncate(most);
    // whose words they are is said by the marks around them
    let marks = |t: &str| t.matches(['"', '“', '”', '«', '»']).count();
    if marks(text) != marks(asked) {
        return Some("the marks of a quotation".into());
    }
    let first = off(asked, &line, &claim);
    first.as_ref()?;
    turned(&line).into_iter().find_map(|l| off(asked, &l, &claim).is_none().then_some(None)).unwrap_or(first)
}

/// The sentence with who says so at its other end, where a mark parts that off.
fn turned(line: &[Token]) -> Vec<Vec<Token>> {
    let turn = |at: usize, of_front: bool| {
        let (front, back) = line.split_at_checked(at)?;
        let part = if of_front { front } else { back };
        let said = part.len() <= 14 && part.iter().any(speaks) && !part.iter().any(|t| t.is(NEGATORS));
        said.then(|| back.iter().chain(front).cloned().collect::<Vec<_>>())
    };
    let marks: Vec<usize> = (1..line.len()).filter(|&k| line.get(k).is_some_and(|t| t.breaks)).collect();
    let ends = [marks.first().map(|&m| (m, true)), marks.last().map(|&m| (m, false))];
    ends.into_iter().flatten().filter_map(|(m, front)| turn(m, front)).collect()
}

/// The first edit that is not known to be harmless.
fn off(asked: &str, line: &[Token], claim: &[Token]) -> Option<String> {
    let map = matched(claim, line);
    let (mut from, mut low) = (0, 0);
    for i in 0..=claim.len() {
        let anchor = match map.get(i) {
            Some(Some(j)) => *j,
            Some(None) => continue,
            None => line.len(),
        };
        let (own, gone) = (claim.get(from..i).unwrap_or_default(), line.get(low..anchor).unwrap_or_default());
        let gap = Gap { asked, line, low, anchor, next: claim.get(i) };
        if let Some(word) = gap.added(own, gone).or_else(|| gap.lost(own, gone)) {
            return Some(word);
        }
        if let (Some(a), Some(b)) = (claim.get(i), line.get(anchor)) {
            let beside =
                |tokens: &[Token], k: usize| (k.saturating_sub(1)..=k).any(|k| tokens.get(k).is_some_and(speaks));
            // “Ada Vint, said the clerk, lied” is not “Ada Vint said the clerk lied”
            let moved = a.breaks != b.breaks && (beside(claim, i) || beside(line, anchor));
            // a comma gone makes a subject of what stood beside one
            let run_on = gone.is_empty() && b.breaks && !a.breaks && !b.is(&["and", "or", "but"]);
            if moved || run_on || !same_form(a, b) {
                return Some(a.lower.to_string());
            }
        }
        (from, low) = (i + 1, anchor + 1);
    }
    None
}

/// The same word, or the same verb in another form that is a clause's own like it.
fn same_form(own: &Token, theirs: &Token) -> bool {
    let (a, b) = (own.lower.as_str(), theirs.lower.as_str());
    if theirs.capital && !theirs.opens && !own.capital || is_verb(theirs) && !is_verb(own) {
        return false;
    }
    // “the call” is nobody who called
    let verb = |x: &u32| *x != NONE && flags(*x) & VERB != 0 && flags(*x) & NOUN == 0;
    let verb = own.bases.iter().any(|x| verb(x) && theirs.bases.contains(x));
    a == b
        || own.number.is_some() && theirs.number.is_some()
        || verb && !(is_plural_of(a, b) || is_plural_of(b, a)) && a.ends_with("ing") == b.ends_with("ing")
}

/// What lies between two words that stayed.
struct Gap<'a> {
    asked: &'a str,
    line: &'a [Token],
    low: usize,
    anchor: usize,
    /// The claim's word after it.
    next: Option<&'a Token>,
}

impl Gap<'_> {
    fn before(&self) -> Option<&Token> {
        self.low.checked_sub(1).and_then(|k| self.line.get(k))
    }

    fn after(&self) -> Option<&Token> {
        self.line.get(self.anchor)
    }

    /// The first word that came and may not.
    fn added(&self, own: &[Token], gone: &[Token]) -> Option<String> {
        let perfect = |t: &Token| t.is(HAVE) && self.next.is_some_and(|n| is_verb(n) && !n.lower.ends_with("ing"));
        let that = |t: &Token| t.lower == "that" && (self.before().is_some_and(speaks) || gone.iter().any(speaks));
        let joined = |t: &Token| t.lower == "and" && gone.iter().any(|g| g.is(&["while", "but", "plus"]));
        let sense = |t: &Token| {
            let one = |words: &[Token]| words.iter().filter(|w| w.is_content()).count() == 1;
            let free = |w: &Token| !w.capital && w.number.is_none() && !w.is(NOT_HERE);
            one(own)
                && one(gone)
                && free(t)
                && gone.iter().any(|g| g.is_content() && free(g) && same_sense(&g.lower, &t.lower))
        };
        // “the American” is nobody that “American” was
        let article = |t: &Token| {
            let small = self.next.is_some_and(|n| !n.capital && !n.opens) && self.low > 0;
            t.is(ARTICLES) && (small || gone.iter().any(|g| g.is(ARTICLES)))
        };
        let may = |t: &&Token| article(t) || perfect(t) || that(t) || joined(t) || t.is_content() && sense(t);
        own.iter().find(|t| !may(t)).map(|t| t.lower.to_string())
    }

    /// The first word that went and may not.
    fn lost(&self, own: &[Token], gone: &[Token]) -> Option<String> {
        let stands_for = |g: &&Token| {
            let other = own.iter().any(|t| t.is_content() && same_sense(&g.lower, &t.lower));
            g.is(ARTICLES)
                || g.is(HAVE) && self.verb_follows()
                || g.lower == "that" && self.before().is_some_and(speaks)
                || g.is_content() && other
                || g.is(&["while", "but", "plus"]) && own.iter().any(|t| t.lower == "and")
        };
        let counted = self.after().is_some_and(|t| t.number.is_some());
        let rest: Vec<&Token> = gone.iter().filter(|g| !stands_for(g)).collect();
        let first = rest.first()?;
        let tied = self.after().zip(gone.last()).is_some_and(|(n, g)| self.asked.get(g.end..n.start) == Some("-"));
        let free = rest.iter().all(|t| t.is(FREE)) && !counted;
        let opens = self.low == 0 && rest.iter().all(|t| t.is(CONNECTIVES));
        let may =
            free || opens || is_time(&rest) && !is_rate(gone) || self.is_aside(gone) || self.is_what_somebody_is(gone);
        (!may || tied).then(|| first.lower.to_string())
    }

    fn verb_follows(&self) -> bool {
        self.next.is_some_and(|n| is_verb(n) && !n.lower.ends_with("ing"))
    }

    /// Between marks, or from a mark to the end; it neither sets conditions nor says where, when, why or who says so.
    fn is_aside(&self, gone: &[Token]) -> bool {
        let (Some(first), Some(last), Some(before)) = (gone.first(), gone.last(), self.before()) else { return false };
        let mark = |from: usize, to: usize| {
            self.asked
                .get(from..to)
                .is_some_and(|t| t.contains([',', ';', '(', ')', '–', '—']) && !t.contains(['"', '“', '”', '‘']))
        };
        let ends = self.after().is_none_or(|t| mark(last.end, t.start));
        let firm = |t: &Token| {
            t.is(HEDGES)
                || t.is(CONDITIONS)
                || t.is(NEGATORS)
                || speaks(t)
                || SAYING.contains(&t.stem.as_str())
                || is_limit(t)
                || t.is(TIED)
                || t.is(TITLES)
        };
        // “records show”: a clause of its own says who knows
        let relative = first.is(&["who", "which", "whose", "whom"]);
        let verb = |t: &Token| t.bases.iter().any(|&b| b != NONE && flags(b) & VERB != 0);
        let clause = !relative
            && (gone.iter().any(|t| t.is(SHOWING)) || gone.len() > 1 && verb(last) && !last.lower.ends_with("ing"));
        mark(before.end, first.start) && ends && !leads_in(first) && !clause && !gone.iter().any(firm)
    }

    /// “Officials believe Ada Vint …”: somebody who does something, and no word for what she is.
    fn acts(&self, gone: &[Token]) -> bool {
        let verb = |t: &Token| t.bases.iter().any(|&b| b != NONE && flags(b) & VERB != 0);
        let many = |t: &Token| t.lower.ends_with('s');
        (0..gone.len()).any(|i| gives(gone, i))
            || gone.iter().any(speaks)
            || gone.windows(2).any(|w| matches!(w, [who, does] if many(who) && verb(does)))
    }

    /// “Farmer Ada Vint” is Ada Vint; a former one may not lose that.
    fn is_what_somebody_is(&self, gone: &[Token]) -> bool {
        let (Some(last), Some(name)) = (gone.last(), self.after()) else { return false };
        let parted = self.asked.get(last.end..name.start).is_some_and(|t| t == " ");
        let plain = |t: &Token| {
            t.is_content() && t.number.is_none() && !is_limit(t) && !t.is(HEDGES) && !is_verb(t) || t.is(ARTICLES)
        };
        let named = name.capital && !name.opens && name.number.is_none() && !is_calendar(&name.lower);
        named
            && parted
            && !last.capital
            && last.is_content()
            && gone.len() <= 4
            && gone.iter().all(plain)
            && gone.iter().all(|t| person(t).is_none())
            && !self.acts(gone)
            && (gone.first().is_some_and(|t| t.breaks) || self.before().is_none_or(|t| !t.is_content() || is_verb(t)))
    }
}

/// Verbs by which something is known.
#[rustfmt::skip]
const SHOWING: &[&str] = &[
    "show", "shows", "showed", "suggest", "suggests", "suggested", "indicate", "indicates", "indicated", "reveal", "reveals", "revealed", "find",
    "finds", "found", "think", "thinks", "thought", "hope", "hopes", "fear", "fears", "know", "knows", "hear", "heard", "learned", "seems",
    "appears", "emerged", "notes", "noted", "writes", "wrote", "denied", "denies",
];

/// Words by which an aside holds for the rest of the sentence.
#[rustfmt::skip]
const TIED: &[&str] = &[
    "but", "although", "though", "because", "when", "while", "since", "as", "so", "or", "than", "compared", "depending", "based", "assuming",
    "given", "even", "where", "for", "through", "among", "unlike", "like", "according",
];

/// “A year”, “a night”: how often, not when.
fn is_rate(gone: &[Token]) -> bool {
    gone.windows(2).any(|w| matches!(w, [a, b] if a.is(&["a", "an", "per"]) && b.is(TIMES)))
}

/// Days, months, years and hours, and nothing else.
fn is_time(gone: &[&Token]) -> bool {
    let year = |t: &Token| t.number.is_some_and(|n| (1000.0..2200.0).contains(&n.0) && n.0.fract() == 0.0);
    let day = |t: &Token| is_calendar(&t.lower) && t.capital;
    let time = |t: &&Token| day(t) || t.is(TIMES) || year(t);
    let named = |t: &&Token| {
        (day(t) || year(t) || t.is(TIMES))
            && !t.is(&["the", "on", "in", "at", "over", "last", "next", "this", "early", "late", "time", "local"])
    };
    gone.iter().all(time) && gone.iter().any(named)
}
