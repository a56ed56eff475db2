//! Keep and block rules of one feed: which of its entries are taken in, by patterns on what an entry says of itself.
//!
//! Pure, so that a changed rule can be applied to what is stored. Patterns are regular expressions of the `regex` crate,
//! which match in linear time whatever they are.

use regex::{Regex, RegexBuilder};
use serde::{Deserialize, Serialize};
use standfirst_types::Entry;

/// The part of an entry that a pattern looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The title, without markup.
    Title,
    /// Each author's name, mail address and home page.
    Author,
    /// The address of the page.
    Address,
    /// Each category.
    Category,
}

/// One pattern as a user writes it: `{ field = "title", pattern = "(?i)live blog" }`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// What it looks at.
    pub field: Field,
    /// A regular expression; it matches anywhere in the field unless anchored, upper and lower case alike.
    pub pattern: String,
}

/// The rules of a feed as a user writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RuleSet {
    /// When there are any, an entry must match one of these.
    pub keep: Vec<Rule>,
    /// An entry that matches one of these is left out, kept or not.
    pub block: Vec<Rule>,
}

/// Why rules cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadRules {
    /// A pattern is no regular expression, or too large a one.
    #[error("the {list} pattern “{pattern}” cannot be used: {fault}; put a \\ before a sign that is meant as itself")]
    Pattern {
        /// `keep` or `block`.
        list: &'static str,
        /// The pattern, cut to 200 characters.
        pattern: String,
        /// What is wrong with it.
        fault: String,
    },
    /// Too many.
    #[error("a feed has {0} rules; {MAX_RULES} are the most, patterns can be joined with |")]
    TooMany(usize),
}

/// The most rules of one feed.
pub const MAX_RULES: usize = 100;
/// The longest pattern in bytes.
const MAX_PATTERN: usize = 1000;
/// The most memory of one compiled pattern in bytes.
const MAX_COMPILED: usize = 256 << 10;
/// What is looked at of one field, in bytes.
const MAX_FIELD: usize = 8 << 10;

/// Rules ready for use.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    keep: Vec<(Field, Regex)>,
    block: Vec<(Field, Regex)>,
}

impl Rules {
    /// Makes rules ready.
    ///
    /// # Errors
    /// The first pattern that cannot be used, or that there are too many.
    pub fn new(set: &RuleSet) -> Result<Self, BadRules> {
        let count = set.keep.len() + set.block.len();
        if count > MAX_RULES {
            return Err(BadRules::TooMany(count));
        }
        Ok(Self { keep: compiled("keep", &set.keep)?, block: compiled("block", &set.block)? })
    }

    /// Whether an entry is taken in. Linear in the entry and the patterns.
    pub fn keeps(&self, entry: &Entry) -> bool {
        self.verdict(entry).is_ok()
    }

    /// Why an entry is left out.
    ///
    /// # Errors
    /// A sentence that names the rule.
    pub fn verdict(&self, entry: &Entry) -> Result<(), String> {
        let matching = |rules: &[(Field, Regex)]| {
            rules.iter().find(|(field, regex)| matches(*field, regex, entry)).map(|(_, r)| r.as_str().to_owned())
        };
        if let Some(pattern) = matching(&self.block) {
            return Err(format!("it matches the block rule “{pattern}”"));
        }
        if !self.keep.is_empty() && matching(&self.keep).is_none() {
            return Err("it matches none of the keep rules".into());
        }
        Ok(())
    }
}

fn compiled(list: &'static str, rules: &[Rule]) -> Result<Vec<(Field, Regex)>, BadRules> {
    let one = |rule: &Rule| {
        let bad = |fault: String| BadRules::Pattern { list, pattern: rule.pattern.chars().take(200).collect(), fault };
        if rule.pattern.len() > MAX_PATTERN {
            return Err(bad(format!("it is longer than {MAX_PATTERN} bytes")));
        }
        if rule.pattern.trim().is_empty() {
            return Err(bad("it is empty and would match everything".into()));
        }
        let built = RegexBuilder::new(&rule.pattern)
            .case_insensitive(true)
            .size_limit(MAX_COMPILED)
            .dfa_size_limit(MAX_COMPILED)
            .nest_limit(50)
            .build();
        built.map(|regex| (rule.field, regex)).map_err(|e| bad(fault(&e)))
    };
    rules.iter().map(one).collect()
}

/// The last line of the crate's message, which says what is wrong; the lines before it draw the pattern.
fn fault(error: &regex::Error) -> String {
    match error {
        regex::Error::CompiledTooBig(limit) => format!("it needs more than {limit} bytes of memory"),
        error => {
            let text = error.to_string();
            let last = text.lines().last().unwrap_or_default().trim();
            last.strip_prefix("error: ").unwrap_or(last).to_owned()
        }
    }
}

fn matches(field: Field, regex: &Regex, entry: &Entry) -> bool {
    let is = |text: &str| {
        let cut = (0..=text.len().min(MAX_FIELD)).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0);
        regex.is_match(text.get(..cut).unwrap_or_default())
    };
    match field {
        Field::Title => entry.title.as_deref().is_some_and(|t| is(&words(t))),
        Field::Author => entry.authors.iter().any(|a| [&a.name, &a.email, &a.uri].into_iter().flatten().any(|t| is(t))),
        Field::Address => entry.link.as_deref().is_some_and(is),
        Field::Category => entry.tags.iter().any(|t| is(t)),
    }
}

/// A title as it reads: markup dropped, references decoded, white space folded.
fn words(title: &str) -> String {
    crate::feed::text::plain(title).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use standfirst_types::Author;

    fn rules(text: &str) -> Result<Rules, BadRules> {
        Rules::new(&toml::from_str::<RuleSet>(text).unwrap())
    }

    fn entry() -> Entry {
        let author = Author { name: Some("Ada Berg".into()), email: Some("ada@hill.example".into()), uri: None };
        Entry {
            title: Some("<b>Live</b>\n blog: Snow &amp; ice".into()),
            link: Some("https://hill.example/sport/1".into()),
            authors: vec![author],
            tags: vec!["Weather".into(), "Élan".into()],
            ..Entry::default()
        }
    }

    #[test]
    fn entries() {
        let check = |text: &str, expected: bool| assert_eq!(rules(text).unwrap().keeps(&entry()), expected, "{text}");
        let rule = |field: &str, pattern: &str| format!("{{ field = '{field}', pattern = '{pattern}' }}");
        let cases = [
            ("title", "live blog", true),
            ("title", "^Live", true),
            ("title", "Snow & ice$", true),
            ("title", "<b>", false),
            ("title", "rain|hail", false),
            ("author", "berg$", true),
            ("author", "@hill\\.example", true),
            ("author", "bo lind", false),
            ("address", "/sport/", true),
            ("address", "^http://", false),
            ("category", "^weather$", true),
            ("category", "élan", true),
            ("category", "eath$", false),
        ];
        for (field, pattern, hit) in cases {
            check(&format!("keep = [{}]", rule(field, pattern)), hit);
            check(&format!("block = [{}]", rule(field, pattern)), !hit);
        }
        check("", true);
        check(&format!("keep = [{}]\nblock = [{}]", rule("title", "snow"), rule("address", "sport")), false);
        check(&format!("keep = [{}, {}]", rule("title", "rain"), rule("title", "snow")), true);
        let bare = Rules::new(&toml::from_str(&format!("keep = [{}]", rule("author", "."))).unwrap()).unwrap();
        assert!(!bare.keeps(&Entry::default()));
    }

    #[test]
    fn faults_are_named() {
        let check = |pattern: &str, words: &str| {
            let text =
                rules(&format!("block = [{{ field = 'title', pattern = '{pattern}' }}]")).unwrap_err().to_string();
            assert!(text.starts_with("the block pattern “") && text.contains(words), "{text}");
        };
        check("(snow", "unclosed group");
        check("snow[", "unclosed");
        check("", "empty");
        check("(?P<n>a)(?=b)", "look-around");
        check("\\w{500}", "memory");
        check(&"a".repeat(1001), "longer than 1000");
        check(&"(".repeat(400), "“((((");
        for text in [
            "kept = []",
            "keep = [{ field = 'titel', pattern = 'x' }]",
            "keep = [{ field = 'title' }]",
            "block = [{ field = 'title', pattern = 'x', case = true }]",
        ] {
            assert!(toml::from_str::<RuleSet>(text).is_err(), "{text}");
        }
        let many =
            RuleSet { block: vec![Rule { field: Field::Title, pattern: "x".into() }; 101], ..RuleSet::default() };
        assert!(matches!(Rules::new(&many), Err(BadRules::TooMany(101))));
    }

    #[test]
    fn hostile_patterns_and_titles_end() {
        let text = "block = [{ field = 'title', pattern = '(a+)+$' }, { field = 'title', pattern = '(a|aa)*b' }]";
        let entry = Entry { title: Some("a".repeat(5_000_000) + "!"), ..Entry::default() };
        assert!(rules(text).unwrap().keeps(&Entry { title: Some("!".into()), ..Entry::default() }));
        let _ = rules(text).unwrap().keeps(&entry);
    }

    #[test]
    fn a_verdict_names_the_rule() {
        let text =
            rules("block = [{ field = 'title', pattern = 'live blog' }]").unwrap().verdict(&entry()).unwrap_err();
        assert!(text.contains("“live blog”"), "{text}");
    }
}
