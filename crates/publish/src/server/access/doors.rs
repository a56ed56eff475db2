//! The doors: logging in and out, and setting the first password.

use super::{Caller, PASSWORD, Who, new_secret, password, same, secret_hash};
use crate::{
    Site, page,
    server::{
        Library, Open, Shop,
        form::Form,
        news::{Answer, made},
        respond::{Kind, Miss},
        visit::Visit,
    },
};
use axum::{
    Extension,
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use jiff::SignedDuration;
use std::time::Instant;

/// Days a session lasts.
const DAYS: i64 = 30;
/// The session's cookie; the second name where the page is served over TLS, which keeps other hosts from setting it (RFC
/// 6265bis, 4.1.3.2).
const COOKIES: [&str; 2] = ["sf_session", "__Host-sf_session"];

/// The secret that a browser's cookie holds.
pub(super) fn session_secret(headers: &HeaderMap) -> Option<&str> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|v| v.to_str().ok());
    let mut pairs = cookies.flat_map(|v| v.split(';')).filter_map(|c| c.trim().split_once('='));
    pairs.find(|(name, _)| COOKIES.contains(name)).map(|(_, value)| value)
}

fn cookie(secret: &str, secure: bool, age: i64) -> String {
    let (name, flag) = if secure { (COOKIES[1], "; Secure") } else { (COOKIES[0], "") };
    format!("{name}={secret}; Path=/; Max-Age={age}; HttpOnly; SameSite=Lax{flag}")
}

pub(crate) async fn login<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let locked = shop.pulse().await.map_err(|e| Miss::failed(visit.site.clone(), e))?.locked;
    let to = visit.param("next").unwrap_or_default();
    let next = local_path(&to);
    made(&visit, Kind::PRIVATE, page::login(locked, next, None, &visit.site))
}

pub(crate) async fn log_in<L: Library>(
    State(shop): Open<L>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Answer {
    let site = form.visit.site.clone();
    let next = local_path(form.text("next").unwrap_or_default()).to_owned();
    if let Err(wait) = shop.limit.try_once(caller.address, Instant::now()) {
        return Err(Miss::TooOften(site, wait));
    }
    let kept = shop.library.setting(PASSWORD).await.map_err(|e| Miss::failed(site.clone(), e))?;
    let given = form.text("password").unwrap_or_default().to_owned();
    let right = {
        // One at a time: each takes 19 MiB and a core.
        let _turn = shop.turn.lock().await;
        let check = move || password::verify(&given, &kept.unwrap_or_default());
        tokio::task::spawn_blocking(check).await.unwrap_or(false)
    };
    if !right {
        let what = Some("This is not the password.");
        let mut response = made(&form.visit, Kind::PRIVATE, page::login(true, &next, what, &site))?;
        *response.status_mut() = StatusCode::FORBIDDEN;
        return Ok(response);
    }
    shop.limit.forgive(caller.address);
    begin(&shop, &site, &caller, &next).await
}

/// Begins a session and leads on.
async fn begin<L: Library>(shop: &Shop<L>, site: &Site, caller: &Caller, next: &str) -> Answer {
    let failed = |e| Miss::failed(Box::new(site.clone()), e);
    let secret = new_secret().map_err(|e| failed(e.into()))?;
    let now = shop.config.moment();
    let ends = now.checked_add(SignedDuration::from_hours(24 * DAYS)).map_err(|e| failed(e.into()))?;
    shop.library.begin_session(secret_hash(&secret), now, ends).await.map_err(failed)?;
    Ok(with_cookie(see_other(&site.href(next.trim_start_matches('/'))), &cookie(&secret, caller.secure, DAYS * 86_400)))
}

pub(crate) async fn log_out<L: Library>(
    State(shop): Open<L>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Answer {
    let site = form.visit.site.clone();
    if let Who::Session(hash) = &form.visit.who {
        let ended = shop.library.end_sessions(Some(hash.clone())).await;
        ended.map_err(|e| Miss::failed(site.clone(), e))?;
    }
    Ok(with_cookie(see_other(&site.href("")), &cookie("", caller.secure, 0)))
}

pub(crate) async fn setup<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let open = may_set_up(&shop, &visit).await?;
    made(&visit, Kind::PRIVATE, page::setup(open, None, &visit.site))
}

pub(crate) async fn set_up<L: Library>(
    State(shop): Open<L>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Answer {
    let site = form.visit.site.clone();
    let failed = |e| Miss::failed(site.clone(), e);
    let open = may_set_up(&shop, &form.visit).await?;
    if let Err(wait) = shop.limit.try_once(caller.address, Instant::now()) {
        return Err(Miss::TooOften(site, wait));
    }
    let given = form.text("password").unwrap_or_default().to_owned();
    let code = shop.config.access.setup_code.as_deref();
    let fits = |c: &str| same(c, form.text("code").unwrap_or_default().trim());
    let fault = match open {
        Setup::Done => {
            return Err(Miss::refused(
                site,
                "There is a password already",
                "Log in with it. `standfirst password` sets a new one.",
            ));
        }
        Setup::Nowhere => {
            return Err(Miss::refused(
                site,
                "Not from here",
                "Set the password at the machine itself, with `standfirst password`.",
            ));
        }
        Setup::WithCode if !code.is_some_and(fits) => {
            Some("This is not the code that the server printed when it started.".to_owned())
        }
        _ if form.text("again") != Some(given.as_str()) => Some("The two passwords are not the same.".to_owned()),
        _ => None,
    };
    let kept = match fault {
        Some(fault) => Err(fault),
        None => tokio::task::spawn_blocking(move || password::hash(&given)).await.map_err(|e| failed(e.into()))?,
    };
    match kept {
        Ok(kept) => {
            shop.library.set_setting(PASSWORD, kept).await.map_err(failed)?;
            shop.touch();
            shop.limit.forgive(caller.address);
            begin(&shop, &site, &caller, "/").await
        }
        Err(fault) => {
            let fault = format!(
                "{}{}",
                fault.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default(),
                fault.chars().skip(1).collect::<String>()
            );
            let mut response = made(&form.visit, Kind::PRIVATE, page::setup(open, Some(&fault), &site))?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

/// Whether and how the first password can be set here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Setup {
    /// There is one.
    Done,
    /// By the owner, who sits at this machine.
    Open,
    /// With the code that the server printed.
    WithCode,
    /// Not from here.
    Nowhere,
}

async fn may_set_up<L: Library>(shop: &Shop<L>, visit: &Visit) -> Result<Setup, Miss> {
    let locked = shop.pulse().await.map_err(|e| Miss::failed(visit.site.clone(), e))?.locked;
    Ok(match (locked, visit.who.owner(), &shop.config.access.setup_code) {
        (true, _, _) => Setup::Done,
        (false, true, _) => Setup::Open,
        (false, false, Some(_)) => Setup::WithCode,
        (false, false, None) => Setup::Nowhere,
    })
}

/// A path of this site, or its front page where what was given is none: never an address elsewhere.
pub(crate) fn local_path(path: &str) -> &str {
    let local = path.starts_with('/')
        && !path.starts_with("//")
        && path.len() <= 2000
        && !path.contains(|c: char| c == '\\' || c.is_control() || c.is_whitespace());
    if local { path } else { "/" }
}

/// After a change: the page to look at now (RFC 9110, 15.4.4).
pub(crate) fn see_other(to: &str) -> Response {
    let to = HeaderValue::from_str(to).unwrap_or_else(|_| HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))])
        .into_response()
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_back_never_leads_elsewhere() {
        for (given, expected) in [
            ("/s/0123456789abcdef?x=1#s3", "/s/0123456789abcdef?x=1#s3"),
            ("", "/"),
            ("//evil.example/", "/"),
            ("/\\evil.example", "/"),
            ("https://evil.example/", "/"),
            ("/a\r\nSet-Cookie: x=y", "/"),
            ("/\tx", "/"),
        ] {
            assert_eq!(local_path(given), expected, "{given}");
        }
    }

    #[test]
    fn cookies_are_found_and_kept_from_scripts() {
        let headers: HeaderMap =
            [(header::COOKIE, "a=b; sf_session=cafe ; c=d".parse().unwrap())].into_iter().collect();
        assert_eq!(session_secret(&headers), Some("cafe"));
        assert_eq!(cookie("s", true, 60), "__Host-sf_session=s; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure");
        assert!(
            cookie("s", false, 60).starts_with("sf_session=s; Path=/; ") && !cookie("s", false, 60).contains("Secure")
        );
    }
}
