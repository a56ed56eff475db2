//! NewsFlash's own client on a server of ours: `newsflash URL SECRET` logs in, lists, reads, marks and stars as the app does,
//! and prints what it saw as JSON. It ends with a fault when anything is not as the client wants it.

use greader_api::{
    GReaderApi,
    models::{AuthData, AuthInput, GoogleAuthInput, Item, StreamQuery, StreamType},
};
use reqwest::Client;
use serde_json::json;
use url::Url;

type Any<T> = Result<T, Box<dyn std::error::Error>>;

const ALL: &str = "user/-/state/com.google/reading-list";
const READ: &str = "user/-/state/com.google/read";
const STARRED: &str = "user/-/state/com.google/starred";

#[tokio::main(flavor = "current_thread")]
async fn main() -> Any<()> {
    let mut args = std::env::args().skip(1);
    let (url, secret) = (args.next().ok_or("URL is missing")?, args.next().ok_or("SECRET is missing")?);
    let (client, api) = (Client::new(), GReaderApi::new(Url::parse(&url)?, AuthData::Uninitialized));
    let wrong = GoogleAuthInput { username: "me".into(), password: "wrong".into() };
    let refused = api.login(&AuthInput::Google(wrong), &client).await.is_err();
    api.login(&AuthInput::Google(GoogleAuthInput { username: "me".into(), password: secret }), &client).await?;
    let user = api.user_info(&client).await?;
    let feeds = api.subscription_list(&client).await?.subscriptions;
    let tags = api.tag_list(&client).await?.tags.len();

    let all = ids(&api, &client, ALL, None).await?;
    let unread = ids(&api, &client, ALL, Some(READ)).await?;
    let items = contents(&api, &client, &all).await?;
    let query = StreamQuery { stream_id: Some("feed/briefs"), amount: Some(50), ..Default::default() };
    let briefs = api.stream_contents(&query, &client).await?.items;
    let (brief, original) =
        (briefs.first().ok_or("no briefs")?, items.iter().find(|i| i.origin.stream_id != "feed/briefs"));
    let two = [brief.id.clone(), original.ok_or("no originals")?.id.clone()];
    let before = total(&api, &client).await?;
    api.tag_edit(&two, &[READ, STARRED], &[], &client).await?;
    let after = total(&api, &client).await?;
    let starred = ids(&api, &client, STARRED, None).await?.len();
    let marked = contents(&api, &client, &two).await?;
    let all_marked = marked.iter().all(|i| [READ, STARRED].iter().all(|c| i.categories.iter().any(|k| k == c)));
    api.tag_edit(&two, &[], &[READ, STARRED], &client).await?;
    let again = total(&api, &client).await?;

    let feed = feeds.iter().find(|f| f.id != "feed/briefs").ok_or("no feeds")?;
    api.subscription_edit(&feed.id, Some("By the sea"), None, Some("user/-/label/Coast"), &client).await?;
    let filed = api.subscription_list(&client).await?.subscriptions;
    let filed = filed.iter().any(|f| f.title == "By the sea" && f.categories.iter().any(|c| c.label == "Coast"));
    api.tag_rename(StreamType::Stream, "user/-/label/Coast", "user/-/label/Shore", &client).await?;
    let renamed = api.tag_list(&client).await?.tags.iter().any(|t| t.id == "user/-/label/Shore");
    api.tag_delete(StreamType::Stream, "user/-/label/Shore", &client).await?;
    api.subscription_delete(&feed.id, &client).await?;
    let left = !api.subscribed(&feed.id, &client).await?;
    let count = api.items_count(ALL, false, &client).await?.count;
    api.mark_all_as_read(ALL, None, &client).await?;

    println!(
        "{}",
        json!({
            "refused": refused, "user": user.user_name, "feeds": feeds.len(), "tags": tags, "all": all.len(), "unread": unread.len(),
            "items": items.len(), "briefs": briefs.len(), "counts": [before, after, again], "starred": starred,
            "all_marked": all_marked, "filed": filed, "renamed": renamed, "left": left, "count": count,
            "last": total(&api, &client).await?,
            "complete": items.iter().all(|i| i.title.is_some() && i.content.is_some() && i.published.is_some() && !i.alternate.is_empty()),
        })
    );
    Ok(())
}

/// All ids of a stream, page by page.
async fn ids(api: &GReaderApi, client: &Client, stream: &str, without: Option<&str>) -> Any<Vec<String>> {
    let (mut ids, mut next) = (vec![], None::<String>);
    loop {
        let query = StreamQuery {
            stream_id: Some(stream),
            amount: Some(10),
            continuation: next.as_deref(),
            exclude_stream: without,
            ..Default::default()
        };
        let page = api.items_ids(&query, client).await?;
        ids.extend(page.item_refs.unwrap_or_default().into_iter().map(|i| i.id));
        match page.continuation {
            Some(c) => next = Some(c),
            None => return Ok(ids),
        }
    }
}

async fn contents(api: &GReaderApi, client: &Client, ids: &[String]) -> Any<Vec<Item>> {
    Ok(api.items_contents(ids, client).await?.items)
}

async fn total(api: &GReaderApi, client: &Client) -> Any<u64> {
    let counts = api.unread_count(client).await?.unreadcounts;
    Ok(counts.iter().find(|c| c.id == ALL).map_or(0, |c| c.count))
}
