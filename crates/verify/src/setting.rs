//! The setting: what kind of text a claim is part of and held against, as numbers.
//!
//! Minutes of a talk are told in other words than a report in a newspaper, and a long summary of them is right less often
//! than one sentence. One threshold for all needs the score to know what it looks at.

use crate::window::Sources;

/// Numbers of a setting.
pub(crate) const SETTING: usize = 5;

/// Most characters of a speaker's name before the colon.
const LONGEST_SPEAKER: usize = 25;

/// The share of the sources' lines that open with a speaker (“Ann: …”), how long the sources are, how often they say “I”, how
/// long the summary is and how many sentences it has. Linear.
pub(crate) fn setting<'a>(summary: impl Iterator<Item = &'a str>, sources: &Sources) -> [f32; SETTING] {
    let (mut sentences, mut length) = (0usize, 0usize);
    for sentence in summary {
        sentences += 1;
        length += sentence.chars().count() + 1;
    }
    let (mut words, mut first_person, mut spoken) = (0usize, 0usize, 0usize);
    for line in &sources.lines {
        words += line.tokens.len();
        first_person += line.tokens.iter().filter(|t| t.lower == "i").count();
        spoken += usize::from(names_speaker(&line.text));
    }
    [
        spoken as f32 / sources.lines.len().max(1) as f32,
        (1.0 + words as f32).ln() / 10.0,
        first_person as f32 * 100.0 / words.max(1) as f32,
        (1.0 + length as f32).ln() / 5.0,
        (1.0 + sentences as f32).ln(),
    ]
}

/// “Ann: …”, “Project Manager: …”
fn names_speaker(line: &str) -> bool {
    let Some((name, _)) = line.trim_start().split_once(':') else { return false };
    name.chars().next().is_some_and(char::is_uppercase)
        && name.chars().count() <= LONGEST_SPEAKER
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '\'' | '_'))
}

#[cfg(test)]
mod tests {
    use super::names_speaker;

    #[test]
    fn a_line_of_a_talk_opens_with_who_speaks() {
        for (line, expected) in [
            ("Ann: Did you buy bread?", true),
            ("Project Manager: Let us begin.", true),
            ("the plan: more bread", false),
            ("Nothing was said of bread", false),
            ("What the council decided on Tuesday: more bread", false),
        ] {
            assert_eq!(names_speaker(line), expected, "{line}");
        }
    }
}
