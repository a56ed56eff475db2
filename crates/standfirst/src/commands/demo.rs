//! `demo`: the sample newswire served on loopback, read by the real pipeline over real HTTP, and its edition shown.
//!
//! The engine's clock stands at the newswire's cut-off, so the demo gives the same edition every time; the newswire's own
//! address is allowed through the address guard, and nothing else.

use super::{
    Exit,
    library::Shelf,
    print, serve,
    show::{self, How},
};
use crate::{
    cli::{Common, Demo},
    config::Config,
    engine::{Clock, DEMO_TIME, Engine},
    hooks,
    progress::Progress,
    worker,
};
use anyhow::{Context, Result, bail};
use jiff::Timestamp;
use standfirst_demo::{DAY1, DAY2, FakeWeb, Newswire, feeds};
use standfirst_publish::server::Library;
use standfirst_types::Feed;
use std::{path::PathBuf, sync::Arc};
use tokio::net::TcpListener;

pub(crate) async fn run(common: &Common, args: Demo) -> Result<Exit> {
    let (listener, port) = newswire_listener(args.newswire_port).await?;
    let newswire = Arc::new(Newswire::new(port));
    let _web = FakeWeb::serve(listener, newswire.clone()).await?;
    let folder = Folder::new(common)?;
    let config = config(common, port)?;
    let mut failed = vec![];
    let mut engine = None;
    for day in 1..=args.day {
        newswire.set_day(day);
        let today = Engine::open(&folder.path, config.clone(), Clock::Fixed(cut_off(day)?)).await?;
        failed.extend(read_day(&today, port, common.quiet).await?);
        engine = Some(today);
    }
    let engine = engine.context("the demo has no such day")?;
    for why in &failed {
        eprintln!("standfirst: {why}");
    }
    if args.once {
        let latest = Shelf::new(engine.store.clone()).latest().await.map_err(|e| anyhow::anyhow!("{e}"))?;
        let published = latest.context("the demo composed no edition")?;
        let site = show::site(&engine.config, engine.now())?;
        show::edition(
            &published,
            &site,
            How { format: args.format, with_originals: args.with_originals, full: false, paged: false },
        )?;
        engine.store.close().await;
        return Ok(if failed.is_empty() { Exit::Fine } else { Exit::Error });
    }
    present(&engine, &args).await
}

async fn present(engine: &Engine, args: &Demo) -> Result<Exit> {
    let wanted = args.listen.clone().unwrap_or_else(|| engine.config.site.listen.clone());
    let listener = serve::bind(&wanted).await?;
    print(&format!("The demo's edition is at http://{} (stop with Ctrl-C)", listener.local_addr()?))?;
    if args.day == 1 {
        eprintln!("Next: `standfirst demo --day 2` adds the day after: follow-ups, a correction, a silent edit.");
    }
    tokio::select! {
        served = serve::serve(engine, listener, true) => served?,
        _ = tokio::signal::ctrl_c() => {}
    }
    Ok(Exit::Fine)
}

/// The data folder: the user's, or one that goes with the process.
struct Folder {
    path: PathBuf,
    _temporary: Option<tempfile::TempDir>,
}

impl Folder {
    fn new(common: &Common) -> Result<Self> {
        match &common.data {
            Some(path) => Ok(Self { path: path.clone(), _temporary: None }),
            None => {
                let temporary =
                    tempfile::tempdir().context("cannot make a temporary folder; name one with --data DIR")?;
                Ok(Self { path: temporary.path().to_path_buf(), _temporary: Some(temporary) })
            }
        }
    }
}

/// The port asked for, or any free one when the usual one is taken.
async fn newswire_listener(port: u16) -> Result<(TcpListener, u16)> {
    let listener = match TcpListener::bind(("127.0.0.1", port)).await {
        Ok(listener) => listener,
        Err(_) if port == 7879 => TcpListener::bind(("127.0.0.1", 0)).await?,
        Err(e) => bail!("cannot listen on 127.0.0.1:{port}: {e}; choose another port with --newswire-port"),
    };
    let port = listener.local_addr()?.port();
    Ok((listener, port))
}

fn config(common: &Common, port: u16) -> Result<Config> {
    let nowhere = PathBuf::from("/nonexistent");
    let file = common.config.clone().unwrap_or(nowhere);
    let mut config = Config::load(&file, common.config.is_some(), &common.sets)?;
    config.fetch.allow = vec![format!("127.0.0.1:{port}")];
    config.fetch.host_delay_ms = 0;
    config.fetch.host_connections = 4;
    if config.site.timezone.is_empty() {
        config.site.timezone = "UTC".into();
    }
    Ok(config)
}

fn cut_off(day: u8) -> Result<Timestamp> {
    Ok(if day == 1 { DAY1 } else { DAY2 }.parse()?)
}

/// Reads one day of the newswire; a day whose edition is there already is left as it is.
async fn read_day(engine: &Engine, port: u16, quiet: bool) -> Result<Vec<String>> {
    let edition = worker::edition_id(engine.now());
    if engine.store.edition(edition).await?.is_some() {
        return Ok(vec![]);
    }
    let _lock = engine.store.lock_for_work()?;
    engine.store.free_leases().await?;
    engine.store.set_setting(DEMO_TIME, &engine.now().to_string()).await?;
    for (url, title) in feeds(port) {
        engine.store.add_feed(&Feed::new(&url, &title), engine.now()).await?;
    }
    let progress = Progress::new(quiet);
    let tally = worker::round(engine, Some(edition), &progress).await;
    progress.finish();
    hooks::deliver(engine, hooks::AT_MOST).await?;
    Ok(tally?.failed)
}
