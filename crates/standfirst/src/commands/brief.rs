//! `brief URL|FILE|-`: one page, read, briefed and checked, without any store.

use super::{
    Exit, config,
    import::stated_address,
    show::{How, site, story},
};
use crate::{
    cli::{BriefOne, Common},
    step::{of_one, read_and_understand},
};
use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use standfirst_collect::{Fetched, Fetcher, Kind, Request};
use standfirst_read::Hints;
use standfirst_types::{Capture, CaptureOrigin, Edition, EditionId, EditionStory, Ledger, Published};
use std::{io::Read, sync::Arc};

/// Largest page taken from a file or standard input, in bytes.
const MAX_BYTES: u64 = 8 << 20;

pub(crate) async fn run(common: &Common, args: BriefOne) -> Result<Exit> {
    let config = Arc::new(config(common)?);
    let now = Timestamp::now();
    let capture = capture(&args, &config, now).await?;
    let (reading, notes) = read_and_understand(&capture, &Hints::default());
    for finding in &reading.findings {
        tracing::info!("{}: {}", finding.rule, finding.detail);
    }
    let article = reading.article;
    if !article.briefable() {
        eprintln!(
            "standfirst: {}: {} ({} words of text); a brief rests only on a whole article. `standfirst stage read` shows what was read",
            article.url,
            said(article.access),
            article.words()
        );
        return Ok(Exit::NotVerified);
    }
    let brief = match of_one(&article, &notes, &config, now) {
        Ok(brief) => brief,
        Err(faults) => {
            let why = faults.first().map(ToString::to_string).unwrap_or_default();
            eprintln!("standfirst: {}: no sentence could be written that the page supports: {why}", article.url);
            return Ok(Exit::NotVerified);
        }
    };
    let id = brief.story();
    let edition = Edition {
        schema: "standfirst.edition/1".into(),
        id: EditionId::of(&[id.as_str().as_bytes()]),
        window: brief.frame().window,
        created: now,
        previous: None,
        sources: vec![article.site.clone()],
        stories: vec![EditionStory::alone(id, brief.frame().id)],
        changed: vec![],
        ledger: Ledger { pages_read: 1, ..Ledger::default() },
    };
    let published = Published { edition, briefs: vec![brief], originals: vec![article] };
    story(
        &published,
        id,
        &site(&config, now)?,
        How { format: args.format, with_originals: args.with_originals, full: true, paged: true },
    )?;
    Ok(Exit::Fine)
}

fn said(access: standfirst_types::Access) -> &'static str {
    use standfirst_types::Access;
    match access {
        Access::Full => "nothing to read",
        Access::Partial => "too little of it could be read",
        Access::Paywall => "behind a paywall",
        Access::Blocked => "a consent wall, bot check or login stands before it",
        Access::NotArticle => "no article",
    }
}

async fn capture(args: &BriefOne, config: &crate::config::Config, now: Timestamp) -> Result<Capture> {
    if args.page.starts_with("http://") || args.page.starts_with("https://") {
        let fetcher = Fetcher::new(config.fetch.clone())?;
        let request = Request { url: args.page.clone(), kind: Kind::Page, etag: None, last_modified: None };
        return match fetcher.fetch(&request, now).await? {
            Fetched::Body { capture, .. } => Ok(capture),
            Fetched::NotModified { .. } => bail!("{} answered “not modified” to a first request", args.page),
        };
    }
    let (bytes, name) = if args.page == "-" {
        (read_all(std::io::stdin().lock())?, "standard input".to_owned())
    } else {
        let file = std::fs::File::open(&args.page).with_context(|| format!("cannot read {}", args.page))?;
        (read_all(file).with_context(|| format!("cannot read {}", args.page))?, args.page.clone())
    };
    let url = args.url.clone().or_else(|| stated_address(&bytes)).with_context(|| {
        format!("{name} states no address of its own (link rel=canonical or og:url); give it with --url, since a brief must name its original")
    })?;
    let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
    Ok(Capture::new(&url, &url, now, 200, headers, bytes, CaptureOrigin::File(name)))
}

fn read_all(from: impl Read) -> Result<Vec<u8>> {
    let mut bytes = vec![];
    from.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("a page of more than {MAX_BYTES} bytes is not read");
    }
    Ok(bytes)
}
