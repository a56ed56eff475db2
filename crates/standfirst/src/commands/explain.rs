//! `explain STORY[#n]`: why a story holds what it holds, or what its n-th sentence rests on.

use super::{
    Exit, existing,
    import::stated_address,
    library::Shelf,
    print, print_json,
    show::{What, color, find, site, width},
};
use crate::{cli::Common, engine::Engine, named, why};
use anyhow::{Context, Result, bail};
use standfirst_publish::{server::Library, terminal};
use standfirst_types::{Published, StoryId};
use std::path::Path;

pub(crate) async fn run(common: &Common, name: &str, json: bool) -> Result<Exit> {
    let engine = existing(common).await?;
    let Some((story, n)) = name.split_once('#') else {
        let id = named::story(&engine, name).await?;
        explain_story(&engine, id, json).await?;
        return Ok(Exit::Fine);
    };
    let n = n.parse::<usize>().with_context(|| format!("“{n}” is no sentence number; write {story}#3"))?;
    let shelf = Shelf::new(engine.store.clone());
    let latest = shelf.latest().await.map_err(|e| anyhow::anyhow!("{e}"))?;
    let What::Story(published, id) = find(&engine, &shelf, latest.as_deref(), story).await? else {
        bail!("“{story}” is an edition; give a story of it")
    };
    explain_sentence(&engine, &published, id, n, json)?;
    Ok(Exit::Fine)
}

/// Largest page explained, in bytes.
const MAX_BYTES: u64 = 8 << 20;

/// Which blocks of a saved page are the article, which are not, and why.
pub(crate) fn page(file: &Path, json: bool) -> Result<Exit> {
    let size = std::fs::metadata(file).with_context(|| format!("cannot read {}", file.display()))?.len();
    if size > MAX_BYTES {
        bail!("{} has {size} bytes; a page of more than {MAX_BYTES} is not read", file.display());
    }
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    let url = stated_address(&bytes).unwrap_or_else(|| "http://localhost/".into());
    let html = String::from_utf8_lossy(&bytes);
    let blocks = standfirst_read::explain(&html, &url);
    if json {
        let lines: Vec<_> = blocks
            .iter()
            .map(|b| serde_json::json!({ "kept": b.kept, "why": b.why, "path": b.path, "text": b.text }))
            .collect();
        print_json(&lines)?;
        return Ok(Exit::Fine);
    }
    for block in &blocks {
        let mark = if block.kept { "✓" } else { "·" };
        print(&format!("{mark} {}\n    {} — {}", block.text, block.path, block.why))?;
    }
    let kept = blocks.iter().filter(|b| b.kept).count();
    print(&format!("{kept} of {} blocks are the article", blocks.len()))?;
    // What was decided over the page as a whole: its access, text taken from its data, text that was hidden.
    let reading = standfirst_read::read_html(&html, &url, &standfirst_read::Hints::default());
    print(&format!("access: {}", reading.article.access.as_str()))?;
    for finding in &reading.findings {
        print(&format!("{}: {}", finding.rule, finding.detail))?;
    }
    Ok(Exit::Fine)
}

fn explain_sentence(engine: &Engine, published: &Published, id: StoryId, n: usize, json: bool) -> Result<()> {
    let brief = published.brief(id).context("the story has no brief")?;
    let last = brief.sentences().count().saturating_sub(1);
    let sentence = brief
        .sentences()
        .nth(n)
        .with_context(|| format!("there is no sentence {n}; they run from 0 (the headline) to {last}"))?;
    if json {
        return print_json(&sentence);
    }
    let site = site(&engine.config, engine.now())?;
    print(&terminal::sentence(published, id, n, &site, width(), color()).unwrap_or_default())
}

async fn explain_story(engine: &Engine, id: StoryId, json: bool) -> Result<()> {
    let why = why::why(engine, id).await?.with_context(|| format!("story {id} is not there"))?;
    if json {
        return print_json(&why);
    }
    let site = site(&engine.config, engine.now())?;
    print(&terminal::why(&why, &site, width(), color()))?;
    if let Some((brief, _)) = engine.store.latest_brief(id).await? {
        if let Some(why) = engine.store.note(brief.frame().id).await? {
            print(&format!("told by the default writer: {why}"))?;
        }
        for (text, missing) in engine.store.left_out(brief.frame().id).await? {
            print(&format!("left out: “{text}” (not in what it cited: {})", missing.join(", ")))?;
        }
    }
    print(&format!("\nNext: `standfirst explain {}#1` shows what a sentence rests on (0 is the headline).", why.story))
}
