//! Editions by mail: one edition as one message to one subscriber, and the messages about a subscription.
//!
//! A letter is finished bytes (RFC 5322, multipart/alternative): a plain text that is one, and HTML with its styles on the
//! elements, no picture, no script, no colour that a dark ground swallows, and nothing that tells when it is read. Both parts
//! are laid out from one view. The same edition, site and subscriber give the same bytes; the `Message-ID` is made of
//! subscriber, edition and briefs, so that a letter sent twice can be seen to be one.

mod html;
mod post;
mod story;
mod text;

use crate::{PublishError, Site, text::one_line, view::EditionView};
use jiff::Timestamp;
use standfirst_types::{Email, Published, StoryId, SubscriberId, span::hex};

/// Who sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The sender's address; its name is the site's title.
    pub from: Email,
    /// Where answers go, where not to the sender.
    pub reply_to: Option<Email>,
    /// The moment of sending.
    pub at: Timestamp,
}

/// To whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipient {
    /// Made of the address.
    pub id: SubscriberId,
    /// The address.
    pub email: Email,
    /// Address of the page on which they change what they get.
    pub preferences: String,
    /// Address at which they leave, also by one click (RFC 8058).
    pub leave: String,
}

/// A finished message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// `Message-ID`, without its angle brackets.
    pub id: String,
    /// Its subject.
    pub subject: String,
    /// Bytes of the HTML part as it is sent.
    pub html_bytes: usize,
    /// Stories that are told, and stories for which there was no room, which are links.
    pub told: (usize, usize),
    /// The message, lines ended by CR LF, all of it ASCII.
    pub bytes: Vec<u8>,
}

/// An edition as a letter. Stories go in whole, in the edition's order, as long as the HTML stays under 100,000 bytes;
/// those for which there is no room are links, from the last one on.
///
/// # Errors
/// A fault of the template, or addresses that no message can have; never of the news. So for all letters.
pub fn edition(published: &Published, site: &Site, from: &Sender, to: &Recipient) -> Result<Letter, PublishError> {
    let view = EditionView::new(published, site);
    let subject = subject(&view, site);
    let stories = story::stories(&view);
    let html = html::fitted(&view, &stories, &subject, site, to)?;
    let plain = text::edition(&view, &stories, html.whole, site, to);
    let briefs: Vec<&str> = published.briefs.iter().map(|b| b.frame().id.as_str()).collect();
    let parts = [to.id.as_str(), published.edition.id.as_str(), &briefs.join(" ")];
    let id = message_id("edition", &parts, from);
    let told = (html.whole, stories.len() - html.whole);
    let list = Some(post::List { leave: &to.leave });
    post::letter(&post::Draft { id, subject, plain, html: html.text, told, list }, site, from, &to.email)
}

/// Asks the owner of an address whether they want editions: `link` is the address of the page that says so.
///
/// # Errors
/// See [`edition`].
pub fn confirmation(link: &str, site: &Site, from: &Sender, to: &Email) -> Result<Letter, PublishError> {
    let title = one_line(&site.title);
    let subject = format!("Confirm that you want {title} by mail");
    let about = html::About {
        heading: &subject,
        before: "Somebody, probably you, asked for editions to be sent to this address. Nothing is sent until you confirm it on this page:",
        link,
        after: "The page is good for three days. If it was not you, do nothing: you will get no more.",
    };
    about_letter("confirmation", &about, &subject, site, from, to)
}

/// Tells a subscriber who asked anew where they change what they get.
///
/// # Errors
/// See [`edition`].
pub fn reminder(link: &str, site: &Site, from: &Sender, to: &Email) -> Result<Letter, PublishError> {
    let title = one_line(&site.title);
    let subject = format!("You get {title} by mail already");
    let about = html::About {
        heading: &subject,
        before: "Somebody, probably you, asked for editions to be sent to this address, to which they are sent already. What you get, and when, you can change here:",
        link,
        after: "If it was not you, do nothing: nothing was changed.",
    };
    about_letter("reminder", &about, &subject, site, from, to)
}

fn about_letter(
    kind: &str,
    about: &html::About<'_>,
    subject: &str,
    site: &Site,
    from: &Sender,
    to: &Email,
) -> Result<Letter, PublishError> {
    let (html, plain) = (html::about(about, site)?, text::about(about, site));
    let id = message_id(kind, &[to.as_str(), about.link, &from.at.to_string()], from);
    let draft = post::Draft { id, subject: subject.into(), plain, html, told: (0, 0), list: None };
    post::letter(&draft, site, from, to)
}

/// The first headline, and how many stories follow.
fn subject(view: &EditionView, site: &Site) -> String {
    let first = view.stories.first().map(|s| one_line(&s.headline.text())).unwrap_or_else(|| view.day.words.clone());
    let more = match view.stories.len() {
        0 | 1 => String::new(),
        n => format!(" (and {} more)", n - 1),
    };
    format!("{}: {}{more}", one_line(&site.title), crate::text::cut(&first, 90))
}

fn message_id(kind: &str, parts: &[&str], from: &Sender) -> String {
    let made_of = parts.join("\n");
    format!("{}@{}", hex(format!("standfirst {kind}\n{made_of}").as_bytes(), 16), from.from.domain())
}

/// The signature of a subscriber's links, made with the house's own key: who holds such a link is taken for the subscriber.
pub fn signature(key: &str, id: SubscriberId) -> String {
    hex(format!("{key} newsletter {id}").as_bytes(), 16)
}

/// Paths of a subscriber's pages: what they get, and leaving.
pub fn paths(key: &str, id: SubscriberId) -> (String, String) {
    let own = format!("newsletter/{id}/{}", signature(key, id));
    let leave = format!("{own}/leave");
    (own, leave)
}

/// What a letter tells of stories: id and revision of each that it holds or links to.
pub fn tells(published: &Published) -> Vec<(StoryId, u32)> {
    published.briefs.iter().map(|b| (b.story(), b.frame().revision)).collect()
}
