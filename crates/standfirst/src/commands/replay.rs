//! `replay BRIEF` and `diff A B`: a brief made again from what it was made of, and what two revisions say differently.

use super::{Exit, existing, print, print_json};
use crate::{
    cli::Common,
    step::{self, Again},
};
use anyhow::{Context, Result};
use standfirst_read::versions::changes;
use standfirst_store::Store;
use standfirst_types::{Article, ArticleId, Brief, BriefId, Span, StoryId};

/// A brief by its own id, or the newest of a story.
async fn find(store: &Store, name: &str) -> Result<Brief> {
    let brief = match name.parse::<BriefId>() {
        Ok(id) => store.brief(id).await?,
        Err(_) => None,
    };
    if let Some((brief, _)) = brief {
        return Ok(brief);
    }
    let story = match name.parse::<StoryId>() {
        Ok(id) => store.latest_brief(store.resolve(id).await?).await?,
        Err(_) => None,
    };
    story.map(|(brief, _)| brief).with_context(|| {
        format!(
            "there is no brief or story “{name}”; `standfirst show --format json` names them (`id` of a brief, `story`)"
        )
    })
}

pub(crate) async fn replay(common: &Common, name: &str) -> Result<Exit> {
    let engine = existing(common).await?;
    let stored = find(&engine.store, name).await?;
    let frame = stored.frame();
    let (version, hash) = (frame.engine.version.clone(), frame.inputs_hash.clone());
    let again = match step::replay(&engine, &stored).await? {
        Again::Made(again) => *again,
        Again::Refused(faults) => {
            let why = faults.first().map(ToString::to_string).unwrap_or_default();
            print(&format!("It cannot be made again: {why}"))?;
            return Ok(Exit::NotVerified);
        }
        Again::Gone(why) => {
            print(&format!("It cannot be made again. {why}"))?;
            return Ok(Exit::NotVerified);
        }
    };
    let same = serde_json::to_string(&again)? == serde_json::to_string(&stored)?;
    if same {
        print(&format!("Brief {}: the same bytes again", frame.id))?;
        return Ok(Exit::Fine);
    }
    if version != env!("CARGO_PKG_VERSION") {
        print(&format!("It was made by version {version}, this is {}", env!("CARGO_PKG_VERSION")))?;
    } else if hash != again.frame().inputs_hash {
        print("The settings of [brief] have changed since, or an original is gone")?;
    }
    for line in differences(&stored, &again) {
        print(&line)?;
    }
    Ok(Exit::NotVerified)
}

pub(crate) async fn diff(common: &Common, a: &str, b: Option<&str>, json: bool) -> Result<Exit> {
    let store = existing(common).await?.store;
    if let Ok(id) = a.parse::<ArticleId>()
        && b.is_none()
        && let Some(newest) = store.article(id, None).await?
    {
        return edits(&store, &newest, json).await;
    }
    let newer = find(&store, b.unwrap_or(a)).await?;
    let older = match b {
        Some(_) => find(&store, a).await?,
        None => {
            let before = newer.frame().supersedes.context("this is the first revision; name two briefs")?;
            store.brief(before).await?.context("the revision before is not there")?.0
        }
    };
    let lines = differences(&older, &newer);
    if json {
        print_json(&lines)?;
    } else {
        let (o, n) = (older.frame(), newer.frame());
        print(&format!("- revision {} ({})\n+ revision {} ({})", o.revision, o.window.to, n.revision, n.window.to))?;
        print(&lines.join("\n"))?;
    }
    Ok(Exit::Fine)
}

/// What a publisher changed of an article from each version to the next, sentence by sentence.
async fn edits(store: &Store, newest: &Article, json: bool) -> Result<Exit> {
    let mut lines = vec![];
    for version in 1..=newest.version {
        let (Some(before), Some(after)) =
            (store.article(newest.id, Some(version - 1)).await?, store.article(newest.id, Some(version)).await?)
        else {
            continue;
        };
        lines.push(format!("version {version} of {}", newest.url));
        for change in changes(&before, &after) {
            let said =
                |span: Option<Span>, article: &Article| span.and_then(|s| s.of(&article.text).map(str::to_owned));
            lines.extend(said(change.before, &before).map(|text| format!("- {text}")));
            lines.extend(said(change.after, &after).map(|text| format!("+ {text}")));
        }
    }
    if json {
        print_json(&lines)?;
    } else if lines.is_empty() {
        print("Its publisher has not changed it")?;
    } else {
        print(&lines.join("\n"))?;
    }
    Ok(Exit::Fine)
}

/// Sentences that only one of two briefs holds, in order, then the corrections that the newer one made.
fn differences(older: &Brief, newer: &Brief) -> Vec<String> {
    let texts = |brief: &Brief| brief.sentences().map(|s| s.text.clone()).collect::<Vec<_>>();
    let (before, after) = (texts(older), texts(newer));
    let mut seen = std::collections::BTreeSet::new();
    let gone = before.iter().filter(|t| !after.contains(t)).map(|t| format!("- {t}"));
    let come = after.iter().filter(|t| !before.contains(t)).map(|t| format!("+ {t}"));
    let corrected = newer.frame().corrections.iter().filter(|c| !older.frame().corrections.contains(c));
    let corrected = corrected.map(|c| format!("! “{}” is now “{}”: {}", c.was, c.now, c.why));
    gone.chain(come).chain(corrected).filter(|line| seen.insert(line.clone())).collect()
}
