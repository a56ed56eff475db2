//! Documents: what the README and its siblings tell people to type and to open must be there.

use crate::{
    source,
    tree::{Complaint, File, Tree},
};

/// Where the binary lists its commands, as `enum Command`.
const COMMANDS: &str = "crates/standfirst/src/cli.rs";

/// Commands of cargo that the documents may name.
const CARGO: &[&str] = &["run", "test", "build", "fmt", "clippy", "install", "doc", "deny", "update", "add", "check"];

/// Longest ARCHITECTURE.md, in lines.
pub const ARCHITECTURE_LINES: usize = 300;

/// CHANGELOG.md has a section for what is not released, or for the version that the packages have.
pub fn check_changelog(tree: &Tree) -> Vec<Complaint> {
    let version = tree.packages.first().map_or("", |p| p.version.as_str());
    let text = tree.text("CHANGELOG.md").unwrap_or_default();
    let current = |heading: &str| heading.starts_with("[Unreleased]") || heading.starts_with(&format!("[{version}]"));
    if text.lines().filter_map(|l| l.strip_prefix("## ")).any(current) {
        return vec![];
    }
    vec![Complaint::file(
        "CHANGELOG.md",
        format!("has neither a section `## [Unreleased]` nor `## [{version}]`; add one"),
    )]
}

/// Every command of Standfirst, command of cargo and script that a document names exists.
pub fn check_commands(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    // Before the binary has commands there is nothing to compare with.
    let own =
        tree.text(COMMANDS).map(|text| source::variants(text, "Command").iter().map(|v| kebab(v)).collect::<Vec<_>>());
    if own.as_ref().is_some_and(Vec::is_empty) {
        complaints.push(Complaint::file(COMMANDS, "has no `enum Command`; tell xtask where the commands have gone"));
    }
    for file in documents(tree) {
        for (line, code) in code(&file.text) {
            for command in code.split(['|', ';', '&']) {
                if let Some(fault) = missing(tree, own.as_deref(), command) {
                    complaints.push(Complaint::line(&file.path, line, fault));
                }
            }
        }
    }
    complaints
}

/// What a command line names that is not there.
fn missing(tree: &Tree, own: Option<&[String]>, line: &str) -> Option<String> {
    let line = line.split(" #").next().unwrap_or_default().trim().trim_start_matches("$ ");
    let words: Vec<&str> = line.split_whitespace().collect();
    let after_dashes = || words.iter().skip_while(|w| **w != "--").nth(1);
    let command = match words.as_slice() {
        ["cargo", sub, ..] if !sub.starts_with(['-', '+']) && !CARGO.contains(sub) => {
            return Some(format!("`cargo {sub}` is no command that a reader has"));
        }
        ["cargo", "run", ..] => after_dashes(),
        ["standfirst", sub, ..] | ["./target/release/standfirst", sub, ..] => Some(sub),
        ["python3", script, ..] if script.ends_with(".py") && !tree.paths.iter().any(|p| p == script) => {
            return Some(format!("{script} does not exist"));
        }
        _ => None,
    }?;
    let word = command.chars().all(|c| c.is_ascii_lowercase() || c == '-') && !command.starts_with('-');
    let exists = *command == "help" || own.is_none_or(|own| own.iter().any(|name| name == command));
    (word && !exists).then(|| format!("`standfirst {command}` is not among the commands in {COMMANDS}"))
}

/// `BriefOne` as clap writes it on the command line: `brief-one`.
fn kebab(variant: &str) -> String {
    let mut name = String::new();
    for c in variant.chars() {
        if c.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.extend(c.to_lowercase());
    }
    name
}

/// Every link of a document to a file of the project resolves.
pub fn check_links(tree: &Tree) -> Vec<Complaint> {
    let mut complaints = vec![];
    for file in documents(tree) {
        let folder = file.path.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for (index, line) in file.text.lines().enumerate() {
            for link in line.split("](").skip(1).filter_map(|rest| rest.split([')', '#', ' ']).next()) {
                let path = format!("{folder}{}", link.trim_end_matches('/'));
                let outside = link.is_empty() || link.contains(':');
                let there = |p: &String| *p == path || p.starts_with(&format!("{path}/"));
                if !outside && !tree.paths.iter().any(there) {
                    complaints.push(Complaint::line(
                        &file.path,
                        index + 1,
                        format!("links to {link}, which is not there"),
                    ));
                }
            }
        }
    }
    complaints
}

/// The script that the README prints is the script that ships, so that what people read is what they run.
pub fn check_script(tree: &Tree) -> Vec<Complaint> {
    let (readme, script) = ("README.md", "docs/check_refs.py");
    let printed = tree.text(readme).and_then(|t| t.split_once("```python\n")).and_then(|(_, t)| t.split_once("```"));
    match (printed, tree.text(script)) {
        (Some((printed, _)), Some(shipped)) if printed == shipped => vec![],
        _ => vec![Complaint::file(readme, format!("its first block of Python is not {script}; copy that file there"))],
    }
}

/// ARCHITECTURE.md is there and has at most [`ARCHITECTURE_LINES`] lines.
pub fn check_architecture(tree: &Tree) -> Vec<Complaint> {
    let path = "ARCHITECTURE.md";
    match tree.text(path).map(|text| text.lines().count()) {
        None => vec![Complaint::file(path, "is missing; it is where a newcomer starts")],
        Some(lines) if lines > ARCHITECTURE_LINES => {
            let fault =
                format!("has {lines} lines, more than {ARCHITECTURE_LINES}; move what a file can say into that file");
            vec![Complaint::file(path, fault)]
        }
        Some(_) => vec![],
    }
}

fn documents(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.files.iter().filter(|f| f.path.ends_with(".md") && (!f.path.contains('/') || f.path.starts_with("docs/")))
}

/// Lines of fenced code and pieces of inline code, with their lines counted from 1.
fn code(text: &str) -> Vec<(usize, &str)> {
    let mut found = vec![];
    let mut fenced = false;
    for (index, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        } else if fenced {
            found.push((index + 1, line));
        } else {
            found.extend(line.split('`').skip(1).step_by(2).map(|piece| (index + 1, piece)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changelog() {
        let refused = |text: &str| check_changelog(&Tree::of(&[("CHANGELOG.md", text)]).with("standfirst", &[])).len();
        assert_eq!(refused("# Changelog\n\n## [0.0.9]\n"), 1);
        assert_eq!(refused("## [0.1.0] - 2026-01-01\n"), 0);
        assert_eq!(refused("## [Unreleased]\n"), 0);
        assert_eq!(check_changelog(&Tree::default()).len(), 1);
    }

    #[test]
    fn commands() {
        let lines = |text: &str| {
            let files = [("README.md", text), (COMMANDS, "enum Command { Demo(Demo), DryRun }"), ("docs/a.py", "")];
            check_commands(&Tree::of(&files)).iter().filter_map(|c| c.line).collect::<Vec<_>>()
        };
        assert_eq!(lines("```sh\ncargo run --release -- demo\nstandfirst fly\n```\n"), [3]);
        assert_eq!(lines("```sh\n$ standfirst demo --once | python3 docs/b.py\n```\n"), [2]);
        assert_eq!(lines("Type `cargo run -- fly` or `cargo fly`.\n"), [1, 1]);
        assert_eq!(
            lines(
                "`standfirst demo`, `standfirst dry-run`, `standfirst --help`, `standfirst …`, `python3 docs/a.py`, `cargo test`\n"
            ),
            [0; 0]
        );
    }

    #[test]
    fn links() {
        let refused = |text: &str| check_links(&Tree::of(&[("README.md", text), ("docs/a.md", "")])).len();
        assert_eq!(refused("[a](docs/b.md)"), 1);
        assert_eq!(refused("[a](docs/a.md#part), [b](docs/), [c](https://a.example), [d](#top)"), 0);
    }

    #[test]
    fn script() {
        let refused =
            |readme: &str| check_script(&Tree::of(&[("README.md", readme), ("docs/check_refs.py", "a\n")])).len();
        assert_eq!(refused("text\n```python\na\n```\n"), 0);
        assert_eq!(refused("text\n```python\nb\n```\n"), 1);
        assert_eq!(refused("text\n"), 1);
    }

    #[test]
    fn architecture() {
        let refused = |text: &str| check_architecture(&Tree::of(&[("ARCHITECTURE.md", text)])).len();
        assert_eq!(refused(&"a\n".repeat(ARCHITECTURE_LINES + 1)), 1);
        assert_eq!(refused("a\n"), 0);
        assert_eq!(check_architecture(&Tree::default()).len(), 1);
    }
}
