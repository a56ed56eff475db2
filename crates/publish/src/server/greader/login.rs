//! The login of reader apps: the owner's password, or a token made by `standfirst token add`, against what they then send.
//!
//! For the password an app is given a text made of it and of the server's own key, so that nothing has to be kept for each of
//! the many logins of an app, and another password ends them all. A token is its own proof.

use super::call::{Answer, Bad, Call, fields, plain};
use crate::server::{
    Library, LibraryError, Open, Shop,
    access::{Caller, PASSWORD, Who, form_token, password, same, secret_hash},
};
use axum::{
    Extension,
    extract::{Request, State},
    http::{HeaderMap, StatusCode, header},
};
use standfirst_types::span::hex;
use std::time::Instant;

/// What tokens of ours begin with.
const TOKEN: &str = "sf_";
/// The name under which an app is known that came in by the password.
const APP: &str = "reader app";
/// Characters of the token of edits; some apps count them.
const EDIT_TOKEN: usize = 57;

/// Who calls, by the one header that counts.
pub(in crate::server) async fn who<L: Library>(shop: &Shop<L>, headers: &HeaderMap) -> Result<Who, LibraryError> {
    let sent = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let scheme = sent.get(..11).filter(|s| s.eq_ignore_ascii_case("GoogleLogin"));
    let auth = scheme.and_then(|_| sent.get(11..)?.trim().strip_prefix("auth=")).map(str::trim);
    let Some(auth) = auth.filter(|_| shop.config.access.google_reader) else { return Ok(Who::Anyone) };
    if auth.starts_with(TOKEN) {
        let name = shop.library.token(secret_hash(auth), shop.config.moment()).await?;
        return Ok(name.map_or(Who::Anyone, Who::Token));
    }
    let kept = shop.library.setting(PASSWORD).await?.filter(|kept| !kept.is_empty());
    let Some(kept) = kept else { return Ok(Who::Anyone) };
    let own = proof(&shop.pulse().await?.form_key, &kept);
    Ok(if same(auth, &own) { Who::Token(APP.into()) } else { Who::Anyone })
}

/// What stands for the password.
fn proof(key: &str, kept: &str) -> String {
    hex(format!("{key} reader {kept}").as_bytes(), 32)
}

/// `Email` (any), `Passwd`: the owner's password or a token.
pub(super) async fn log_in<L: Library>(
    State(shop): Open<L>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    if !shop.config.access.google_reader {
        return Err(Bad::absent());
    }
    let fields = fields(request).await?;
    let given = fields.into_iter().rev().find(|(k, _)| k == "Passwd").map(|(_, v)| v).unwrap_or_default();
    if let Err(wait) = shop.limit.try_once(caller.address, Instant::now()) {
        let what = format!("Error=BadAuthentication\nInfo=wait {} seconds", wait.as_secs());
        return Ok(plain(StatusCode::TOO_MANY_REQUESTS, &what));
    }
    let Some(auth) = proven(&shop, given).await? else {
        return Ok(plain(StatusCode::FORBIDDEN, "Error=BadAuthentication"));
    };
    shop.limit.forgive(caller.address);
    Ok(plain(StatusCode::OK, &format!("SID={auth}\nLSID=null\nAuth={auth}")))
}

async fn proven<L: Library>(shop: &Shop<L>, given: String) -> Result<Option<String>, Bad> {
    if given.starts_with(TOKEN) {
        let name = shop.library.token(secret_hash(&given), shop.config.moment()).await?;
        return Ok(name.map(|_| given));
    }
    let Some(kept) = shop.library.setting(PASSWORD).await?.filter(|kept| !kept.is_empty()) else { return Ok(None) };
    let own = proof(&shop.pulse().await?.form_key, &kept);
    // One at a time: each takes 19 MiB and a core.
    let _turn = shop.turn.lock().await;
    let right = tokio::task::spawn_blocking(move || password::verify(&given, &kept)).await.unwrap_or(false);
    Ok(right.then_some(own))
}

/// The token that comes with every change.
pub(super) async fn token<L: Library>(State(shop): Open<L>, call: Call) -> Answer {
    Ok(plain(StatusCode::OK, &edit_token(&shop, &call.who).await?))
}

async fn edit_token<L: Library>(shop: &Shop<L>, who: &Who) -> Result<String, Bad> {
    let token = form_token(&shop.pulse().await?.form_key, &format!("reader {}", who.key()));
    Ok(format!("{token:Z<EDIT_TOKEN$}"))
}

/// Whether a change may be made. It is the header that keeps other sites out; so apps that send no token, or `x`, as some do,
/// are let through, and only a wrong one is told to be fetched anew.
pub(super) async fn may_change<L: Library>(shop: &Shop<L>, call: &Call) -> Result<(), Bad> {
    let sent = call.text("T").unwrap_or_default();
    if matches!(sent, "" | "x") || same(sent, &edit_token(shop, &call.who).await?) {
        return Ok(());
    }
    Err(Bad(StatusCode::UNAUTHORIZED, "T is another token than /reader/api/0/token gives; fetch it again".into()))
}
