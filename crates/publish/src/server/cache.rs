//! The cache: pages as made, so that the same page is made once a minute at most, however many ask for it.
//!
//! A page is kept for a visitor's kind (nobody known, or one owner), a look and a language of compression. It is valid while
//! the library's generation, the owner's own changes and the minute are the same: pages say how old their news is.

use super::{Library, Shop, access::Who, pulse::Pulse, reader::look_of, respond::not_modified};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::Response,
};
use std::{
    collections::HashMap,
    io::Write,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

/// Most bytes of bodies kept, compressed ones included.
const MOST: usize = 24 << 20;
/// Largest body that is kept.
const LARGEST: usize = 2 << 20;
/// Smallest body worth compressing: one packet.
const SMALLEST: usize = 1200;
/// Brotli's quality and window: 5 costs about what gzip does and gives a seventh less.
const BROTLI: (i32, i32) = (5, 20);

/// A page as made.
struct Page {
    headers: HeaderMap,
    body: Bytes,
    gzip: OnceLock<Bytes>,
    brotli: OnceLock<Bytes>,
}

/// What is kept, all of one moment.
#[derive(Default)]
pub(super) struct Cache(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    moment: Option<(u64, u64, i64)>,
    pages: HashMap<String, Arc<Page>>,
    bytes: usize,
}

impl Cache {
    fn get(&self, moment: (u64, u64, i64), key: &str) -> Option<Arc<Page>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.pages.get(key).filter(|_| kept.moment == Some(moment)).cloned()
    }

    fn put(&self, moment: (u64, u64, i64), key: String, page: Arc<Page>) {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Three times its size: as it is, and twice compressed.
        let size = page.body.len() * 3 / 2 + 1000;
        if kept.moment != Some(moment) || kept.bytes + size > MOST {
            *kept = Kept { moment: Some(moment), ..Kept::default() };
        }
        kept.bytes += size;
        kept.pages.insert(key, page);
    }
}

/// Answers from the cache where it can, and compresses what it answers.
pub(super) async fn cached<L: Library>(State(shop): State<Arc<Shop<L>>>, mut request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) || super::live::stays_open(&request) {
        return next.run(request).await;
    }
    let (asked, head) = (Asked::of(request.headers()), request.method() == Method::HEAD);
    let key = key(&request);
    let moment = shop.pulse().await.ok().map(|p| moment(&shop, &p));
    if let Some(page) = key.as_ref().zip(moment).and_then(|(key, moment)| shop.cache.get(moment, key)) {
        return answer(&page, &asked, head);
    }
    // The whole page is made, whatever part of it this browser wants: the next one may want another.
    *request.method_mut() = Method::GET;
    request.headers_mut().remove(header::IF_NONE_MATCH);
    let own = request.extensions().get::<Who>().is_some_and(|who| !who.unknown());
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    if own && parts.headers.get(header::CACHE_CONTROL).is_some_and(|c| c == "no-cache") {
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    }
    let keep = key.filter(|_| parts.headers.get(header::CACHE_CONTROL).is_none_or(|c| c != "no-store"));
    let Ok(body) = to_bytes(body, usize::MAX).await else { return Response::new(Body::empty()) };
    let page = Arc::new(Page { headers: parts.headers, body, gzip: OnceLock::new(), brotli: OnceLock::new() });
    if let (Some(key), Some(moment), true) = (keep, moment, page.body.len() <= LARGEST) {
        shop.cache.put(moment, key, page.clone());
    }
    answer(&page, &asked, head)
}

/// What decides whether pages are still as they were made.
fn moment<L: Library>(shop: &Shop<L>, pulse: &Pulse) -> (u64, u64, i64) {
    (pulse.generation, shop.changes(), shop.config.moment().as_second() / 60)
}

/// What tells one page from another: address, visitor, look. `None` for what is not kept: one search is seldom asked for again.
fn key(request: &Request) -> Option<String> {
    let path = request.uri().path();
    let seldom = path.starts_with("/api/") && request.uri().query().is_some();
    if path.starts_with("/search") || path.starts_with("/websub/") || seldom {
        return None;
    }
    let who = request.extensions().get::<Who>().map(Who::key).unwrap_or_default();
    let look = look_of(request.headers());
    let query = request.uri().query().unwrap_or_default();
    Some(format!("{path}?{query}\n{who}\n{}.{}", look.theme(), look.size()))
}

/// What a browser takes and has.
struct Asked {
    brotli: bool,
    gzip: bool,
    known: Vec<HeaderValue>,
}

impl Asked {
    fn of(headers: &HeaderMap) -> Self {
        let takes = |coding: &str| {
            let all = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
            all.flat_map(|v| v.split(',')).any(|entry| {
                let (name, rest) = entry.split_once(';').unwrap_or((entry, ""));
                // A weight of nothing means “not this one” (RFC 9110, 12.5.3).
                let refused = rest.trim().strip_prefix("q=").is_some_and(|q| q.trim_matches(['0', '.']).is_empty());
                name.trim().eq_ignore_ascii_case(coding) && !refused
            })
        };
        let known = headers.get_all(header::IF_NONE_MATCH).iter().cloned().collect();
        Self { brotli: takes("br"), gzip: takes("gzip"), known }
    }
}

/// The page as this browser takes it; 304 where it has it.
fn answer(page: &Page, asked: &Asked, head: bool) -> Response {
    let text = page.headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).is_some_and(|mime| {
        mime.starts_with("text/") || mime.contains("json") || mime.contains("xml") || mime.contains("javascript")
    });
    let (body, coding) = match (text && page.body.len() >= SMALLEST, asked.brotli, asked.gzip) {
        (true, true, _) => (page.brotli.get_or_init(|| brotli(&page.body)), Some("br")),
        (true, false, true) => (page.gzip.get_or_init(|| gzip(&page.body)), Some("gzip")),
        _ => (&page.body, None),
    };
    let mut response = Response::new(Body::empty());
    *response.headers_mut() = page.headers.clone();
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("accept-encoding, cookie, authorization"));
    headers.remove(header::CONTENT_LENGTH);
    let tag = page.headers.get(header::ETAG);
    if let Some(weak) = tag.filter(|_| coding.is_some()).and_then(weak) {
        headers.insert(header::ETAG, weak);
    }
    if tag.is_some_and(|tag| not_modified(&asked.known, tag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    if let Some(coding) = coding {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(body.len()));
    if !head {
        *response.body_mut() = Body::from(body.clone());
    }
    response
}

/// A body in another coding is not the same to the byte (RFC 9110, 8.8.1).
fn weak(tag: &HeaderValue) -> Option<HeaderValue> {
    HeaderValue::from_bytes(&[b"W/", tag.as_bytes()].concat()).ok()
}

fn brotli(body: &Bytes) -> Bytes {
    let mut out = Vec::with_capacity(body.len() / 4);
    let params = brotli::enc::BrotliEncoderParams { quality: BROTLI.0, lgwin: BROTLI.1, ..<_>::default() };
    // Writing into memory does not fail; were it to, an empty body would be told from a page by its length.
    match brotli::BrotliCompress(&mut body.as_ref(), &mut out, &params) {
        Ok(_) => out.into(),
        Err(_) => Bytes::new(),
    }
}

fn gzip(body: &Bytes) -> Bytes {
    let mut out = flate2::write::GzEncoder::new(Vec::with_capacity(body.len() / 4), flate2::Compression::new(6));
    match out.write_all(body).and_then(|()| out.finish()) {
        Ok(out) => out.into(),
        Err(_) => Bytes::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_gets_what_it_takes() {
        for (accept, brotli, gzip) in [
            ("gzip, deflate, br, zstd", true, true),
            ("gzip;q=1.0, br;q=0", false, true),
            ("BR", true, false),
            ("gzip;q=0.000", false, false),
            ("identity", false, false),
            ("", false, false),
        ] {
            let headers = [(header::ACCEPT_ENCODING, accept.parse().unwrap())].into_iter().collect();
            let asked = Asked::of(&headers);
            assert_eq!((asked.brotli, asked.gzip), (brotli, gzip), "{accept}");
        }
    }

    #[test]
    fn what_is_compressed_is_the_same() {
        let body = Bytes::from("The ferry came. ".repeat(500));
        let mut out = vec![];
        std::io::Read::read_to_end(&mut flate2::read::GzDecoder::new(&gzip(&body)[..]), &mut out).unwrap();
        assert_eq!(out, body);
        let mut out = vec![];
        brotli::BrotliDecompress(&mut &brotli(&body)[..], &mut out).unwrap();
        assert_eq!(out, body);
    }

    #[test]
    fn the_cache_holds_one_moment_and_not_too_much() {
        let cache = Cache::default();
        let page = |size: usize| {
            Arc::new(Page {
                headers: HeaderMap::new(),
                body: vec![0; size].into(),
                gzip: <_>::default(),
                brotli: <_>::default(),
            })
        };
        cache.put((1, 0, 0), "a".into(), page(10));
        assert!(
            cache.get((1, 0, 0), "a").is_some()
                && cache.get((2, 0, 0), "a").is_none()
                && cache.get((1, 0, 0), "b").is_none()
        );
        cache.put((2, 0, 0), "b".into(), page(10));
        assert!(cache.get((1, 0, 0), "a").is_none() && cache.get((2, 0, 0), "b").is_some());
        for i in 0..40 {
            cache.put((2, 0, 0), i.to_string(), page(1 << 20));
        }
        assert!(cache.0.lock().unwrap().bytes <= MOST);
    }
}
