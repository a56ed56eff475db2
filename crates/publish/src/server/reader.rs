//! What the reader makes of the news: what is saved, what is wrong, how a page looks.

use super::{
    Act, Acted, Library, Open,
    access::Caller,
    form::{Form, OwnerForm},
    news::{Answer, found, made},
    respond::{Kind, Miss},
    visit::Visit,
};
use crate::{Look, PublishError, page, text, view::StoryView};
use axum::{
    Extension,
    extract::{Path, State},
    http::{HeaderMap, HeaderValue, header},
};
use standfirst_types::{Mark, Report, StoryId, mark::LONGEST_NOTE};
use std::time::Instant;

/// Most stories on the page of saved ones.
const SAVED: u32 = 200;
/// Most corrections on their page.
const CORRECTIONS: u32 = 200;
/// The cookie that says how pages look.
const LOOK: &str = "sf_look";

pub(super) async fn saved<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    if !visit.who.owner() {
        return Err(Miss::unknown(visit.site));
    }
    let failed = |e| Miss::failed(visit.site.clone(), e);
    let saved = shop.library.marked(Mark::Saved, SAVED).await.map_err(failed)?;
    let muted = shop.library.marked(Mark::Muted, SAVED).await.map_err(failed)?;
    made(&visit, Kind::PRIVATE, page::saved(&saved, &muted, &visit.site))
}

pub(super) async fn corrections<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let failed = |e| Miss::failed(visit.site.clone(), e);
    let corrections = shop.library.corrections(CORRECTIONS).await.map_err(failed)?;
    let reports = if visit.who.owner() { shop.library.reports().await.map_err(failed)? } else { vec![] };
    made(&visit, Kind::HTML, page::corrections(&corrections, &reports, &visit.site))
}

pub(super) async fn report<L: Library>(State(shop): Open<L>, Path(id): Path<String>, visit: Visit) -> Answer {
    let mark = visit.param("mark").and_then(|m| m.parse().ok()).unwrap_or(0);
    let published = found(shop.library.story(story_id(&id, &visit)?).await, &visit.site)?;
    let brief = found::<_, PublishError>(Ok(published.briefs.first()), &visit.site)?;
    let view = StoryView::new(&published, brief, &visit.site);
    if view.with_mark(mark).is_empty() {
        return Err(Miss::NotFound(visit.site));
    }
    made(&visit, Kind::PRIVATE, page::report(&view, mark, &visit.site))
}

/// `mark`, `sentence` (which of those with this mark, from 0), `note`, `revision`.
pub(super) async fn send_report<L: Library>(
    State(shop): Open<L>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    form: Form,
) -> Answer {
    let (visit, story) = (&form.visit, story_id(&id, &form.visit)?);
    if !visit.who.owner() && shop.reports.try_once(caller.address, Instant::now()).is_err() {
        let what = "Your address has sent several reports within a quarter of an hour. Wait a while; the owner can do without waiting.";
        return Err(Miss::refused(visit.site.clone(), "Too many reports", what));
    }
    let note = text::clean(form.short("note", LONGEST_NOTE)?).into_owned();
    let published = found(shop.library.story(story).await, &visit.site)?;
    let brief = found::<_, PublishError>(Ok(published.briefs.first()), &visit.site)?;
    let sentences = StoryView::new(&published, brief, &visit.site).with_mark(form.value("mark")?);
    let sentence = found::<_, PublishError>(Ok(sentences.get(form.value::<usize>("sentence")?)), &visit.site)?.clone();
    let report = Report { id: 0, story, revision: brief.frame().revision, sentence, note, at: shop.config.moment() };
    let acted = shop.library.act(Act::Report(report)).await.map_err(|e| Miss::failed(visit.site.clone(), e))?;
    shop.touch();
    match acted {
        Acted::Done => {
            let what = ["Thank you. The owner of this page sees it under Corrections.".to_owned()];
            made(visit, Kind::PRIVATE, page::message("Reported", &what, &visit.site))
        }
        Acted::Refused(why) => Err(Miss::refused(visit.site.clone(), "This was not taken", &why)),
    }
}

/// `report`: its number.
pub(super) async fn close_report<L: Library>(State(shop): Open<L>, form: OwnerForm) -> Answer {
    shop.act(&form, Act::CloseReport(form.value("report")?), "/corrections").await
}

/// `theme`, `size`: how pages look in this browser. Anyone may choose.
pub(super) async fn look(Extension(caller): Extension<Caller>, form: Form) -> Answer {
    let look = Look::of(form.text("theme").unwrap_or_default(), form.text("size").unwrap_or_default());
    let flag = if caller.secure { "; Secure" } else { "" };
    let cookie =
        format!("{LOOK}={}.{}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{flag}", look.theme(), look.size());
    let mut response = form.done("/");
    if let Ok(value) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    Ok(response)
}

/// The look that a browser's cookie asks for.
pub(super) fn look_of(headers: &HeaderMap) -> Look {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = cookies.flat_map(|v| v.split(';')).filter_map(|c| c.trim().split_once('='));
    let chosen = pairs.find(|(name, _)| *name == LOOK).and_then(|(_, v)| v.split_once('.'));
    chosen.map_or_else(Look::default, |(theme, size)| Look::of(theme, size))
}

fn story_id(id: &str, visit: &Visit) -> Result<StoryId, Miss> {
    id.parse().map_err(|_| Miss::NotFound(visit.site.clone()))
}
