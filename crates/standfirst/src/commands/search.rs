//! `search`: the archive searched, as on the page.

use super::{Exit, existing, print, print_json};
use crate::cli::{Common, Search};
use anyhow::Result;
use standfirst_types::search::Query;

pub(crate) async fn run(common: &Common, args: Search) -> Result<Exit> {
    let engine = existing(common).await?;
    let query = Query::parse(&args.query.join(" "));
    for note in &query.notes {
        eprintln!("standfirst: {note}");
    }
    let hits = engine.store.search(&query, args.from, args.limit.clamp(1, 500)).await?;
    if args.json {
        print_json(
            &serde_json::json!({ "query": query, "stories": hits.stories, "articles": hits.articles, "next": hits.next }),
        )?;
        return Ok(Exit::Fine);
    }
    if hits.stories.is_empty() && hits.articles.is_empty() {
        print("Nothing in the archive has this.")?;
    }
    for story in &hits.stories {
        print(&format!("{}  {}\n    {}", story.story, clean(&story.headline), clean(&story.lead)))?;
    }
    for article in &hits.articles {
        let when = article.published.map_or_else(|| "not dated".into(), |w| w.to_string());
        print(&format!("{}, {when}: {}\n    {}", clean(&article.site), clean(&article.title), clean(&article.url)))?;
    }
    if let Some(next) = hits.next {
        eprintln!("standfirst: there is more; add --from {next}");
    }
    Ok(Exit::Fine)
}

fn clean(text: &str) -> String {
    standfirst_publish::text::one_line(text)
}
