//! `serve`: the reading page, and the reading that fills it.

use super::{Exit, engine, library::Shelf, print, run::keep_reading};
use crate::{
    cli::{Common, Serve},
    engine::{Clock, Engine},
    mailing,
};
use anyhow::{Context, Result};
use standfirst_publish::{
    page::Theme,
    server::{SiteConfig, access},
};
use std::sync::Arc;
use tokio::net::TcpListener;

pub(crate) async fn run(common: &Common, args: Serve) -> Result<Exit> {
    let engine = engine(common).await?;
    let listen = args.listen.unwrap_or_else(|| engine.config.site.listen.clone());
    let listener = bind(&listen).await?;
    print(&format!("Serving at http://{} (stop with Ctrl-C)", listener.local_addr()?))?;
    let lock = if args.read_only { None } else { Some(engine.store.lock_for_work()?) };
    if lock.is_some() {
        engine.store.free_leases().await?;
    }
    let reading = async {
        match &lock {
            Some(_) => keep_reading(&engine).await,
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        served = serve(&engine, listener, false) => served?,
        read = reading => read?,
        sent = mailing::keep_sending(&engine) => sent?,
        _ = tokio::signal::ctrl_c() => {}
    }
    engine.store.close().await;
    Ok(Exit::Fine)
}

/// Binds, or says what to do.
pub(crate) async fn bind(listen: &str) -> Result<TcpListener> {
    TcpListener::bind(listen)
        .await
        .with_context(|| format!("cannot listen on {listen}; choose another address with --listen ADDRESS:PORT"))
}

/// Where others can reach the page and it has no password yet: the code with which its owner can set one from elsewhere.
async fn setup_code(engine: &Engine, only_local: bool) -> Result<Option<String>> {
    let locked = engine.store.setting(access::PASSWORD).await?.is_some_and(|p| !p.is_empty());
    let elsewhere = !only_local || !engine.config.site.base_url.is_empty();
    if locked || !elsewhere || !engine.config.access.proxy_header.is_empty() {
        return Ok(None);
    }
    let code: String = access::new_secret().map_err(|e| anyhow::anyhow!("{e}"))?.chars().take(12).collect();
    eprintln!("standfirst: no password is set; set one at /setup with the code {code}, or with `standfirst password`");
    Ok(Some(code))
}

/// The user's own templates, where there are any.
pub(crate) fn theme(engine: &Engine) -> Result<Option<Arc<Theme>>> {
    let folder = engine.store.path().with_file_name("theme");
    let theme = Theme::open(&folder).map_err(|e| anyhow::anyhow!("the theme cannot be used: {e}"))?;
    Ok(theme.map(Arc::new))
}

/// Serves pages until cancelled.
pub(crate) async fn serve(engine: &Engine, listener: TcpListener, demo: bool) -> Result<()> {
    let mut config = SiteConfig::new(&engine.config.site.title, engine.config.zone()?);
    config.only_local = listener.local_addr()?.ip().is_loopback();
    if let Clock::Fixed(at) = engine.clock {
        config.now = Some(at);
    }
    config.base_url = (!engine.config.site.base_url.is_empty()).then(|| engine.config.site.base_url.clone());
    config.demo = demo;
    config.access = engine.config.access.rules()?;
    config.theme = theme(engine)?;
    config.newsletter = mailing::newsletter(engine).await?;
    config.access.setup_code = setup_code(engine, config.only_local).await?;
    Ok(standfirst_publish::server::serve(listener, Shelf::of(engine), config).await?)
}
