//! The plain types of the news that every stage shares: no I/O, no async, no SQL, no HTML.
//!
//! Data go one way, `Feed → Capture → Article → Notes → Story → Draft → Brief → Edition`, and each of these nouns has
//! its own file here. The promise of the product lives in [`brief::Brief::seal`]: the only way to a [`Brief`], and it
//! refuses every sentence whose references do not resolve in the stored originals.

pub mod article;
pub mod brief;
pub mod capture;
pub mod days;
pub mod decision;
pub mod draft;
pub mod edition;
pub mod feed;
pub mod id;
pub mod item;
pub mod job;
pub mod mark;
pub mod notes;
pub mod ranking;
pub mod saying;
pub mod seal;
pub mod search;
pub mod span;
pub mod story;
pub mod subscriber;
pub mod verbatim;
pub mod when;
pub mod why;

pub use article::{Access, Article, Finding, Reading};
pub use brief::{
    Brief, BriefStatus, ChangedNumber, Checked, Correction, Engine, Frame, Kept, Origin, Original, Retold, Tells,
    Verdict, VerdictKind, Window,
};
pub use capture::{Capture, CaptureOrigin};
pub use decision::{Choice, Decision, Decisions, Matter};
pub use draft::{Claim, Disagreement, Draft, OpenQuestion, Quoted, Section, TimelineItem, Version, Why, Writer};
pub use edition::{
    Change, Corrected, Edition, EditionStory, FeedProblem, Ledger, ModelUse, NotShown, Published, StoryLink,
};
pub use feed::{Author, Enclosure, Entry, Feed, FeedDocument, FeedHealth, Location, Rejected};
pub use id::{ArticleId, BriefId, CaptureId, EditionId, FeedId, StoryId, SubscriberId};
pub use item::{BriefsOf, ITEM_BITS, Item, ItemMark, ItemQuery, ItemsOf, Shown, Unread};
pub use job::Job;
pub use mark::{Mark, Report};
pub use notes::{Name, NameKind, Notes, Quote, TimeMention};
pub use ranking::{Interest, Ranking};
pub use seal::{Fault, Texts};
pub use span::{Ref, Span};
pub use story::{Member, MemberKind, Story};
pub use subscriber::{Choices, Email, Standing, Subscriber};
pub use verbatim::Verbatim;
pub use when::{Precision, When};
pub use why::{DecisionSaid, MemberWhy, Place, RunnerUp, StoryWhy, Voice};
