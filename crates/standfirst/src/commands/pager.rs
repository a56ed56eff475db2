//! The pager: a long text for a person at a terminal is read in the program of their choice, as git and man do it.

use super::print;
use anyhow::Result;
use std::{
    io::{ErrorKind, IsTerminal, Write},
    process::{Command, Stdio},
};

/// Prints a text, through the pager where it is longer than the screen of a terminal. The pager is `STANDFIRST_PAGER`, else
/// `PAGER`, else `less`; an empty one, or `cat`, is none. One that cannot be started is done without.
pub(crate) fn read(text: &str, wanted: bool) -> Result<()> {
    let own = ["STANDFIRST_PAGER", "PAGER"].iter().find_map(std::env::var_os);
    let own = own.map(|own| own.to_string_lossy().into_owned());
    let rows = terminal_size::terminal_size().map(|(_, height)| usize::from(height.0));
    let rows = rows.filter(|_| wanted && std::io::stdout().is_terminal());
    match choose(own.as_deref(), rows, text.lines().count()) {
        Some(pager) if piped(&pager, text)? => Ok(()),
        _ => print(text),
    }
}

/// The command that shows `lines` lines on a terminal of so many rows, if one does. `rows` is `None` where there is no terminal.
fn choose(own: Option<&str>, rows: Option<usize>, lines: usize) -> Option<String> {
    let pager = own.unwrap_or("less").trim();
    let none = pager.is_empty() || pager == "cat";
    // One row is the prompt's.
    (!none && rows.is_some_and(|rows| lines >= rows)).then(|| pager.to_owned())
}

/// Gives the text to a command of the shell; false where it could not be started.
fn piped(pager: &str, text: &str) -> Result<bool> {
    let mut command = Command::new("sh");
    command.args(["-c", pager]).stdin(Stdio::piped());
    if std::env::var_os("LESS").is_none() {
        // Leave at once what fits, show colours, leave the text on the screen.
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else { return Ok(false) };
    if let Some(mut stdin) = child.stdin.take() {
        match stdin.write_all(format!("{}\n", text.trim_end()).as_bytes()) {
            // Whoever leaves early has read enough.
            Err(e) if e.kind() != ErrorKind::BrokenPipe => return Err(e.into()),
            _ => {}
        }
    }
    // 127 is the shell's word for a command that is not there.
    Ok(child.wait()?.code() != Some(127))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pager_is_for_long_texts_on_a_terminal() {
        let check = |own: Option<&str>, rows: Option<usize>, lines: usize, expected: Option<&str>| {
            assert_eq!(choose(own, rows, lines).as_deref(), expected, "{own:?} {rows:?} {lines}");
        };
        check(None, Some(24), 24, Some("less"));
        check(None, Some(24), 23, None);
        check(None, None, 500, None);
        check(Some("most -s"), Some(24), 500, Some("most -s"));
        check(Some(""), Some(24), 500, None);
        check(Some("cat"), Some(24), 500, None);
    }
}
