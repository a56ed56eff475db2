//! A user's own model of entailment: a command that is given pairs of texts as JSON Lines and answers each with a line.
//!
//! ```text
//! → {"premise": "what the sources say", "hypothesis": "the sentence"}
//! ← {"entailment": 0.97}
//! ```
//! The command is started without a shell when the first pair comes, and ends when its input is closed. Whatever it does
//! wrong (not there, silent, slow, nonsense), the rules stand alone from then on, and a warning says why, once.

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use standfirst_types::span::hex;
use standfirst_verify::Nli;
use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    process::{Child, ChildStdin, Command, Stdio},
    sync::{
        Mutex, PoisonError,
        mpsc::{Receiver, channel},
    },
    time::{Duration, Instant},
};

/// Longest answer, in bytes; more is nonsense.
const LONGEST_ANSWER: u64 = 64 << 10;
/// Longest text that is handed over, in bytes.
const LONGEST_TEXT: usize = 16 << 10;

/// What a model answered: how likely it is that one text follows from another, by the hash of both.
pub(crate) type Answers = BTreeMap<String, f32>;

/// The model, by its command; without one, what it answered before.
pub(crate) struct Model {
    command: Vec<String>,
    state: Mutex<State>,
}

struct State {
    running: Option<Running>,
    /// Time left for all answers together.
    left: Duration,
    /// Why it failed: it is not asked again.
    over: Option<String>,
    answers: Answers,
}

struct Running {
    child: Child,
    input: Option<ChildStdin>,
    lines: Receiver<String>,
}

impl Model {
    /// The model behind `command` (program and arguments), which may take `seconds` in all; `None` when there is no command.
    pub(crate) fn new(command: &[String], seconds: u32) -> Option<Self> {
        let left = Duration::from_secs(u64::from(seconds));
        let state = State { running: None, left, over: None, answers: BTreeMap::new() };
        (!command.is_empty()).then(|| Self { command: command.to_vec(), state: Mutex::new(state) })
    }

    /// What a model answered before, and nothing beyond: no command is started.
    pub(crate) fn of_answers(answers: Answers) -> Self {
        let state = State { running: None, left: Duration::ZERO, over: None, answers };
        Self { command: vec![], state: Mutex::new(state) }
    }

    /// All it answered so far.
    pub(crate) fn answers(&self) -> Answers {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).answers.clone()
    }

    /// Why it failed, if it did.
    pub(crate) fn fault(&self) -> Option<String> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).over.clone()
    }

    fn ask(&self, state: &mut State, premise: &str, hypothesis: &str) -> Result<f32> {
        if state.running.is_none() {
            state.running = Some(start(&self.command)?);
        }
        let running = state.running.as_mut().context("it is not running")?;
        let pair = json!({ "premise": premise, "hypothesis": hypothesis });
        let input = running.input.as_mut().context("its input is closed")?;
        input.write_all(format!("{pair}\n").as_bytes()).and_then(|()| input.flush()).context("it takes no input")?;
        let began = Instant::now();
        let line = running.lines.recv_timeout(state.left);
        state.left = state.left.saturating_sub(began.elapsed());
        let line = line.context("it gave no answer in time; verify.nli_seconds sets how long it may take in all")?;
        let answer: Value = serde_json::from_str(&line).context("its answer is not JSON")?;
        let Some(p) = answer.get("entailment").and_then(Value::as_f64).filter(|p| (0.0..=1.0).contains(p)) else {
            bail!("its answer has no number from 0 to 1 called “entailment”")
        };
        Ok(p as f32)
    }
}

fn start(command: &[String]) -> Result<Running> {
    let (program, arguments) = command.split_first().context("there is no command")?;
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let output = child.stdout.take().context("it has no output")?;
    let (send, lines) = channel();
    std::thread::spawn(move || {
        let mut output = BufReader::new(output);
        loop {
            let mut line = String::new();
            let read = (&mut output).take(LONGEST_ANSWER).read_line(&mut line);
            if !matches!(read, Ok(n) if n > 0) || send.send(line).is_err() {
                return;
            }
        }
    });
    Ok(Running { input: child.stdin.take(), child, lines })
}

impl Nli for Model {
    fn entails(&self, premise: &str, hypothesis: &str) -> Option<f32> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if premise.len() > LONGEST_TEXT || hypothesis.len() > LONGEST_TEXT {
            return None;
        }
        let pair = hex(format!("{premise}\0{hypothesis}").as_bytes(), 16);
        if let Some(answer) = state.answers.get(&pair) {
            return Some(*answer);
        }
        if state.over.is_some() || self.command.is_empty() {
            return None;
        }
        match self.ask(&mut state, premise, hypothesis) {
            Ok(answer) => {
                state.answers.insert(pair, answer);
                Some(answer)
            }
            Err(why) => {
                tracing::warn!("the model of verify.nli_command is left out, the rules judge alone: {why:#}");
                state.over = Some(format!("{why:#}"));
                state.running = None;
                None
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.input = None;
        // It may be waiting for ever; nothing it could still say is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
