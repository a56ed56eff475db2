//! The interface for programs, under `/api`: JSON of everything on the pages, and what the owner's forms do.
//!
//! One table (`table`) says what there is. Routes, the checks of parameters and bodies (`call`), the description in OpenAPI 3.1
//! (`document`) and the page that teaches it (`manual`) are made of its operations. Lists go on by a `cursor`; what goes
//! wrong is a `fault`, told as `application/problem+json`.

mod call;
mod cursor;
mod document;
mod events;
mod evidence;
mod fault;
mod finds;
mod manual;
mod news;
mod operation;
mod owner;
mod schema;
mod table;

use super::{Library, Open, Shop};
use axum::{
    Router,
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, any, get, on},
};
use call::{Answer, Call};
use cursor::Kind;
pub(super) use events::streams;
use fault::{Fault, KINDS};
use futures_util::future::BoxFuture;
use operation::Operation;
use std::{collections::BTreeMap, sync::Arc};

/// The cursors of what a search finds.
const FOUND: Kind = Kind::Number('q');

/// What answers a call.
type Run<L> = Arc<dyn Fn(Call<L>) -> BoxFuture<'static, Answer> + Send + Sync>;

/// An operation and what answers it.
type Row<L> = (Operation, Run<L>);

/// What an address does, and the router that does it.
type Served<L> = (Vec<Method>, MethodRouter<Arc<Shop<L>>>);

/// The routes of the table, the page that teaches it, and a word for any other address.
pub(super) fn routes<L: Library>() -> Router<Arc<Shop<L>>> {
    let mut paths: BTreeMap<&'static str, Served<L>> = BTreeMap::new();
    for (operation, run) in table::table::<L>() {
        let Ok(filter) = MethodFilter::try_from(operation.method.clone()) else { continue };
        let operation = Arc::new(operation);
        let (path, method) = (operation.path, operation.method.clone());
        let answer =
            move |State(shop): Open<L>, request: Request| answer(shop, operation.clone(), run.clone(), request);
        let (methods, router) = paths.remove(path).unwrap_or_default();
        paths.insert(path, ([methods, vec![method]].concat(), router.on(filter, answer)));
    }
    let mut router = Router::new().route("/api", get(manual::page::<L>)).route("/api/{*rest}", any(nowhere));
    for (path, (methods, routes)) in paths {
        let allow = allowed(&methods);
        let wrong = allow.clone();
        let routes = routes.fallback(move || std::future::ready(not_allowed(&wrong)));
        let options = on(MethodFilter::OPTIONS, move || std::future::ready(options(&allow)));
        router = router.route(path, routes.merge(options));
    }
    router
}

async fn answer<L: Library>(shop: Arc<Shop<L>>, operation: Arc<Operation>, run: Run<L>, request: Request) -> Response {
    if operation.id == "events" && events::streams(request.headers()) {
        return events::stream(shop, request).await;
    }
    match Call::read(shop, operation, request).await {
        Ok(call) => call::told(run(call).await),
        Err(fault) => fault.into_response(),
    }
}

/// What an address does, for the header `Allow` (RFC 9110, 10.2.1).
fn allowed(methods: &[Method]) -> String {
    let mut all: Vec<&str> = methods.iter().map(Method::as_str).collect();
    if all.contains(&"GET") {
        all.push("HEAD");
    }
    all.push("OPTIONS");
    all.join(", ")
}

fn options(allow: &str) -> Response {
    let mut response = (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response();
    if let Ok(allow) = HeaderValue::from_str(allow) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

fn not_allowed(allow: &str) -> Response {
    let what = format!("This address does {allow}; nothing was changed.");
    let mut response = Fault::Said(StatusCode::METHOD_NOT_ALLOWED, what).into_response();
    if let Ok(allow) = HeaderValue::from_str(allow) {
        response.headers_mut().insert(header::ALLOW, allow);
    }
    response
}

async fn nowhere() -> Fault {
    Fault::absent("There is nothing at this address; /api/openapi.json describes what there is, and /api teaches it.")
}

impl<L: Library> Shop<L> {
    /// Every operation.
    fn operations(&self) -> Vec<Operation> {
        table::table::<L>().into_iter().map(|(operation, _)| operation).collect()
    }
}

/// What a fault of a page is, where a program asks.
pub(super) fn problem_type(site: &crate::Site, status: StatusCode) -> String {
    site.absolute(&format!("api#{}", fault::kind(status)))
}

/// The kinds of problems, for the page.
fn kinds() -> &'static [(u16, &'static str, &'static str)] {
    &KINDS
}
