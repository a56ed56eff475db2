//! Access: who asks, and what they may do. Anyone may read unless reading is private; only the owner may change things.
//!
//! The owner is whoever holds a session (begun by the password), a token, or the name that a trusted proxy vouches for. On a
//! server that listens on loopback, under loopback's name and without a password, it is whoever sits at this machine.

mod doors;
mod feeds;
mod guard;
mod limit;
mod net;
pub mod password;
mod secrets;
mod vault;

use super::{Library, Shop, respond::Miss};
use axum::{
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, Method, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
pub(crate) use doors::Setup;
pub(super) use doors::{local_path, log_in, log_out, login, see_other, set_up, setup};
pub(super) use feeds::has_token;
pub(super) use guard::same_origin;
pub(crate) use limit::Limit;
pub use net::Net;
pub(super) use secrets::{form_token, same};
pub use secrets::{new_feed_token, new_secret, new_token, secret_hash};
use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};
pub use vault::Vault;

/// The name under which the vault keeps the password's argon2 string.
pub const PASSWORD: &str = "password";

/// Who may read, and whose word is taken for who asks.
#[derive(Clone, Debug, Default)]
pub struct Access {
    /// Whether only the owner may read.
    pub private: bool,
    /// Header in which a trusted proxy names the user it has let in, e.g. `Remote-User`.
    pub proxy_header: Option<String>,
    /// Addresses of the proxies whose headers are believed.
    pub proxy_from: Vec<Net>,
    /// Users that the proxy may name; empty: any.
    pub proxy_users: Vec<String>,
    /// Whether scripts of any site may read what anyone may read.
    pub cross_origin: bool,
    /// What must be given to set the first password from elsewhere than this machine; `None`: only from this machine.
    pub setup_code: Option<String>,
    /// Whether reader apps are answered, by the Google Reader API.
    pub google_reader: bool,
}

/// Who asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Nobody known.
    Anyone,
    /// Whoever sits at this machine, where no password is set.
    Local,
    /// The owner, by the session with this hash.
    Session(String),
    /// The owner's program, by the token of this name.
    Token(String),
    /// The user whom a trusted proxy has let in.
    Proxy(String),
    /// A program that may read the feeds, by the token of this name.
    Feeds(String),
}

impl Who {
    /// Whether they may change things.
    pub(crate) fn owner(&self) -> bool {
        !matches!(self, Self::Anyone | Self::Feeds(_))
    }

    /// Whether nobody knows them, so that what they get is for all.
    pub(crate) fn unknown(&self) -> bool {
        *self == Self::Anyone
    }

    /// Whether a browser proves it by itself with every request, other sites' included.
    pub(crate) fn ambient(&self) -> bool {
        !matches!(self, Self::Token(_))
    }

    /// What form tokens are made for.
    pub(crate) fn key(&self) -> String {
        match self {
            Self::Anyone => "anyone".into(),
            Self::Local => "local".into(),
            Self::Session(hash) => format!("session {hash}"),
            Self::Token(name) => format!("token {name}"),
            Self::Proxy(user) => format!("proxy {user}"),
            Self::Feeds(_) => "feeds".into(),
        }
    }
}

/// Where a request comes from, as far as it can be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The client's address: the peer's, or what a trusted proxy says.
    pub(crate) address: Option<IpAddr>,
    /// Whether the peer is a trusted proxy.
    pub(crate) by_proxy: bool,
    /// Whether the client speaks TLS, as far as is known.
    pub(crate) secure: bool,
}

/// Paths that anyone may see where reading is private: the doors, what they look like, and what machines ask for.
const OPEN: [&str; 8] =
    ["/login", "/setup", "/style.css", "/app.js", "/icon.svg", "/robots.txt", "/healthz", "/favicon.ico"];

/// Finds out who asks, tells the handlers, and keeps others out where reading is private.
pub(super) async fn identify<L: Library>(
    State(shop): State<Arc<Shop<L>>>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|c| c.0.ip());
    let caller = caller(&shop.config.access, peer, request.headers(), shop.config.base_url.as_deref());
    let host = host(&request);
    let app = super::greader::is_path(request.uri().path());
    let token = feeds::take_token(&mut request);
    let feed = feeds::is_feed(request.uri().path());
    let known = match app {
        true => super::greader::who(&shop, request.headers()).await,
        false => match who(&shop, request.headers(), peer, &caller, host.as_deref()).await {
            Ok(Who::Anyone) if feed => feeds::reader(&shop, token).await,
            known => known,
        },
    };
    let who = match known {
        Ok(who) => who,
        Err(error) => return Miss::failed(shop.site(), error).into_response(),
    };
    let path = request.uri().path();
    // The newsletter's pages of one subscriber are opened by their address.
    let by_address = path.starts_with("/websub/") || path.starts_with("/newsletter/");
    let open = app || OPEN.contains(&path) || by_address || (feed && matches!(who, Who::Feeds(_)));
    if shop.config.access.private && !who.owner() && !open && feed {
        return feeds::ask(Miss::unknown(shop.site()).into_response());
    }
    if shop.config.access.private && !who.owner() && !open {
        let asked = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
        let html = text(request.headers(), "accept").is_some_and(|a| a.contains("html"));
        let to_door = html && request.method() == Method::GET;
        return shut(&shop, to_door.then_some(asked)).await;
    }
    request.extensions_mut().insert(who);
    request.extensions_mut().insert(caller);
    next.run(request).await
}

/// The way to the door, for people who asked for a page; a plain 401 for programs.
async fn shut<L: Library>(shop: &Shop<L>, asked: Option<String>) -> Response {
    let Some(asked) = asked else { return Miss::unknown(shop.site()).into_response() };
    let locked = shop.pulse().await.is_ok_and(|p| p.locked);
    let next = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", &asked).finish();
    let door = if locked { format!("login?{next}") } else { "setup".into() };
    see_other(&shop.site().href(&door))
}

fn host(request: &Request) -> Option<String> {
    let asked = request.uri().authority().map(|a| a.as_str().to_owned());
    asked.or_else(|| request.headers().get(header::HOST)?.to_str().ok().map(str::to_owned))
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|v| !v.is_empty())
}

fn caller(access: &Access, peer: Option<IpAddr>, headers: &HeaderMap, base_url: Option<&str>) -> Caller {
    let by_proxy = peer.is_some_and(|p| access.proxy_from.iter().any(|n| n.holds(p)));
    // The last entry is the one that our own proxy wrote.
    let said = text(headers, "x-forwarded-for").and_then(|v| v.rsplit(',').next()).and_then(|v| v.trim().parse().ok());
    let tls = by_proxy && text(headers, "x-forwarded-proto").is_some_and(|p| p.eq_ignore_ascii_case("https"));
    Caller {
        address: if by_proxy { said.or(peer) } else { peer },
        by_proxy,
        secure: tls || base_url.is_some_and(|u| u.starts_with("https:")),
    }
}

async fn who<L: Library>(
    shop: &Shop<L>,
    headers: &HeaderMap,
    peer: Option<IpAddr>,
    caller: &Caller,
    host: Option<&str>,
) -> Result<Who, super::LibraryError> {
    let (access, now) = (&shop.config.access, shop.config.moment());
    let bearer = text(headers, "authorization").and_then(|a| a.strip_prefix("Bearer "));
    if let Some(token) = bearer {
        let name = shop.library.token(secret_hash(token.trim()), now).await?;
        return Ok(name.map_or(Who::Anyone, Who::Token));
    }
    if caller.by_proxy
        && let Some(user) = access.proxy_header.as_deref().and_then(|h| text(headers, h))
        && (access.proxy_users.is_empty() || access.proxy_users.iter().any(|u| u == user))
    {
        return Ok(Who::Proxy(user.chars().take(200).collect()));
    }
    if let Some(secret) = doors::session_secret(headers) {
        let hash = secret_hash(secret);
        if shop.library.session(hash.clone(), now).await?.is_some() {
            return Ok(Who::Session(hash));
        }
    }
    // Another site's script that asks from this machine is not whoever sits at it.
    let foreign =
        headers.contains_key(header::ORIGIN) && same_origin(headers, host, shop.config.base_url.as_deref()).is_err();
    let at_home = shop.config.only_local && at_this_machine(headers, peer, host) && !foreign;
    Ok(if at_home && !shop.pulse().await?.locked { Who::Local } else { Who::Anyone })
}

/// Whether a request comes from this machine itself: under loopback's name, from loopback's address, and not handed on by a
/// proxy in front, behind which the whole world may stand.
fn at_this_machine(headers: &HeaderMap, peer: Option<IpAddr>, host: Option<&str>) -> bool {
    let handed_on = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];
    host.is_some_and(super::host::is_loopback)
        && peer.is_none_or(|p| p.is_loopback())
        && !handed_on.iter().any(|h| headers.contains_key(*h))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_at_home() {
        let check = |host: &str, peer: &str, handed_on: &[(&'static str, &'static str)], expected: bool| {
            let headers = handed_on.iter().map(|(n, v)| (n.parse().unwrap(), v.parse().unwrap())).collect();
            assert_eq!(at_this_machine(&headers, peer.parse().ok(), Some(host)), expected, "{host} {peer}");
        };
        check("127.0.0.1:7878", "127.0.0.1", &[], true);
        check("localhost", "127.0.0.1", &[], true);
        check("[::1]:7878", "::1", &[], true);
        check("192.0.2.1", "127.0.0.1", &[], false);
        check("news.example", "127.0.0.1", &[], false);
        check("localhost", "192.0.2.7", &[], false);
        check("localhost", "127.0.0.1", &[("x-forwarded-for", "192.0.2.7")], false);
        check("localhost", "127.0.0.1", &[("via", "1.1 front")], false);
    }

    #[test]
    fn only_a_trusted_proxy_is_believed() {
        let access = Access { proxy_from: vec!["192.0.2.0/24".parse().unwrap()], ..Access::default() };
        let headers: HeaderMap =
            [("x-forwarded-for".parse().unwrap(), "203.0.113.5, 198.51.100.9".parse().unwrap())].into_iter().collect();
        let from = |peer: &str| caller(&access, peer.parse().ok(), &headers, None).address.unwrap().to_string();
        assert_eq!(from("192.0.2.8"), "198.51.100.9");
        assert_eq!(from("198.51.100.1"), "198.51.100.1");
    }
}
