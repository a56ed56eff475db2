//! Source: a Rust file as the checks see it, the paths it uses with their lines. Comments and strings are gone, test code
//! is left out, and `use` groups are spelled out: `use std::{fs, io::Read}` uses `std::fs` and `std::io::Read`.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A path as the code writes it, e.g. `jiff::Timestamp::now`; a lone identifier is a path of one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Used {
    /// Its identifiers.
    pub segments: Vec<String>,
    /// Line of the last one, from 1.
    pub line: usize,
    /// Braces with fields follow: a struct is made or taken apart.
    pub fields: bool,
}

impl Used {
    /// Whether these identifiers stand in it one after the other.
    pub fn contains(&self, wanted: &[&str]) -> bool {
        self.segments.windows(wanted.len()).any(|window| window.iter().eq(wanted))
    }
}

/// Every path of a file, in order, outside items marked `#[cfg(test)]` or `#[test]`. Linear in the file.
///
/// # Errors
/// When the text is not made of Rust tokens.
pub fn paths(text: &str) -> Result<Vec<Used>, String> {
    let tokens: TokenStream = text.parse().map_err(|e| format!("is not Rust: {e}"))?;
    let mut found = vec![];
    walk(tokens, &[], &mut found);
    Ok(found)
}

/// Names of the variants of an enum that stands at the top level of a file, in order; empty when there is none.
pub fn variants(text: &str, name: &str) -> Vec<String> {
    let tokens: Vec<TokenTree> = text.parse::<TokenStream>().into_iter().flatten().collect();
    let body = tokens.windows(3).find_map(|window| match window {
        [TokenTree::Ident(word), TokenTree::Ident(own), TokenTree::Group(body)] if *word == "enum" && *own == name => {
            Some(body.stream())
        }
        _ => None,
    });
    let inner: Vec<TokenTree> = body.into_iter().flatten().collect();
    // A variant is the first bare identifier after a comma; attributes and fields are groups of their own.
    let first = |piece: &[TokenTree]| {
        piece.iter().find_map(|t| if let TokenTree::Ident(i) = t { Some(i.to_string()) } else { None })
    };
    inner.split(|token| is(token, ',')).filter_map(first).collect()
}

fn walk(stream: TokenStream, prefix: &[String], found: &mut Vec<Used>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut rest = tokens.as_slice();
    while let Some((first, after)) = rest.split_first() {
        rest = match first {
            TokenTree::Punct(_) => skip_test_item(rest).unwrap_or(after),
            TokenTree::Ident(_) => take_path(rest, prefix, found),
            TokenTree::Group(group) => {
                walk(group.stream(), &[], found);
                after
            }
            TokenTree::Literal(_) => after,
        };
    }
}

/// Takes the path that begins here and says where it ends.
fn take_path<'t>(mut rest: &'t [TokenTree], prefix: &[String], found: &mut Vec<Used>) -> &'t [TokenTree] {
    let mut segments = prefix.to_vec();
    let mut line = 0;
    while let [TokenTree::Ident(ident), after @ ..] = rest {
        segments.push(ident.to_string());
        line = ident.span().start().line;
        rest = after;
        match after {
            [a, b, TokenTree::Group(group), tail @ ..]
                if is(a, ':') && is(b, ':') && group.delimiter() == Delimiter::Brace =>
            {
                walk(group.stream(), &segments, found);
                return tail;
            }
            [a, b, tail @ ..] if is(a, ':') && is(b, ':') && matches!(tail.first(), Some(TokenTree::Ident(_))) => {
                rest = tail;
            }
            _ => break,
        }
    }
    found.push(Used { segments, line, fields: has_fields(rest) });
    rest
}

/// Whether what follows is `{ name: …` or `{ name, …`, which no block begins with.
fn has_fields(rest: &[TokenTree]) -> bool {
    let [TokenTree::Group(group), ..] = rest else { return false };
    let inner: Vec<TokenTree> = group.stream().into_iter().take(3).collect();
    let named = match inner.as_slice() {
        [TokenTree::Ident(_), b, c, ..] if is(b, ':') => !is(c, ':'),
        [TokenTree::Ident(_), b, ..] => is(b, ','),
        _ => false,
    };
    group.delimiter() == Delimiter::Brace && named
}

/// Where the item ends that a test attribute here belongs to.
fn skip_test_item(rest: &[TokenTree]) -> Option<&[TokenTree]> {
    let [hash, TokenTree::Group(attribute), item @ ..] = rest else { return None };
    let words = attribute.stream().to_string().replace(' ', "");
    if !is(hash, '#') || !(words == "test" || words == "cfg(test)" || words.starts_with("cfg(all(test,")) {
        return None;
    }
    let last = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        other => is(other, ';'),
    };
    let end = item.iter().position(last)?;
    item.get(end + 1..)
}

fn is(token: &TokenTree, wanted: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == wanted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[(&str, usize)]) {
        let found = paths(text).unwrap();
        let found: Vec<_> = found.iter().map(|u| (u.segments.join("::"), u.line)).collect();
        for (path, line) in expected {
            assert!(found.contains(&((*path).to_string(), *line)), "{path} at {line} in {found:?}");
        }
    }

    #[test]
    fn finds_paths_wherever_they_stand() {
        check("use std::fs;", &[("std::fs", 1)]);
        check(
            "use std::{\n  io,\n  fs::{self, File},\n};",
            &[("std::io", 2), ("std::fs::self", 3), ("std::fs::File", 3)],
        );
        check("fn f() {\n  g(jiff::Timestamp::now());\n}", &[("jiff::Timestamp::now", 2)]);
        check("fn f() { h!(std::env::var(x)) }", &[("std::env::var", 1)]);
    }

    #[test]
    fn leaves_out_comments_strings_and_tests() {
        let text = r#"
            //! std::fs
            /* std::fs */ const A: &str = "std::fs";
            #[cfg(test)]
            mod tests { use std::fs; }
            #[test]
            fn t() { std::fs::read(1); }
            fn after() { std::net::x() }
        "#;
        let found = paths(text).unwrap();
        assert!(!found.iter().any(|u| u.contains(&["std", "fs"])), "{found:?}");
        assert!(found.iter().any(|u| u.contains(&["std", "net"])), "what follows a test is seen again");
    }

    #[test]
    fn lists_variants() {
        let text = "/// A.\npub(crate) enum Command { /// b\n #[a(b, c)] Demo(Demo), Add { x: u8, y: u8 }, Run }\nenum Other { X }";
        assert_eq!(variants(text, "Command"), ["Demo", "Add", "Run"]);
        assert!(variants(text, "Missing").is_empty());
    }

    #[test]
    fn tells_fields_from_blocks() {
        let fields = |text: &str| paths(text).unwrap().iter().any(|u| u.fields);
        assert!(fields("fn f() { let a = V { kind: k, by }; }"));
        assert!(fields("fn f() { let V { kind, .. } = v; }"));
        assert!(!fields("fn f() -> V { kind::of() }"));
        assert!(!fields("impl V { fn a() {} }"));
    }
}
