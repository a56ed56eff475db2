//! `mcp`: the Model Context Protocol over standard input and output (and for the page's `/mcp`), so that an assistant can search the archive, read briefs
//! and see what a sentence rests on. It only reads.
//!
//! One JSON-RPC message a line. Standard output carries the protocol and nothing else; logs go to standard error.

mod results;
mod rpc;
mod schemas;
mod tools;

use super::{Exit, existing, library::Shelf};
use crate::{cli::Common, engine::Engine};
use anyhow::Result;
use std::io::{BufRead, Write};

/// Largest message that is read, in bytes.
const LARGEST: usize = 1 << 20;

/// What calls are answered from.
pub(super) struct Desk {
    pub(super) engine: Engine,
    pub(super) shelf: Shelf,
}

pub(crate) async fn run(common: &Common) -> Result<Exit> {
    let engine = existing(common).await?;
    let desk = Desk { shelf: Shelf::of(&engine), engine };
    let (to, mut lines) = tokio::sync::mpsc::channel(1);
    // Standard input cannot be waited for without a thread; the process ends with it.
    std::thread::spawn(move || {
        let mut input = std::io::stdin().lock();
        while let Some(line) = line(&mut input) {
            if to.blocking_send(line).is_err() {
                return;
            }
        }
    });
    while let Some(line) = lines.recv().await {
        let answer = match line {
            Ok(bytes) => rpc::answer(&desk, &bytes).await,
            Err(TooLong) => {
                let why = format!("a message has more than {LARGEST} bytes; send less at once");
                Some(rpc::fault(serde_json::Value::Null, rpc::INVALID_REQUEST, &why))
            }
        };
        if let Some(answer) = answer {
            let mut out = std::io::stdout().lock();
            // JSON has no line breaks of its own.
            writeln!(out, "{answer}")?;
            out.flush()?;
        }
    }
    Ok(Exit::Fine)
}

/// The answer to one message, as the page gives it; `None` where none is due.
pub(crate) async fn answer(engine: Engine, shelf: Shelf, message: &[u8]) -> Option<String> {
    rpc::answer(&Desk { engine, shelf }, message).await
}

/// A line that is longer than a message may be; it was skipped.
#[derive(Debug, PartialEq, Eq)]
struct TooLong;

/// The next line that is not blank, without its end; `None` at the end of the input.
fn line(input: &mut impl BufRead) -> Option<Result<Vec<u8>, TooLong>> {
    loop {
        let (mut line, mut long, mut any) = (vec![], false, false);
        loop {
            let (used, end) = {
                let chunk = input.fill_buf().ok()?;
                if chunk.is_empty() {
                    break;
                }
                any = true;
                let end = chunk.iter().position(|b| *b == b'\n');
                let piece = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
                if line.len() + piece.len() > LARGEST {
                    (line, long) = (vec![], true);
                } else if !long {
                    line.extend_from_slice(piece);
                }
                (end.map_or(chunk.len(), |e| e + 1), end.is_some())
            };
            input.consume(used);
            if end {
                break;
            }
        }
        match (any, long) {
            (false, _) => return None,
            (true, true) => return Some(Err(TooLong)),
            (true, false) if line.trim_ascii().is_empty() => {}
            (true, false) => return Some(Ok(line)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_an_end_and_a_bound() {
        let long = vec![b'x'; LARGEST + 1];
        let input = [b"one\n\n  \ntwo\r\n".as_slice(), &long, b"\nthree"].concat();
        let mut input = std::io::BufReader::with_capacity(1000, input.as_slice());
        let text = |t: &str| Some(Ok(t.as_bytes().to_vec()));
        assert_eq!(line(&mut input), text("one"));
        assert_eq!(line(&mut input), text("two\r"));
        assert_eq!(line(&mut input), Some(Err(TooLong)));
        assert_eq!(line(&mut input), text("three"));
        assert_eq!(line(&mut input), None);
    }
}
