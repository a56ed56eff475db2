//! A generated stream of headlines: how many are grouped in a second among 100,000 live stories, and how much memory and
//! time an article takes among very many. `cargo bench -p standfirst-group` runs 300,000 articles over 14 virtual days;
//! with `STANDFIRST_BENCH_ARTICLES=5000000` it is 5 million, of which 2 million stories are live at once.

use jiff::Timestamp;
use standfirst_group::{Config, Doc, Grouper};
use standfirst_types::ArticleId;
use std::time::Instant;

/// Virtual seconds of the long stream.
const SPAN: u64 = 14 * 86_400;
/// Hours of the window in the long stream: the longest the design speaks of.
const WINDOW: u32 = 168;
/// Words of the invented language; they come by Zipf's law.
const WORDS: f64 = 500_000.0;
/// Events that are still reported on.
const RECENT: u64 = 20_000;
/// Live stories in the test of speed.
const LIVE: usize = 100_000;

fn main() {
    // Test runs of benches time nothing.
    if !std::env::args().any(|arg| arg == "--bench") || cfg!(debug_assertions) {
        return;
    }
    let speed = speed();
    let articles = std::env::var("STANDFIRST_BENCH_ARTICLES").ok().and_then(|n| n.parse().ok()).unwrap_or(300_000);
    let long = long(articles);
    println!("{speed:.0} headlines a second among {LIVE} live stories");
    println!(
        "{articles} articles in {:.0} s: at most {} live, {} MB, p99 {:.3} ms, slowest {:.1} ms",
        long.seconds, long.live, long.megabytes, long.p99, long.slowest
    );
    let floors = [("group.stream.headlines_per_second", speed), ("group.stream.p99_ms", long.p99)];
    // the room of two million, for the stream has some more
    let room = long.megabytes as f64 * 2e6 / long.live.max(1) as f64;
    let large = [("group.stream.megabytes", room)].into_iter().filter(|_| long.live >= 2_000_000);
    let breach = |(name, value): (&str, f64)| xtask::check(name, value).err().map(|breach| breach.to_string());
    let breaches: Vec<String> = floors.into_iter().chain(large).filter_map(breach).collect();
    breaches.iter().for_each(|breach| eprintln!("{breach}"));
    std::process::exit(i32::from(!breaches.is_empty()));
}

/// Headlines a second once [`LIVE`] stories live.
fn speed() -> f64 {
    let mut grouper = Grouper::new(Config::default());
    let mut news = News::new(3);
    let mut n = 0;
    while grouper.live() < LIVE {
        news.give(n, 1_700_000_000, &mut grouper);
        n += 1;
    }
    let many = 40_000;
    let headlines: Vec<String> = (0..many).map(|i| news.headline(n + i)).collect();
    let start = Instant::now();
    let before = processor();
    for (i, title) in headlines.iter().enumerate() {
        assign(&mut grouper, n + i as u64, 1_700_000_000, title);
    }
    let wall = start.elapsed().as_secs_f64();
    many as f64 / processor().zip(before).map_or(wall, |(after, before)| after - before)
}

/// Seconds of processor this process has had, in hundredths, where the system says: other work on the machine then does
/// not count.
fn processor() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let mut fields = stat.rsplit_once(") ")?.1.split(' ').skip(11);
    let (user, system) = (fields.next()?.parse::<f64>().ok()?, fields.next()?.parse::<f64>().ok()?);
    Some((user + system) / 100.0)
}

/// What the long stream took.
struct Long {
    seconds: f64,
    live: usize,
    megabytes: usize,
    /// Milliseconds that 99 of 100 articles stay under.
    p99: f64,
    slowest: f64,
}

fn long(articles: u64) -> Long {
    let config = Config { window_hours: WINDOW, ..Config::default() };
    let (mut grouper, mut news) = (Grouper::new(config), News::new(4));
    let before = resident();
    let (mut live, mut megabytes, mut micros) = (0, 0, vec![0_u64; 200_000]);
    let mut slowest = 0.0_f64;
    let start = Instant::now();
    for n in 0..articles {
        let at = 1_700_000_000 + (n as u128 * u128::from(SPAN) / u128::from(articles)) as i64;
        let title = news.headline(n);
        let one = Instant::now();
        assign(&mut grouper, n, at, &title);
        let took = one.elapsed().as_secs_f64() * 1e6;
        slowest = slowest.max(took / 1e3);
        if let Some(count) = micros.get_mut((took as usize).min(199_999)) {
            *count += 1;
        }
        if n.is_multiple_of(articles / 200 + 1) {
            live = live.max(grouper.live());
            megabytes = megabytes.max(resident().saturating_sub(before));
        }
    }
    let mut seen = 0;
    let p99 = micros.iter().position(|count| {
        seen += count;
        seen * 100 >= articles * 99
    });
    let p99 = p99.unwrap_or_default() as f64 / 1e3;
    Long { seconds: start.elapsed().as_secs_f64(), live, megabytes, p99, slowest }
}

/// Resident memory in megabytes, as the system counts it; 0 where it does not say.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse::<usize>().ok()).unwrap_or_default() / 1024
}

fn assign(grouper: &mut Grouper, n: u64, at: i64, title: &str) {
    let at = Timestamp::from_second(at).unwrap_or_default();
    let id = ArticleId::of(&[&n.to_le_bytes()]);
    let doc = Doc { id, at, language: "en", title, text: "", family: "", names: &[] };
    std::hint::black_box(grouper.assign(&doc));
}

/// The invented news: four articles of five tell of an event of their own, the fifth of a recent one.
struct News {
    state: u64,
    title: String,
}

impl News {
    fn new(seed: u64) -> Self {
        Self { state: seed, title: String::new() }
    }

    fn give(&mut self, n: u64, at: i64, grouper: &mut Grouper) {
        let title = self.headline(n);
        assign(grouper, n, at, &title);
    }

    /// Six words of the event, in an order of its own, and three of any kind.
    fn headline(&mut self, n: u64) -> String {
        let event = if self.roll().is_multiple_of(5) { n.saturating_sub(self.roll() % RECENT) } else { n };
        self.title.clear();
        for i in 0..6 {
            let mut seed = mix(event.wrapping_mul(31) + i);
            self.word(mix_step(&mut seed), i < 2);
        }
        for _ in 0..3 {
            let roll = self.roll();
            self.word(roll, false);
        }
        self.title.trim_end().to_owned()
    }

    /// Writes the word of a random number; `name` makes it one of the rare ones, with a capital.
    fn word(&mut self, roll: u64, name: bool) {
        let part = (roll >> 11) as f64 / (1_u64 << 53) as f64;
        let part = if name { 0.75 + part / 4.0 } else { part };
        let mut rank = WORDS.powf(part) as u64;
        let from = self.title.len();
        loop {
            let (consonant, vowel) = (b"bcdfghjklmnprstvz"[(rank % 17) as usize], b"aeiou"[(rank / 17 % 5) as usize]);
            self.title.extend([char::from(consonant), char::from(vowel)]);
            rank /= 85;
            if rank == 0 {
                break;
            }
        }
        self.title.push(if name { 'n' } else { 'r' });
        if name && let Some(first) = self.title.get_mut(from..from + 1) {
            first.make_ascii_uppercase();
        }
        self.title.push(' ');
    }

    fn roll(&mut self) -> u64 {
        mix_step(&mut self.state)
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
fn mix_step(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    mix(*state)
}

fn mix(mut x: u64) -> u64 {
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}
