//! Progress on standard error, when a person is there to see it.

use crate::worker::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::{
    io::IsTerminal,
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// One line that says what is being done and how much of it is left.
pub(crate) struct Progress {
    bar: ProgressBar,
    done: [AtomicU64; 6],
}

/// What a phase is called while it runs.
const DOING: [&str; 6] =
    ["asking feeds", "fetching pages", "reading", "grouping", "writing and checking briefs", "composing the edition"];
const KINDS: [&str; 6] = ["check_feed", "fetch", "read", "group", "brief", "publish"];

impl Progress {
    /// A bar, hidden when standard error is no terminal or `quiet` is asked for.
    pub(crate) fn new(quiet: bool) -> Self {
        let shown = !quiet && std::io::stderr().is_terminal();
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed:>5}") {
            bar.set_style(style);
        }
        if shown {
            bar.enable_steady_tick(Duration::from_millis(120));
        }
        Self { bar, done: Default::default() }
    }

    /// Removes the bar.
    pub(crate) fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn count(&self, phase: usize) -> u64 {
        self.done.get(phase).map_or(0, |n| n.load(Relaxed))
    }
}

impl Watch for Progress {
    fn done(&self, kind: &'static str) {
        let Some(phase) = KINDS.iter().position(|k| *k == kind) else { return };
        if let Some(n) = self.done.get(phase) {
            n.fetch_add(1, Relaxed);
        }
        let [feeds, pages, read, grouped, briefs, _] = std::array::from_fn(|i| self.count(i));
        self.bar.set_message(format!(
            "{} · {feeds} feeds, {pages} pages fetched, {read} read, {grouped} grouped, {briefs} briefs",
            DOING.get(phase).unwrap_or(&"working")
        ));
    }

    fn waiting(&self, _: &[u32; 6]) {}
}
