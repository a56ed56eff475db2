//! `explain STORY[#n]`: why a story holds what it holds, or what its n-th sentence rests on.

use super::{
    Exit, existing,
    import::stated_address,
    library::Shelf,
    print, print_json,
    show::{What, color, find, site, width},
};
use crate::{cli::Common, engine::Engine};
use anyhow::{Context, Result, bail};
use standfirst_publish::{server::Library, terminal};
use standfirst_types::{Member, MemberKind, Published, StoryId};
use std::path::Path;

pub(crate) async fn run(common: &Common, name: &str, json: bool) -> Result<Exit> {
    let engine = existing(common).await?;
    let shelf = Shelf::new(engine.store.clone());
    let (name, sentence) = match name.split_once('#') {
        Some((story, n)) => {
            (story, Some(n.parse::<usize>().with_context(|| format!("“{n}” is no sentence number; write {story}#3"))?))
        }
        None => (name, None),
    };
    let latest = shelf.latest().await.map_err(|e| anyhow::anyhow!("{e}"))?;
    let What::Story(published, id) = find(&shelf, latest.as_deref(), name).await? else {
        bail!("“{name}” is an edition; give a story of it")
    };
    match sentence {
        Some(n) => explain_sentence(&engine, &published, id, n, json)?,
        None => explain_story(&engine, &published, id, json).await?,
    }
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

async fn explain_story(engine: &Engine, published: &Published, id: StoryId, json: bool) -> Result<()> {
    let story = engine.store.story(id).await?.with_context(|| format!("story {id} is not there"))?;
    if json {
        return print_json(&story);
    }
    let brief = published.brief(id).context("the story has no brief")?;
    print(&format!(
        "{}\nstory {id}, {} articles, {} independent\n",
        brief.headline().text,
        story.members.len(),
        story.independent()
    ))?;
    for member in &story.members {
        print(&explain_member(engine, member).await?)?;
    }
    for (text, missing) in engine.store.left_out(brief.frame().id).await? {
        print(&format!("left out: “{text}” (not in what it cited: {})", missing.join(", ")))?;
    }
    print(&format!("\nNext: `standfirst explain {id}#1` shows what a sentence rests on (0 is the headline)."))
}

async fn explain_member(engine: &Engine, member: &Member) -> Result<String> {
    let article = engine.store.article(member.article, None).await?;
    let (title, site, url) =
        article.map_or_else(|| ("(gone)".into(), String::new(), String::new()), |a| (a.title, a.site, a.url));
    let kind = match member.kind {
        MemberKind::Original => member.wire.as_ref().map_or("an original".into(), |w| format!("wire text of {w}")),
        MemberKind::CopyOf(of) => format!("a copy of article {of}"),
    };
    let terms =
        if member.terms.is_empty() { String::new() } else { format!("\n    in it by: {}", member.terms.join(", ")) };
    let nearest = match member.runner_up {
        Some((story, score)) => {
            let headline = engine
                .store
                .latest_brief(story)
                .await
                .ok()
                .flatten()
                .map_or_else(|| story.to_string(), |(b, _)| b.headline().text.clone());
            format!("\n    nearest other story: “{headline}” ({score:.2})")
        }
        None => String::new(),
    };
    Ok(format!(
        "· {site}: {title}\n    {url}\n    {kind}, similarity {:.2}, counts as {}{terms}{nearest}",
        member.score, member.family
    ))
}
