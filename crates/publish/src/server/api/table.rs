//! The table of operations: what there is under `/api`, in the order of the document.

use super::{
    FOUND, Row,
    cursor::Kind,
    events, evidence, finds, news,
    operation::{Operation, Takes, get},
    owner,
};
use crate::server::Library;
use axum::http::Method;
use futures_util::future::BoxFuture;
use serde_json::json;

/// What the operations belong to, and what that is.
pub(crate) const TAGS: [(&str, &str); 8] = [
    ("Editions", "What the reader opens: stories in order, what changed, and the ledger of what was and was not read."),
    ("Stories", "The briefs, their revisions, and why each story is what it is."),
    ("Evidence", "What each sentence rests on: the very bytes of the originals, and what stands around them."),
    ("Articles", "Everything that was read, each version of it."),
    ("Search", "Full text over all of it, and the searches that are kept as sections."),
    ("Feeds", "What is followed, and how it is doing."),
    ("Reader", "Marks, reports of wrong sentences, corrections, decisions."),
    ("Live", "What changes, as it changes, and this description."),
];

const ORIGINALS: &str =
    "Whether the texts of all cited originals come with it, so that every reference can be checked.";

/// Every operation and what answers it.
pub(crate) fn table<L: Library>() -> Vec<Row<L>> {
    let mut all = reading::<L>();
    all.extend(owners::<L>());
    all
}

/// An operation with its function.
fn row<L, F>(operation: Operation, run: fn(super::Call<L>) -> F) -> Row<L>
where
    L: Library,
    F: Future<Output = super::call::Answer> + Send + 'static,
{
    let run = move |call| -> BoxFuture<'static, super::call::Answer> { Box::pin(run(call)) };
    (operation, std::sync::Arc::new(run))
}

fn reading<L: Library>() -> Vec<Row<L>> {
    let editions = get("/api/editions", "listEditions", "Editions", "Editions, newest first", "EditionList");
    let edition = get("/api/editions/{edition}", "getEdition", "Editions", "An edition with its briefs", "EditionFull");
    let ledger = get("/api/editions/{edition}/ledger", "getLedger", "Editions", "The ledger of an edition", "Ledger");
    let stories = get("/api/stories", "listStories", "Stories", "Stories, newest first", "StoryList");
    let story = get("/api/stories/{story}", "getStory", "Stories", "The newest brief of a story", "StoryFull");
    let revisions =
        get("/api/stories/{story}/revisions", "listRevisions", "Stories", "Revisions, newest first", "RevisionList");
    let revision =
        get("/api/stories/{story}/revisions/{revision}", "getRevision", "Stories", "One revision", "StoryFull");
    let why = get("/api/stories/{story}/why", "getWhy", "Stories", "Why a story is what it is", "StoryWhy");
    let sentences =
        get("/api/stories/{story}/sentences", "listSentences", "Evidence", "The sentences of a brief", "SentenceList");
    let sentence =
        get("/api/stories/{story}/sentences/{n}", "getEvidence", "Evidence", "The evidence of a sentence", "Evidence");
    let articles = get("/api/articles", "listArticles", "Articles", "Articles, newest first", "ArticleList");
    let article = get("/api/articles/{article}", "getArticle", "Articles", "What is known of an article", "Article");
    let versions =
        get("/api/articles/{article}/versions", "listVersions", "Articles", "The versions of its text", "VersionList");
    let version =
        get("/api/articles/{article}/versions/{version}", "getVersion", "Articles", "The text of one", "ArticleText");
    let search = get("/api/search", "search", "Search", "Search", "Found");
    let sections = get("/api/sections", "listSections", "Search", "Sections, by name", "SectionList");
    let section = get("/api/sections/{section}", "getSection", "Search", "A section", "SavedSearch");
    let hits = get("/api/sections/{section}/hits", "getSectionHits", "Search", "What a section finds", "Found");
    let feeds = get("/api/feeds", "listFeeds", "Feeds", "The feeds", "FeedList");
    let feed = get("/api/feeds/{feed}", "getFeed", "Feeds", "A feed", "Feed");
    let corrections =
        get("/api/corrections", "listCorrections", "Reader", "Corrections, newest first", "CorrectionList");
    let decisions = get("/api/decisions", "listDecisions", "Reader", "Decisions, newest first", "DecidedList");
    let events = get("/api/events", "events", "Live", "What changes", "EventList");
    let document = get("/api/openapi.json", "getDocument", "Live", "This description", "OpenApi");
    let q = "Words, \"words together\", -not, one | other, source:, name:, after:, before:, lang:.";
    vec![
        row(editions.paged(Kind::Number('e')), news::editions),
        row(edition.asks("originals", Takes::Flag, ORIGINALS, "true"), news::edition),
        row(ledger, news::ledger),
        row(stories.paged(Kind::Number('s')), news::stories),
        row(story.asks("originals", Takes::Flag, ORIGINALS, "true"), news::story),
        row(revisions.paged(Kind::Number('r')), news::revisions),
        row(revision.asks("originals", Takes::Flag, ORIGINALS, "true"), news::revision),
        row(why, news::why),
        row(sentences.paged(Kind::Number('n')), evidence::sentences),
        row(sentence, evidence::sentence),
        row(articles.paged(Kind::Number('a')), finds::articles),
        row(article, finds::article),
        row(versions.paged(Kind::Number('v')), finds::versions),
        row(version.says("Readers get the texts that a brief names as an original; the owner all."), finds::version),
        row(search.needs("q", Takes::Line, q, "ferry | harbour").paged(FOUND), finds::search),
        row(sections.paged(Kind::Words('w')), finds::sections),
        row(section, finds::section),
        row(hits.paged(FOUND), finds::hits),
        row(feeds.paged(Kind::Id('f')), owner::feeds),
        row(feed, owner::feed),
        row(corrections.paged(Kind::Row('c')), owner::corrections),
        row(decisions.paged(Kind::Number('d')), owner::decisions),
        row(
            events.says(events::SAYS).asks("after", Takes::Event, "The event to go on from.", "0a1b2c3d-17"),
            events::recent,
        ),
        row(document, super::document::document),
    ]
}

fn owners<L: Library>() -> Vec<Row<L>> {
    let id = "5hfgfh5x8c3vjm0k";
    let keep = get("/api/sections/{section}", "putSection", "Search", "Keep a search as a section", "SavedSearch");
    let drop = get("/api/sections/{section}", "deleteSection", "Search", "Drop a section", "Done");
    let marks = get("/api/stories/{story}/marks", "listMarks", "Reader", "The marks of a story", "MarkList");
    let set = get("/api/stories/{story}/marks/{mark}", "putMark", "Reader", "Set a mark", "Done");
    let unset = get("/api/stories/{story}/marks/{mark}", "deleteMark", "Reader", "Take a mark away", "Done");
    let marked = get("/api/marks/{mark}", "listMarked", "Reader", "Stories with a mark, newest first", "StoryList");
    let reports = get("/api/reports", "listReports", "Reader", "Reports that are not closed", "ReportList");
    let report = get("/api/reports", "postReport", "Reader", "Report a wrong sentence", "Done");
    let close = get("/api/reports/{report}", "deleteReport", "Reader", "Close a report", "Done");
    let decide = get("/api/decisions", "postDecision", "Reader", "Decide something", "Decided");
    let undo = get("/api/decisions/{decision}", "deleteDecision", "Reader", "Take a decision back", "Done");
    let body = json!({ "decided": "mute", "matter": { "matter": "name", "which": "Karla Veit" } });
    vec![
        row(
            keep.by(Method::PUT).takes("SectionBody", json!({ "query": "ferry | harbour" })).owners().conflicts(),
            finds::keep,
        ),
        row(drop.by(Method::DELETE).owners().conflicts(), finds::drop),
        row(marks.owners(), owner::marks),
        row(set.by(Method::PUT).takes("MarkBody", json!({ "revision": 1 })).owners().conflicts(), owner::set_mark),
        row(unset.by(Method::DELETE).owners().conflicts(), owner::drop_mark),
        row(marked.paged(Kind::Row('m')).owners(), owner::marked),
        row(reports.paged(Kind::Number('p')).owners(), owner::reports),
        row(
            report
                .by(Method::POST)
                .says("Anyone may; a few within a quarter of an hour from one address.")
                .takes("ReportBody", json!({ "story": id, "n": 1, "note": "It was the day before." }))
                .makes()
                .limited()
                .conflicts(),
            owner::report,
        ),
        row(close.by(Method::DELETE).owners().conflicts(), owner::close_report),
        row(decide.by(Method::POST).takes("DecisionBody", body).makes().owners().conflicts(), owner::decide),
        row(undo.by(Method::DELETE).owners().conflicts(), owner::undo),
    ]
}
