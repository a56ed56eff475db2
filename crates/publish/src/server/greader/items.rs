//! Items as apps take them: an article with the text that was read of it, or a brief as our feeds have it.
//!
//! No HTML from outside is ever handed on: the text of an article is escaped and set in paragraphs, a brief comes out of the
//! template of the feeds.

use super::{
    call::Bad,
    stream::{ALL, BRIEFS},
};
use crate::{
    Site, feed,
    server::{Library, Shop},
    text,
    view::Lang,
};
use serde_json::{Value, json};
use standfirst_types::{Access, Article, Feed, ITEM_BITS, Item, Published, Shown};

/// What items are shown with: the feeds and the site.
pub(super) struct Shelf<'s> {
    feeds: Vec<Feed>,
    site: &'s Site,
}

impl<'s> Shelf<'s> {
    pub(super) async fn open<L: Library>(shop: &Shop<L>, site: &'s Site) -> Result<Self, Bad> {
        Ok(Self { feeds: shop.library.feeds().await?, site })
    }

    /// An item with its contents; `None` where what it shows is no longer there.
    pub(super) async fn entry<L: Library>(&self, shop: &Shop<L>, item: &Item) -> Result<Option<Value>, Bad> {
        Ok(match item.shows {
            Shown::Article(id) => shop.library.newest_article(id).await?.map(|a| self.article(item, &a)),
            Shown::Brief(story, revision) => {
                let published = shop.library.brief_at(story, revision).await?;
                published.map(|p| self.brief(item, &p)).transpose()?.flatten()
            }
        })
    }

    /// What a stream is called.
    pub(super) fn title(&self, id: &str) -> String {
        match id.strip_prefix("feed/") {
            Some("briefs") => briefs_title(self.site),
            Some(feed) => {
                let known = self.feeds.iter().find(|f| f.id.as_str() == feed || f.url == feed);
                known.map_or_else(String::new, |f| title(&f.title))
            }
            None => title(id.rsplit('/').next().unwrap_or_default()),
        }
    }

    fn article(&self, item: &Item, article: &Article) -> Value {
        let feed = item.feed.and_then(|id| self.feeds.iter().find(|f| f.id == id));
        let link = text::web_link(&article.url);
        let origin = match feed {
            Some(f) => json!({
                "streamId": format!("feed/{}", f.id), "title": title(&f.title),
                "htmlUrl": f.site.as_deref().and_then(text::web_link).unwrap_or_default(),
            }),
            None => json!({ "streamId": "feed/archive", "title": title(&article.site), "htmlUrl": "" }),
        };
        let folder = feed.and_then(|f| f.folder.as_deref());
        let published = article.published.map_or_else(|| item.at(), |w| w.at);
        let modified = article.modified.map_or(published, |w| w.at);
        let mut entry = self.common(item, folder);
        entry["title"] = title(&article.title).into();
        entry["author"] = article.authors.iter().map(|a| title(a)).collect::<Vec<_>>().join(", ").into();
        entry["published"] = published.as_second().into();
        entry["updated"] = modified.as_second().into();
        entry["origin"] = origin;
        links(&mut entry, link);
        entry["summary"] = json!({
            "direction": direction(article.language.as_deref()), "content": html(article),
        });
        entry
    }

    fn brief(&self, item: &Item, published: &Published) -> Result<Option<Value>, Bad> {
        let Some(brief) = published.briefs.first() else { return Ok(None) };
        let headline = title(&brief.headline().text);
        let mut entry = self.common(item, None);
        entry["title"] = if feed::is_update(brief) { format!("Update: {headline}") } else { headline }.into();
        entry["author"] = title(&self.site.title).into();
        entry["published"] = item.at().as_second().into();
        entry["updated"] = brief.frame().window.to.as_second().into();
        entry["origin"] = json!({
            "streamId": BRIEFS, "title": briefs_title(self.site), "htmlUrl": self.site.absolute(""),
        });
        links(&mut entry, Some(self.site.absolute(&format!("s/{}", brief.story()))));
        let content = feed::content(published, brief, self.site, false)?;
        entry["summary"] = json!({ "direction": direction(Some(brief.language())), "content": content });
        Ok(Some(entry))
    }

    fn common(&self, item: &Item, folder: Option<&str>) -> Value {
        let state = |name: &str| format!("user/-/state/com.google/{name}");
        let marks = [(item.read, "read"), (item.starred, "starred"), (item.kept, "kept-unread")];
        let mut categories = vec![ALL.to_owned()];
        categories.extend(marks.iter().filter(|(on, _)| *on).map(|(_, name)| state(name)));
        categories.extend(folder.map(|f| format!("user/-/label/{f}")));
        json!({
            "id": long_id(item.number), "categories": categories,
            "crawlTimeMsec": (usec(item) / 1000).to_string(), "timestampUsec": usec(item).to_string(),
        })
    }
}

fn links(entry: &mut Value, link: Option<String>) {
    let links = link.into_iter();
    entry["canonical"] = links.clone().map(|href| json!({ "href": href })).collect();
    entry["alternate"] = links.map(|href| json!({ "href": href, "type": "text/html" })).collect();
}

/// The feed of briefs' name.
pub(super) fn briefs_title(site: &Site) -> String {
    title(&format!("{}: briefs", site.title))
}

/// The long form of a number.
pub(super) fn long_id(number: i64) -> String {
    format!("tag:google.com,2005:reader/item/{number:016x}")
}

/// When an item came in, in millionths of a second; those of one second differ.
pub(super) fn usec(item: &Item) -> i64 {
    let within = (item.number & ((1 << ITEM_BITS) - 1)).min(999_999);
    item.at().as_microsecond() + within
}

/// A title as one line. Some apps take it for text and some for HTML: with these brackets it is the same in both.
pub(super) fn title(words: &str) -> String {
    text::one_line(words).replace('<', "＜").replace('>', "＞")
}

fn direction(language: Option<&str>) -> &'static str {
    Lang::unless("", language).map_or("ltr", |l| l.dir)
}

/// The text of an article, and what is missing of it.
fn html(article: &Article) -> String {
    let note = match article.access {
        Access::Full => "",
        Access::Partial => "Only a part of this text could be read.",
        Access::Paywall => "Behind a paywall; only what it shows freely was read.",
        Access::Blocked | Access::NotArticle => "The page did not let its text be read.",
    };
    let mut out = String::with_capacity(article.text.len() + 100);
    if !matches!(article.access, Access::Blocked | Access::NotArticle) {
        for paragraph in article.text.split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
            out.push_str("<p>");
            escape(&text::clean(paragraph), &mut out);
            out.push_str("</p>\n");
        }
    }
    if !note.is_empty() {
        out.push_str(&format!("<p><i>{note}</i></p>\n"));
    }
    out
}

fn escape(words: &str, out: &mut String) {
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' => out.push_str("<br>"),
            c => out.push(c),
        }
    }
}
