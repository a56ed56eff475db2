//! A process of the real binary that serves, ended when dropped, and what is asked of it over a socket.

use super::House;
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    process::{Child, Stdio},
};

/// A server of a house.
pub(crate) struct Server {
    child: Child,
    /// Where it is, as it says itself.
    pub(crate) url: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Starts a command that serves, and waits until it says where.
    pub(crate) fn start(house: &House, args: &[&str]) -> Self {
        let mut child = house.command(&[args, &["--quiet"]].concat()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let url = lines.find_map(|l| Some(format!("http{}", l.split_once("http")?.1.split_whitespace().next()?)));
        Self { child, url: url.expect("the server says where it is") }
    }

    /// The port it listens on.
    pub(crate) fn port(&self) -> u16 {
        self.url.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap()
    }

    /// Head and body of the answer to a request.
    pub(crate) fn ask(&self, request: &str) -> (String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port())).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = vec![];
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|w| w == b"\r\n\r\n").unwrap();
        (String::from_utf8(answer[..end].into()).unwrap(), answer[end + 4..].into())
    }

    /// Head and body of a page.
    pub(crate) fn get(&self, path: &str) -> (String, Vec<u8>) {
        self.ask(&format!("GET {path} HTTP/1.0\r\nHost: localhost:{}\r\n\r\n", self.port()))
    }
}
