//! Quotations: what stands in quotation marks, and who said it.

use crate::marks::{Marked, around, marked};
use crate::speakers::{Attribution, Scene, is_pronoun};
use crate::tokens::Token;
use standfirst_types::{Name, NameKind, Quote};

/// Words from which a stretch in marks is a quotation even when nobody is said to have said it.
const SPEECH: usize = 5;
/// Fewer words than this are a term or a title set in marks unless a verb of saying stands beside them.
const TERM: usize = 2;
/// Names back from a pronoun that are asked for its person.
const FAR: usize = 100;
/// Quotations of one text at most.
const MOST: usize = 2_000;

/// Finds the quotations, in order. A quotation without a verb of its own goes to the speaker of the one before it in the
/// same paragraph; a pronoun goes to the person named last.
pub(crate) fn quotes(text: &str, tokens: &[Token<'_>], names: &[Name]) -> Vec<Quote> {
    let mut marks = marked(text);
    marks.truncate(MOST);
    let scene = Scene { tokens, names, marks: &marks };
    let mut out: Vec<Quote> = Vec::new();
    let mut before: Option<(&Marked, Attribution)> = None;
    for m in &marks {
        let words = text.get(m.start..m.end).map_or(0, |t| t.split_whitespace().count());
        let own = scene.attribution(m, text);
        if words < TERM || (own.is_none() && words < SPEECH) {
            continue;
        }
        let carried = || before.filter(|(b, _)| same_paragraph(text, b.close, m.open)).map(|(_, a)| a);
        let found = own.or_else(carried);
        out.push(Quote {
            content: [m.start as u32, m.end as u32],
            cue: own.map(|a| a.cue.map(|at| at as u32)),
            source: found.map(|a| a.source.map(|at| at as u32)),
            speaker: found.and_then(|a| speaker(text, names, &marks, &a)),
            direct: true,
        });
        before = found.map(|a| (m, a));
    }
    out
}

fn same_paragraph(text: &str, from: usize, to: usize) -> bool {
    text.get(from..to).is_some_and(|between| !between.contains("\n\n"))
}

/// The speaker's name in its fullest form; for a pronoun the person named last before it outside quotation marks.
fn speaker(text: &str, names: &[Name], marks: &[Marked], found: &Attribution) -> Option<String> {
    let full = |name: &Name| name.entity.clone().unwrap_or_else(|| name.text.clone());
    if let Some(name) = found.name.and_then(|i| names.get(i)) {
        return Some(full(name));
    }
    let [start, end] = found.source;
    let word = text.get(start..end)?;
    if matches!(word, "he" | "He" | "she" | "She") {
        let before = names.get(..names.partition_point(|n| (n.end as usize) <= start)).unwrap_or_default();
        let person = |n: &&Name| n.kind == NameKind::Per && around(marks, n.start as usize).is_none();
        return before.iter().rev().take(FAR).find(person).map(full);
    }
    (!is_pronoun(word)).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Quotations as "content → source → speaker".
    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let tokens = crate::tokens::tokens(text);
        let mut names = crate::names::names(text, &tokens, "", "en");
        crate::linking::link(&mut names);
        let cut = |[a, b]: [u32; 2]| text.get(a as usize..b as usize).unwrap_or("?");
        let got: Vec<String> = quotes(text, &tokens, &names)
            .iter()
            .map(|q| {
                format!("{} → {} → {}", cut(q.content), q.source.map_or("-", cut), q.speaker.as_deref().unwrap_or("-"))
            })
            .collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn the_speaker_stands_after_or_before() {
        check("“We lost the rudder,” said Anna Venn, the pilot.", &["We lost the rudder, → Anna Venn → Anna Venn"]);
        check("“We lost the rudder,” Anna Venn said.", &["We lost the rudder, → Anna Venn → Anna Venn"]);
        check("Anna Venn said: “We lost the rudder.”", &["We lost the rudder. → Anna Venn → Anna Venn"]);
        check("The union said it was “a day of shame”.", &["a day of shame → The union → The union"]);
        check("According to Anna Venn, the ship was “old and slow”.", &["old and slow → Anna Venn → Anna Venn"]);
        check("“It sank,” a spokeswoman for the port said.", &["It sank, → a spokeswoman → a spokeswoman"]);
    }

    #[test]
    fn pronouns_short_names_and_second_halves_find_their_person() {
        check(
            "Anna Venn took the stand. “We lost the rudder,” she said. “Nobody told us why it happened.”",
            &["We lost the rudder, → she → Anna Venn", "Nobody told us why it happened. → she → Anna Venn"],
        );
        check("Anna Venn came. “We sank at dawn,” Venn said.", &["We sank at dawn, → Venn → Anna Venn"]);
    }

    #[test]
    fn terms_and_titles_in_marks_are_no_quotations() {
        check("The film “Low Tide” opens today.", &[]);
        check("The “tide” turned.", &[]);
    }
}
