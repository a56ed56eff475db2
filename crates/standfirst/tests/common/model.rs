//! A model's server on loopback that says what a test tells it to: a thread a connection, nothing that waits by the clock.

#![allow(dead_code, reason = "each test file uses its own part")]

use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    sync::{Arc, Mutex},
};

/// What the server does with a request.
pub(crate) enum Act {
    /// Answers with this status, these header lines and this body.
    Answer(u16, &'static str, String),
    /// Sends these bytes and closes.
    Raw(String),
    /// Sends these bytes and nothing more, until the client leaves.
    Hang(String),
    /// Sends a body without end.
    Endless,
}

/// A request: path, headers in lower case, body as JSON.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) path: String,
    pub(crate) head: String,
    pub(crate) body: Value,
}

/// A running server; it ends with the process.
pub(crate) struct FakeModel {
    pub(crate) port: u16,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl FakeModel {
    /// Serves `act`, which is given each request and how many came before it.
    pub(crate) fn serve(act: impl Fn(&Asked, usize) -> Act + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let asked: Arc<Mutex<Vec<Asked>>> = Arc::default();
        let (seen, act) = (asked.clone(), Arc::new(act));
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (seen, act) = (seen.clone(), act.clone());
                std::thread::spawn(move || connection(stream, &seen, &*act));
            }
        });
        Self { port, asked }
    }

    /// What was asked for so far, without the lists of models.
    pub(crate) fn chats(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().iter().filter(|a| a.path.ends_with("/chat/completions")).cloned().collect()
    }

    /// What else was asked for.
    pub(crate) fn others(&self) -> Vec<String> {
        let asked = self.asked.lock().unwrap();
        asked.iter().filter(|a| !a.path.starts_with("/v1/")).map(|a| a.path.clone()).collect()
    }

    /// The settings that make this the writer.
    pub(crate) fn sets(&self) -> Vec<String> {
        let base = format!("model.base_url=\"http://127.0.0.1:{}\"", self.port);
        let sets = [
            "writer.kind=\"llm\"",
            &base,
            "model.model=\"test-model\"",
            "model.retry_pause_ms=1",
            "model.timeout_s=10",
            "model.form=\"brief\"",
        ];
        sets.iter().flat_map(|s| ["--set".to_owned(), (*s).to_owned()]).collect()
    }
}

fn connection(stream: TcpStream, seen: &Mutex<Vec<Asked>>, act: impl Fn(&Asked, usize) -> Act) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let (mut head, mut line) = (String::new(), String::new());
    while reader.read_line(&mut line).is_ok_and(|n| n > 2) {
        head.push_str(&line);
        line.clear();
    }
    let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
    let head = head.to_lowercase();
    let length =
        head.split("content-length: ").nth(1).and_then(|t| t.lines().next()).and_then(|n| n.trim().parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    let _ = reader.read_exact(&mut body);
    let request = Asked { path, head, body: serde_json::from_slice(&body).unwrap_or_default() };
    let before = {
        let mut all = seen.lock().unwrap();
        all.push(request.clone());
        all.len() - 1
    };
    send(stream, act(&request, before));
}

fn send(mut stream: TcpStream, act: Act) {
    match act {
        Act::Answer(status, headers, body) => {
            let head = format!(
                "HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {}\r\nconnection: close\r\n{headers}\r\n",
                body.len()
            );
            let _ = stream.write_all(head.as_bytes()).and_then(|()| stream.write_all(body.as_bytes()));
        }
        Act::Raw(bytes) => {
            let _ = stream.write_all(bytes.as_bytes());
        }
        Act::Hang(bytes) => {
            let _ = stream.write_all(bytes.as_bytes());
            let _ = stream.read(&mut [0; 1]);
        }
        Act::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n");
            while stream.write_all(&[b' '; 1 << 16]).is_ok() {}
        }
    }
}

/// The numbered sentences of a question.
pub(crate) fn numbered(body: &Value) -> Vec<(usize, String)> {
    let text =
        body["messages"].as_array().and_then(|m| m.last()).and_then(|m| m["content"].as_str()).unwrap_or_default();
    let line = |l: &str| {
        let (n, text) = l.strip_prefix('[')?.split_once("] ")?;
        Some((n.parse().ok()?, text.to_owned()))
    };
    text.lines().filter_map(line).collect()
}

/// The sentence that a question asks for, and whether it is such a question.
pub(crate) fn asked_for(body: &Value) -> Option<String> {
    let last = body["messages"].as_array()?.last()?["content"].as_str()?.to_owned();
    let mut lines = last.lines();
    let mark = lines.next()?.strip_prefix("<<<")?.strip_suffix(">>>")?.to_owned();
    let sentence = lines.next()?.to_owned();
    (lines.next()? == format!("<<<end {mark}>>>")).then_some(sentence)
}

/// What a faithful model would answer: the first sentences, each with its own number.
pub(crate) fn faithful(body: &Value) -> String {
    let all = numbered(body);
    let sentence = |(n, text): &(usize, String)| json!({"text": text, "from": [n]});
    let tldr: Vec<Value> = all.iter().take(3).map(sentence).collect();
    let article: Vec<Value> =
        all.iter().skip(3).take(3).map(|(n, text)| json!({"part": "Background", "text": text, "from": [n]})).collect();
    // in the order in which models write
    format!(r#"{{"tldr":{},"article":{},"headline":{{"text":"","from":[]}}}}"#, json!(tldr), json!(article))
}

/// An answer as llama.cpp, vLLM and OpenAI send it.
pub(crate) fn openai(content: &str) -> Act {
    let body = json!({
        "id": "chatcmpl-1", "object": "chat.completion", "model": "test-model",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": content}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 700, "completion_tokens": 120, "total_tokens": 820},
    });
    Act::Answer(200, "", body.to_string())
}
