//! `import FILE`: an OPML file, a list of addresses, or a folder of saved HTML pages.

use super::{Exit, engine, print};
use crate::{
    cli::{Common, Import},
    engine::Engine,
    progress::Progress,
    step::job,
    worker,
};
use anyhow::{Context, Result, bail};
use standfirst_collect::{opml, url_list, warc};
use standfirst_store::{Change, Done, JobVerdict, Leased, NewJob, Outcome};
use standfirst_types::{Capture, CaptureOrigin, Feed, Job};
use std::path::{Path, PathBuf};

/// Largest file taken, in bytes.
const MAX_BYTES: u64 = 32 << 20;

pub(crate) async fn run(common: &Common, args: Import) -> Result<Exit> {
    let engine = engine(common).await?;
    if args.file.is_dir() {
        return folder(&engine, common, &args.file).await;
    }
    if is_archive(&args.file) {
        return archive(&engine, common, &args.file).await;
    }
    let bytes = read_capped(&args.file)?;
    let text = String::from_utf8_lossy(&bytes);
    let feeds = if text.to_ascii_lowercase().contains("<opml") {
        from_opml(&bytes, &args.file)?
    } else {
        from_list(&text, &args.file)?
    };
    let mut new = 0;
    for feed in &feeds {
        new += usize::from(engine.store.add_feed(feed, engine.now()).await?);
    }
    print(&format!(
        "{} feeds read from {}, {new} of them new. Next: `standfirst run --once` or `standfirst serve`.",
        feeds.len(),
        args.file.display()
    ))?;
    Ok(Exit::Fine)
}

fn read_capped(file: &Path) -> Result<Vec<u8>> {
    let size = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len();
    if size > MAX_BYTES {
        bail!("{} has {size} bytes; at most {MAX_BYTES} are taken. Split it", file.display());
    }
    std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))
}

fn from_opml(bytes: &[u8], file: &Path) -> Result<Vec<Feed>> {
    let outlines = opml::read(bytes, None);
    if outlines.is_empty() {
        bail!("{} is OPML but holds no feed (no outline with an xmlUrl)", file.display());
    }
    Ok(outlines
        .into_iter()
        .map(|o| {
            let mut feed = Feed::new(&o.url, &o.title);
            (feed.site, feed.folder) = (o.site, o.folder);
            feed
        })
        .collect())
}

fn from_list(text: &str, file: &Path) -> Result<Vec<Feed>> {
    let urls = url_list(text);
    if urls.is_empty() {
        bail!("{} is neither OPML nor a list of addresses (one http or https address a line)", file.display());
    }
    Ok(urls.iter().map(|u| Feed::new(u, "")).collect())
}

/// Saved pages: each is a capture of the address it states for itself.
async fn folder(engine: &Engine, common: &Common, folder: &Path) -> Result<Exit> {
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.filter_map(|e| e.ok().map(|e| e.path())).filter(|p| is_html(p)).collect();
    files.sort();
    if files.is_empty() {
        bail!("{} holds no .html or .htm file", folder.display());
    }
    let _lock = engine.store.lock_for_work()?;
    engine.store.free_leases().await?;
    let (mut taken, mut without) = (0, vec![]);
    for file in &files {
        let bytes = read_capped(file)?;
        match stated_address(&bytes) {
            Some(url) => {
                let origin = CaptureOrigin::File(file.display().to_string());
                let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
                let capture = Capture::new(&url, &url, engine.now(), 200, headers, bytes, origin);
                take(engine, vec![capture]).await?;
                taken += 1;
            }
            None => without.push(file.display().to_string()),
        }
    }
    read_all(engine, common).await?;
    for file in &without {
        eprintln!(
            "standfirst: {file}: states no address of its own (link rel=canonical or og:url), so nothing could be traced to it; left out"
        );
    }
    print(&format!(
        "{taken} pages read from {}, {} left out. Next: `standfirst run --once` composes an edition.",
        folder.display(),
        without.len()
    ))?;
    Ok(if without.is_empty() { Exit::Fine } else { Exit::Partly })
}

fn is_html(path: &Path) -> bool {
    path.extension()
        .and_then(|e| e.to_str())
        .is_some_and(|e| e.eq_ignore_ascii_case("html") || e.eq_ignore_ascii_case("htm"))
}

/// Reads and groups what was taken in.
async fn read_all(engine: &Engine, common: &Common) -> Result<()> {
    let progress = Progress::new(common.quiet);
    let done = worker::drain(engine, &progress).await;
    progress.finish();
    done.map(|_| ())
}

/// Stores captures and the jobs that read them, in one transaction.
async fn take(engine: &Engine, captures: Vec<Capture>) -> Result<()> {
    let jobs: Vec<NewJob> = captures.iter().map(|c| job(engine, Job::Read(c.id), 0)).collect();
    let Some(first) = jobs.first() else { return Ok(()) };
    let leased = Leased { id: 0, job: first.job.clone(), lane: String::new(), attempts: 1 };
    let changes = captures.into_iter().map(Change::Capture).collect();
    let stored = Done { leased, verdict: JobVerdict::Done(Outcome { changes, jobs }) };
    Ok(engine.store.commit(&[stored]).await?)
}

fn is_archive(file: &Path) -> bool {
    let name = file.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_ascii_lowercase();
    name.ends_with(".warc") || name.ends_with(".warc.gz")
}

/// A web archive (ISO 28500): every page in it that answered is read as it answered then.
async fn archive(engine: &Engine, common: &Common, file: &Path) -> Result<Exit> {
    let input = std::fs::File::open(file).with_context(|| format!("cannot read {}", file.display()))?;
    let _lock = engine.store.lock_for_work()?;
    engine.store.free_leases().await?;
    let mut reader = warc::Reader::new(std::io::BufReader::with_capacity(1 << 16, input), &file.display().to_string());
    let (mut taken, mut faults, mut batch) = (0u64, 0u64, vec![]);
    for next in &mut reader {
        match next {
            Ok(record) if is_page(&record.capture) => batch.push(record.capture),
            Ok(_) => {}
            Err(problem) => {
                faults += 1;
                eprintln!("standfirst: {}: at byte {}: {}; skipped", problem.file, problem.offset, problem.reason);
            }
        }
        if batch.len() >= 64 {
            taken += batch.len() as u64;
            take(engine, std::mem::take(&mut batch)).await?;
        }
    }
    taken += batch.len() as u64;
    take(engine, batch).await?;
    let passed = reader.passed();
    read_all(engine, common).await?;
    print(&format!(
        "{taken} pages read from {}, {passed} other records passed over, {faults} damaged ones skipped. Next: `standfirst run --once` composes an edition.",
        file.display()
    ))?;
    Ok(if faults == 0 { Exit::Fine } else { Exit::Partly })
}

fn is_page(capture: &Capture) -> bool {
    let html = capture.header("content-type").is_none_or(|t| t.contains("html"));
    capture.status == 200 && html && capture.url.starts_with("http")
}

/// The address a saved page states: `link rel=canonical`, else `og:url`, in its first 256 KiB.
pub(crate) fn stated_address(html: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&html[..html.len().min(256 << 10)]);
    let tags = |name: &'static str| {
        head.split('<').filter(move |t| t.get(..name.len()).is_some_and(|s| s.eq_ignore_ascii_case(name)))
    };
    let canonical = tags("link")
        .filter(|t| attribute(t, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")))
        .find_map(|t| attribute(t, "href"));
    let og =
        || tags("meta").filter(|t| attribute(t, "property") == Some("og:url")).find_map(|t| attribute(t, "content"));
    let url = canonical.or_else(og)?.replace("&amp;", "&");
    let parsed = url::Url::parse(&url).ok()?;
    matches!(parsed.scheme(), "http" | "https").then(|| parsed.to_string())
}

fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let lower = tag.to_ascii_lowercase();
    let at = lower.match_indices(name).map(|(i, _)| i).find(|&i| {
        lower[..i].ends_with(|c: char| c.is_ascii_whitespace()) && lower[i + name.len()..].trim_start().starts_with('=')
    })?;
    let value = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?.trim_start();
    let quoted = |q: char| value.strip_prefix(q).and_then(|v| v.split(q).next());
    quoted('"').or_else(|| quoted('\'')).or_else(|| value.split([' ', '>', '/']).next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_saved_page_states_its_address() {
        let check = |html: &str, expected: Option<&str>| {
            assert_eq!(stated_address(html.as_bytes()).as_deref(), expected, "{html}")
        };
        check("<link rel=\"canonical\" href=\"https://a.example/x?a=1&amp;b=2\">", Some("https://a.example/x?a=1&b=2"));
        check("<LINK HREF='http://a.example/x' REL='Canonical'/>", Some("http://a.example/x"));
        check("<meta property=\"og:url\" content=\"https://a.example/y\">", Some("https://a.example/y"));
        check("<link rel=canonical href=javascript:x>", None);
        check("<p>nothing", None);
    }
}
