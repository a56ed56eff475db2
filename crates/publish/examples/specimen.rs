//! Writes the test fixture's pages as files that open in a browser: `cargo run -p standfirst-publish --example specimen -- DIR`.

#[path = "../tests/fixture/mod.rs"]
mod fixture;

use standfirst_publish::{Site, page};
use standfirst_types::Ref;
use std::{error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("say into which folder")?);
    fs::create_dir_all(&folder)?;
    let p = fixture::published();
    let site = Site { root: "./".into(), demo: true, ..fixture::site() };
    fs::write(folder.join("style.css"), page::STYLE)?;
    fs::write(folder.join("app.js"), page::SCRIPT)?;
    fs::write(folder.join("icon.svg"), page::ICON)?;
    fs::write(folder.join("edition.html"), page::edition(&p, &site)?)?;
    fs::write(folder.join("ledger.html"), page::ledger(&p, &site)?)?;
    fs::write(folder.join("about.html"), page::about(&site)?)?;
    fs::write(folder.join("welcome.html"), page::welcome(&site)?)?;
    for (name, brief) in ["story.html", "short.html", "rtl.html"].iter().zip(&p.briefs) {
        fs::write(folder.join(name), page::story(&p, brief.story(), &site)?.unwrap_or_default())?;
    }
    if let (Some(article), Some(brief)) = (p.originals.first(), p.briefs.first()) {
        let spans: Vec<_> = brief.refs().map(Ref::span).collect();
        fs::write(folder.join("original.html"), page::original(article, &spans, Some(brief), &site)?)?;
    }
    Ok(())
}
