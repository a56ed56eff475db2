//! `serve`: the reading page, and the reading that fills it.

use super::{Exit, engine, library::Shelf, print, run::keep_reading};
use crate::{
    cli::{Common, Serve},
    engine::{Clock, Engine},
};
use anyhow::{Context, Result};
use standfirst_publish::server::SiteConfig;
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

/// Serves pages until cancelled.
pub(crate) async fn serve(engine: &Engine, listener: TcpListener, demo: bool) -> Result<()> {
    let mut config = SiteConfig::new(&engine.config.site.title, engine.config.zone()?);
    config.only_local = listener.local_addr()?.ip().is_loopback();
    if let Clock::Fixed(at) = engine.clock {
        config.now = Some(at);
    }
    config.base_url = (!engine.config.site.base_url.is_empty()).then(|| engine.config.site.base_url.clone());
    config.demo = demo;
    Ok(standfirst_publish::server::serve(listener, Shelf::of(engine), config).await?)
}
