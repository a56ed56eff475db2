//! An operation: one thing that can be asked for, with all that the document says of it. Routes, checks of parameters and the
//! document are made of the same operations, so none can say what another does not.

use super::cursor::Kind;
use axum::http::Method;
use serde_json::{Value, json};
use standfirst_types::search::{LONGEST, LONGEST_NAME};

/// Rows of a list where no limit is given.
pub(crate) const ROWS: u32 = 25;
/// Most rows of a list; a greater limit is taken as this.
pub(crate) const MOST: u32 = 100;

/// What a parameter takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Takes {
    /// The id of something, named in words.
    Id(&'static str),
    /// An edition's id, or `latest`.
    Edition,
    /// How many rows.
    Limit,
    /// Where a list goes on.
    Cursor(Kind),
    /// `true` or `false`.
    Flag,
    /// A line to search for.
    Line,
    /// The name of a section.
    Name,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number from this one on.
    From(u32),
    /// The id of an event.
    Event,
}

impl Takes {
    /// The schema (JSON Schema 2020-12).
    pub(crate) fn schema(self) -> Value {
        match self {
            Self::Id(_) => json!({ "type": "string", "pattern": "^[0-9a-hjkmnp-tv-z]{16}$" }),
            Self::Edition => json!({ "type": "string", "pattern": "^(latest|[0-9a-hjkmnp-tv-z]{16})$" }),
            Self::Limit => json!({ "type": "integer", "minimum": 1, "default": ROWS }),
            Self::Cursor(kind) => json!({ "type": "string", "pattern": kind.pattern() }),
            Self::Flag => json!({ "type": "boolean", "default": false }),
            Self::Line => json!({ "type": "string", "maxLength": LONGEST }),
            Self::Name => json!({ "type": "string", "minLength": 1, "maxLength": LONGEST_NAME }),
            Self::Word(words) => json!({ "type": "string", "enum": words }),
            Self::From(least) => json!({ "type": "integer", "minimum": least, "maximum": u32::MAX }),
            Self::Event => json!({ "type": "string", "pattern": "^[0-9a-f]{8}-[0-9]{1,18}$" }),
        }
    }

    /// Whether a value will do; if not, what would.
    pub(crate) fn check(self, value: &str) -> Result<(), String> {
        let characters = value.chars().count();
        let ok = match self {
            Self::Id(_) => value.parse::<standfirst_types::StoryId>().is_ok(),
            Self::Edition => value == "latest" || value.parse::<standfirst_types::EditionId>().is_ok(),
            Self::Limit => limit(value).is_some(),
            Self::Cursor(kind) => kind.read(value).is_some(),
            Self::Flag => matches!(value, "true" | "false"),
            Self::Line => characters <= LONGEST,
            Self::Name => (1..=LONGEST_NAME).contains(&characters),
            Self::Word(words) => words.contains(&value),
            Self::From(least) => number(value).is_some_and(|n| n >= least),
            Self::Event => event(value),
        };
        if ok { Ok(()) } else { Err(self.wanted()) }
    }

    fn wanted(self) -> String {
        match self {
            Self::Id(what) => format!("the id of {what}: 16 characters of 0-9 and a-z without i, l, o and u"),
            Self::Edition => {
                "latest, or the id of an edition: 16 characters of 0-9 and a-z without i, l, o and u".into()
            }
            Self::Limit => "a whole number from 1 on".into(),
            Self::Cursor(_) => "the “next” of the page before, as it was given; leave it out to begin anew".into(),
            Self::Flag => "true or false".into(),
            Self::Line => format!("at most {LONGEST} characters"),
            Self::Name => format!("1 to {LONGEST_NAME} characters"),
            Self::Word(words) => format!("one of {}", words.join(", ")),
            Self::From(least) => format!("a whole number from {least} on"),
            Self::Event => "the id of an event, as it was given".into(),
        }
    }
}

/// A limit as given; one beyond every number is the greatest.
pub(crate) fn limit(value: &str) -> Option<u32> {
    let digits = !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit());
    let number = value.parse::<u32>().unwrap_or(u32::MAX);
    (digits && number >= 1).then(|| number.min(MOST))
}

/// A number written with digits alone.
pub(crate) fn number(value: &str) -> Option<u32> {
    value.parse().ok().filter(|_| value.bytes().all(|b| b.is_ascii_digit()))
}

fn event(value: &str) -> bool {
    let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
    value.split_once('-').is_some_and(|(run, n)| {
        run.len() == 8 && run.bytes().all(hex) && (1..=18).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Where a parameter stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stands {
    /// In the path.
    Path,
    /// Behind the question mark.
    Query,
}

/// A parameter.
#[derive(Clone, Debug)]
pub(crate) struct Parameter {
    pub(crate) name: &'static str,
    pub(crate) stands: Stands,
    pub(crate) takes: Takes,
    pub(crate) required: bool,
    pub(crate) says: &'static str,
    pub(crate) example: &'static str,
}

/// An operation.
#[derive(Clone, Debug)]
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// With parameters in braces, as router and document write them.
    pub(crate) path: &'static str,
    /// Its name in the document: one word.
    pub(crate) id: &'static str,
    /// What it belongs to.
    pub(crate) tag: &'static str,
    /// In a few words.
    pub(crate) title: &'static str,
    /// In sentences.
    pub(crate) says: &'static str,
    pub(crate) parameters: Vec<Parameter>,
    /// The schema of its body, and an example.
    pub(crate) body: Option<(&'static str, Value)>,
    /// The schema of its answer.
    pub(crate) gives: &'static str,
    /// The status of a good answer.
    pub(crate) status: u16,
    /// Whether only the owner may.
    pub(crate) owner: bool,
    /// Whether the story asked for may be part of another, to which it leads.
    pub(crate) leads_on: bool,
    /// Whether it may be too often.
    pub(crate) limited: bool,
    /// Whether it may not go with what is there.
    pub(crate) conflicts: bool,
    /// How its list is paged.
    pub(crate) paged: Option<Kind>,
}

/// An operation that asks for `path`; its id, what it belongs to, its title, the schema of its answer.
pub(crate) fn get(
    path: &'static str,
    id: &'static str,
    tag: &'static str,
    title: &'static str,
    gives: &'static str,
) -> Operation {
    let mut operation = Operation {
        method: Method::GET,
        path,
        id,
        tag,
        title,
        says: "",
        parameters: vec![],
        body: None,
        gives,
        status: 200,
        owner: false,
        leads_on: false,
        limited: false,
        conflicts: false,
        paged: None,
    };
    for piece in path.split('/').filter_map(|p| p.strip_prefix('{')?.strip_suffix('}')) {
        operation.parameters.extend(in_path(piece));
    }
    operation.leads_on = path.starts_with("/api/stories/{story}");
    operation
}

/// The parameters that stand in paths, by name.
fn in_path(name: &str) -> Option<Parameter> {
    let story =
        (Takes::Id("a story"), "The story. One that was merged into another leads there (307).", "5hfgfh5x8c3vjm0k");
    let (name, (takes, says, example)) = match name {
        "edition" => ("edition", (Takes::Edition, "The edition; `latest` for the newest.", "latest")),
        "story" => ("story", story),
        "revision" => ("revision", (Takes::From(1), "The revision of the brief, from 1.", "1")),
        "n" => ("n", (Takes::From(0), "The number of the sentence; 0 is the headline.", "1")),
        "article" => ("article", (Takes::Id("an article"), "The article.", "0d3tn8b2xq7w9ezk")),
        "version" => ("version", (Takes::From(0), "The version of its text, from 0.", "0")),
        "feed" => ("feed", (Takes::Id("a feed"), "The feed.", "9yq2m4t6v8x0a1b3")),
        "section" => ("section", (Takes::Name, "The section's name.", "Sea")),
        "mark" => ("mark", (Takes::Word(&["read", "saved", "muted"]), "Which mark.", "saved")),
        "report" => ("report", (Takes::From(1), "The report's number.", "1")),
        "decision" => ("decision", (Takes::From(1), "The decision's number.", "1")),
        _ => return None,
    };
    Some(Parameter { name, stands: Stands::Path, takes, required: true, says, example })
}

impl Operation {
    /// With another method.
    pub(crate) fn by(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// What it does, in sentences.
    pub(crate) fn says(mut self, says: &'static str) -> Self {
        self.says = says;
        self
    }

    /// With a parameter behind the question mark.
    pub(crate) fn asks(mut self, name: &'static str, takes: Takes, says: &'static str, example: &'static str) -> Self {
        let stands = Stands::Query;
        self.parameters.push(Parameter { name, stands, takes, required: false, says, example });
        self
    }

    /// With one that must be there.
    pub(crate) fn needs(self, name: &'static str, takes: Takes, says: &'static str, example: &'static str) -> Self {
        let mut with = self.asks(name, takes, says, example);
        if let Some(last) = with.parameters.last_mut() {
            last.required = true;
        }
        with
    }

    /// Answers a page of a list.
    pub(crate) fn paged(mut self, kind: Kind) -> Self {
        self.paged = Some(kind);
        let says = "Where to go on: the `next` of the page before.";
        self.asks("limit", Takes::Limit, "How many rows; more than 100 is taken as 100.", "10").asks(
            "cursor",
            Takes::Cursor(kind),
            says,
            "",
        )
    }

    /// Takes a body after a schema.
    pub(crate) fn takes(mut self, schema: &'static str, example: Value) -> Self {
        self.body = Some((schema, example));
        self
    }

    /// For the owner only.
    pub(crate) fn owners(mut self) -> Self {
        self.owner = true;
        self
    }

    /// Makes something new (201).
    pub(crate) fn makes(mut self) -> Self {
        self.status = 201;
        self
    }

    /// May not go with what is there.
    pub(crate) fn conflicts(mut self) -> Self {
        self.conflicts = true;
        self
    }

    /// May be too often.
    pub(crate) fn limited(mut self) -> Self {
        self.limited = true;
        self
    }

    /// Whether it changes something.
    pub(crate) fn changes(&self) -> bool {
        self.method != Method::GET
    }

    /// Every status it answers with, in order; each but the first and 304 and 307 with a problem.
    pub(crate) fn statuses(&self) -> Vec<u16> {
        let path = self.parameters.iter().any(|p| p.stands == Stands::Path);
        let all = [
            (self.status, true),
            (304, !self.changes()),
            (307, self.leads_on),
            (400, true),
            (401, true),
            (403, self.changes()),
            (404, path || self.body.is_some()),
            (409, self.conflicts),
            (413, self.body.is_some()),
            (415, self.body.is_some()),
            (422, self.body.is_some()),
            (429, self.limited),
            (500, true),
        ];
        all.into_iter().filter(|(_, there)| *there).map(|(status, _)| status).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_taken_as_the_schema_says() {
        let check =
            |takes: Takes, value: &str, expected: bool| assert_eq!(takes.check(value).is_ok(), expected, "{value}");
        for (value, expected) in [
            ("1", true),
            ("0", false),
            ("", false),
            ("-1", false),
            ("1.5", false),
            ("+1", false),
            ("9".repeat(40).as_str(), true),
        ] {
            check(Takes::Limit, value, expected);
        }
        assert_eq!((limit("7"), limit("5000")), (Some(7), Some(MOST)));
        check(Takes::From(1), "0", false);
        check(Takes::From(0), "4294967296", false);
        check(Takes::From(0), "007", true);
        check(Takes::Flag, "1", false);
        check(Takes::Edition, "latest", true);
        check(Takes::Edition, "newest", false);
        check(Takes::Word(&["read", "saved"]), "Read", false);
        check(Takes::Event, "0a1b2c3d-17", true);
        check(Takes::Event, "0a1b2c3d-", false);
        check(Takes::Name, &"x".repeat(LONGEST_NAME + 1), false);
    }
}
