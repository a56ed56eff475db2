//! Text: what every file that people write has in common, whatever it says.

use crate::tree::{Complaint, Tree};

/// Longest source file, in lines. About 150 is usual.
pub const MAX_LINES: usize = 800;

/// Every Rust file opens with a paragraph that says what its noun is. A bare `fn main() {}` has nothing to say.
pub fn check_opening(tree: &Tree) -> Vec<Complaint> {
    let silent = |text: &str| !text.starts_with("//!") && !["", "fn main() {}"].contains(&text.trim());
    let fault = "does not open with a `//!` paragraph; say what the noun of the file is";
    tree.rust().filter(|f| silent(&f.text)).map(|f| Complaint::line(&f.path, 1, fault)).collect()
}

/// No Rust file has more than [`MAX_LINES`] lines.
pub fn check_length(tree: &Tree) -> Vec<Complaint> {
    let long = tree.rust().filter_map(|f| Some((f, f.text.lines().count())).filter(|(_, lines)| *lines > MAX_LINES));
    long.map(|(f, lines)| {
        Complaint::file(&f.path, format!("has {lines} lines, more than {MAX_LINES}; part it by noun"))
    })
    .collect()
}

/// Words that mark work left undone. They are put together here so that this file does not complain about itself.
fn markers() -> [String; 5] {
    [["FIX", "ME"], ["TO", "DO"], ["X", "XX"], ["todo", "!"], ["dbg", "!"]].map(|parts| parts.concat())
}

/// No source file holds a marker of work left undone or of a debugging session.
pub fn check_markers(tree: &Tree) -> Vec<Complaint> {
    let markers = markers();
    let mut complaints = vec![];
    for file in tree.files.iter().filter(|f| f.path.ends_with(".rs") || f.path.ends_with(".sql")) {
        for (index, line) in file.text.lines().enumerate() {
            if let Some(marker) = markers.iter().find(|marker| has_word(line, marker)) {
                let fault = format!("`{marker}` marks work left undone; finish it, or write an issue and take it out");
                complaints.push(Complaint::line(&file.path, index + 1, fault));
            }
        }
    }
    complaints
}

/// Whether `word` stands in `line` with no letter, digit or underscore before or (unless it ends in `!`) after it.
fn has_word(line: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line.get(..at).and_then(|t| t.chars().next_back());
        let after = line.get(at + word.len()..).and_then(|t| t.chars().next());
        !before.is_some_and(part) && (word.ends_with('!') || !after.is_some_and(part))
    })
}

/// No line of a hand-written file ends in white space, and no file in an empty line or without a line end. Pages and feeds
/// of the demo are left alone: they are written to be as untidy as the web.
pub fn check_white_space(tree: &Tree) -> Vec<Complaint> {
    let ours = |path: &str| {
        let ending = path.rsplit('.').next().unwrap_or_default();
        ["rs", "toml", "md", "py", "sql"].contains(&ending) || path == ".ci/run" || path.starts_with("crates/publish/")
    };
    let mut complaints = vec![];
    for file in tree.files.iter().filter(|f| ours(&f.path)) {
        for (index, line) in file.text.split('\n').enumerate() {
            if line.ends_with([' ', '\t', '\r']) {
                complaints.push(Complaint::line(&file.path, index + 1, "ends in white space; take it off"));
            }
        }
        if !file.text.is_empty() && (!file.text.ends_with('\n') || file.text.ends_with("\n\n")) {
            complaints.push(Complaint::file(&file.path, "must end in one line end, no more and no less"));
        }
    }
    complaints
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(check: fn(&Tree) -> Vec<Complaint>, text: &str) -> usize {
        check(&Tree::of(&[("crates/read/src/a.rs", text)])).len()
    }

    #[test]
    fn opening() {
        assert_eq!(refused(check_opening, "use a;\n"), 1);
        assert_eq!(refused(check_opening, "// A date.\n"), 1);
        assert_eq!(refused(check_opening, "//! A date.\n"), 0);
    }

    #[test]
    fn length() {
        assert_eq!(refused(check_length, &"a\n".repeat(MAX_LINES + 1)), 1);
        assert_eq!(refused(check_length, &"a\n".repeat(MAX_LINES)), 0);
    }

    #[test]
    fn undone_work() {
        for marker in markers() {
            assert_eq!(refused(check_markers, &format!("a\n// {marker}: later")), 1, "{marker}");
        }
        assert_eq!(refused(check_markers, &["let a = \"XX", "XX\"; my_todo", "!()"].concat()), 0);
    }

    #[test]
    fn white_space() {
        assert_eq!(refused(check_white_space, "a \nb\n"), 1);
        assert_eq!(refused(check_white_space, "a\r\n"), 1);
        assert_eq!(refused(check_white_space, "a"), 1);
        assert_eq!(refused(check_white_space, "a\n\n"), 1);
        assert_eq!(refused(check_white_space, "a\n\nb\n"), 0);
    }
}
