//! A real browser (chromium by chromedriver) for the tests of pages. Where there is none, `start` says so and gives nothing:
//! the test then skips in plain words. Screenshots lie in `target/pages`, to be looked at.
#![allow(dead_code, reason = "each test uses its part")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use axum::http::Method;
use fantoccini::{
    Client, ClientBuilder,
    wd::{Capabilities, WebDriverCompatibleCommand},
};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

/// A browser with one window.
pub(crate) struct Browser {
    pub(crate) client: Client,
    driver: Driver,
}

/// The process that drives it; told to end it all when dropped.
struct Driver {
    child: Child,
    port: u16,
}

impl Drop for Driver {
    fn drop(&mut self) {
        // `/shutdown` ends the browsers too, which a signal would leave behind.
        let asked = TcpStream::connect(("127.0.0.1", self.port)).and_then(|mut s| {
            s.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
            s.read_to_end(&mut vec![])
        });
        if asked.is_err() {
            let _ = self.child.kill();
        }
        let _ = self.child.wait();
    }
}

/// How a page is looked at.
#[derive(Clone, Copy)]
pub(crate) struct Eye {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) dark: bool,
    pub(crate) script: bool,
}

pub(crate) const DESK: Eye = Eye { width: 1280, height: 900, dark: false, script: true };
pub(crate) const PHONE: Eye = Eye { width: 360, height: 740, dark: false, script: true };

/// A command of the Chrome DevTools Protocol.
#[derive(Debug)]
struct Cdp(&'static str, Value);

impl WebDriverCompatibleCommand for Cdp {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }
    fn method_and_body(&self, _: &url::Url) -> (Method, Option<String>) {
        (Method::POST, Some(json!({ "cmd": self.0, "params": self.1 }).to_string()))
    }
}

fn found(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(|d| d.join(program).is_file()))
}

impl Browser {
    /// A browser; `None`, with a word about it, where there is none.
    pub(crate) async fn start() -> Option<Self> {
        if !found("chromedriver") || !found("chromium") {
            eprintln!("skipped: no chromium and chromedriver on PATH; install both (Debian: chromium chromium-driver)");
            return None;
        }
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let port = lines.find_map(|l| l.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok());
        // What else it says must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let driver = Driver { child, port: port.expect("chromedriver says its port") };
        let mut capabilities = Capabilities::new();
        let args = [
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--hide-scrollbars",
            "--disable-dev-shm-usage",
        ];
        capabilities.insert("goog:chromeOptions".into(), json!({ "args": args }));
        // A dialog is a finding, not something to be closed in silence.
        capabilities.insert("unhandledPromptBehavior".into(), json!("ignore"));
        let mut connector = HttpConnector::new();
        connector.enforce_http(true);
        let address = format!("http://127.0.0.1:{}", driver.port);
        let client = ClientBuilder::new(connector).capabilities(capabilities).connect(&address).await.unwrap();
        Some(Self { client, driver })
    }

    pub(crate) async fn cdp(&self, command: &'static str, parameters: Value) -> Value {
        self.client.issue_cmd(Cdp(command, parameters)).await.unwrap()
    }

    /// Looks so from now on.
    pub(crate) async fn look(&self, eye: Eye) {
        let metrics =
            json!({ "width": eye.width, "height": eye.height, "deviceScaleFactor": 1, "mobile": eye.width < 600 });
        self.cdp("Emulation.setDeviceMetricsOverride", metrics).await;
        let scheme = if eye.dark { "dark" } else { "light" };
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme }, { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.cdp("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        self.cdp("Emulation.setScriptExecutionDisabled", json!({ "value": !eye.script })).await;
    }

    pub(crate) async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|e| panic!("{url}: {e}"));
    }

    /// What a script gives.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap_or_else(|e| panic!("{script}: {e}"))
    }

    /// Types on the page, key by key.
    pub(crate) async fn keys(&self, keys: &str) {
        for key in keys.chars() {
            let text = if key == '\u{1b}' {
                json!({ "type": "rawKeyDown", "key": "Escape", "code": "Escape", "windowsVirtualKeyCode": 27 })
            } else {
                json!({ "type": "keyDown", "text": key.to_string(), "key": key.to_string() })
            };
            self.cdp("Input.dispatchKeyEvent", text).await;
            self.cdp("Input.dispatchKeyEvent", json!({ "type": "keyUp", "key": key.to_string() })).await;
        }
    }

    /// Waits until a script gives true; says what it waited for when it never does.
    pub(crate) async fn until(&self, what: &str, script: &str) {
        let began = std::time::Instant::now();
        while self.run(script).await != json!(true) {
            assert!(
                began.elapsed().as_secs() < 20,
                "{what}: not after 20 s; {}",
                self.client.current_url().await.unwrap()
            );
            tokio::task::yield_now().await;
        }
    }

    /// Keeps a picture of the page.
    pub(crate) async fn picture(&self, name: &str, whole: bool) {
        let mut how = json!({ "format": "png", "captureBeyondViewport": whole });
        if whole {
            let size = self.run("return [innerWidth, document.documentElement.scrollHeight]").await;
            how["clip"] = json!({ "x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 });
        }
        let shot = self.cdp("Page.captureScreenshot", how).await;
        let folder = target().join("pages");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), base64(shot["data"].as_str().unwrap())).unwrap();
    }

    /// What axe-core finds wrong with the page: rule and place. `None`, with a word about it, where axe is not there.
    pub(crate) async fn axe(&self) -> Option<Vec<String>> {
        let Some(source) = axe_source() else {
            eprintln!("skipped: no axe-core; `npm install --prefix target/axe axe-core` gets it");
            return None;
        };
        self.client.execute(&format!("{source}\n;window.axe = window.axe ?? axe;"), vec![]).await.unwrap();
        let run = "const done = arguments[arguments.length - 1]; axe.run(document, { resultTypes: ['violations'] }).then(r => \
                   done(r.violations.flatMap(v => v.nodes.map(n => `${v.id}: ${n.target.join(' ')} (${n.failureSummary})`))), e => done([String(e)]));";
        let found = self.client.execute_async(run, vec![]).await.unwrap();
        Some(found.as_array().unwrap().iter().map(|v| v.as_str().unwrap().to_owned()).collect())
    }
}

/// The build's own folder.
pub(crate) fn target() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    exe.ancestors().find(|d| d.join("CACHEDIR.TAG").is_file()).unwrap_or(Path::new("target")).to_owned()
}

fn axe_source() -> Option<String> {
    tool("STANDFIRST_AXE", "axe", "axe-core/axe.min.js").and_then(|file| std::fs::read_to_string(file).ok())
}

/// The Nu HTML checker, where it and a Java to run it are; else `None`, with a word about it.
#[allow(dead_code, reason = "not every test file checks pages")]
pub(crate) fn nu_checker() -> Option<PathBuf> {
    let java = std::process::Command::new("java").arg("-version").output().is_ok_and(|said| said.status.success());
    let found = tool("STANDFIRST_VNU", "vnu", "vnu-jar/build/dist/vnu.jar").filter(|_| java);
    if found.is_none() {
        eprintln!("skipped: no Nu checker; `npm install --prefix target/vnu vnu-jar` gets it, and it needs java");
    }
    found
}

/// A file of an npm package: in the folder that a variable names, in the build's own, or in the workspace's.
fn tool(variable: &str, name: &str, file: &str) -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target").join(name);
    let folders = std::env::var_os(variable).map(PathBuf::from).into_iter().chain([target().join(name), beside]);
    folders.map(|folder| folder.join("node_modules").join(file)).find(|file| file.is_file())
}

/// Decodes base64 (RFC 4648, 4).
fn base64(text: &str) -> Vec<u8> {
    let digit = |c: u8| match c {
        b'A'..=b'Z' => Some(c - b'A'),
        b'a'..=b'z' => Some(c - b'a' + 26),
        b'0'..=b'9' => Some(c - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut bits, mut held, mut out) = (0u32, 0, vec![]);
    for d in text.bytes().filter_map(digit) {
        bits = bits << 6 | u32::from(d);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}
