//! The post: a letter's two parts put into a message with its headers.
//!
//! Header fields are encoded and folded by lettre (RFC 2047, RFC 5322, 2.2.3); what goes into them is one line before that,
//! so that no title can begin a field of its own.

use super::{Letter, Sender};
use crate::{PublishError, Site, text::one_line};
use lettre::{
    Address,
    address::Envelope,
    message::{
        Mailbox, Message, MultiPart, SinglePart,
        header::{ContentType, HeaderName, HeaderValue},
    },
};
use standfirst_types::{Email, span::hex};
use std::time::{Duration, SystemTime};

/// A letter before it is put together.
pub(super) struct Draft<'a> {
    pub(super) id: String,
    pub(super) subject: String,
    pub(super) plain: String,
    pub(super) html: String,
    pub(super) told: (usize, usize),
    /// Set where it goes to all subscribers.
    pub(super) list: Option<List<'a>>,
}

/// What makes a letter one of a mailing list.
pub(super) struct List<'a> {
    /// Where the subscriber leaves.
    pub(super) leave: &'a str,
}

pub(super) fn letter(d: &Draft<'_>, site: &Site, from: &Sender, to: &Email) -> Result<Letter, PublishError> {
    let fault = |e: &dyn std::fmt::Display| PublishError::Mail(e.to_string());
    let address = |email: &Email| email.as_str().parse::<Address>().map_err(|e| fault(&e));
    let (sender, recipient) = (address(&from.from)?, address(to)?);
    let envelope = Envelope::new(Some(sender.clone()), vec![recipient.clone()]).map_err(|e| fault(&e))?;
    let mut builder = Message::builder()
        .envelope(envelope)
        .date(SystemTime::UNIX_EPOCH + Duration::from_secs(from.at.as_second().unsigned_abs()))
        .from(Mailbox::new(name(&site.title), sender))
        .to(Mailbox::new(None, recipient))
        .subject(one_line(&d.subject))
        .message_id(Some(format!("<{}>", d.id)));
    if let Some(reply_to) = &from.reply_to {
        builder = builder.reply_to(Mailbox::new(None, address(reply_to)?));
    }
    for (name, value) in fields(d, site, from) {
        builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    let part = |kind: ContentType, body: &str| SinglePart::builder().header(kind).body(body.to_owned());
    let html = part(ContentType::TEXT_HTML, &d.html);
    let html_bytes = html.raw_body().len();
    let boundary = format!("=_{}", hex(d.id.as_bytes(), 12));
    let parts = MultiPart::alternative()
        .boundary(boundary)
        .singlepart(part(ContentType::TEXT_PLAIN, &d.plain))
        .singlepart(html);
    let message = builder.multipart(parts).map_err(|e| fault(&e))?;
    let bytes = message.formatted();
    Ok(Letter { id: d.id.clone(), subject: one_line(&d.subject), html_bytes, told: d.told, bytes })
}

/// The other header fields: that a machine wrote it (RFC 3834, 5), and what list it is of (RFC 2919, 2369 and 8058). One
/// click is offered only where it goes over TLS, as RFC 8058 wants it.
fn fields(d: &Draft<'_>, site: &Site, from: &Sender) -> Vec<(&'static str, String)> {
    let mut fields = vec![("Auto-Submitted", "auto-generated".to_owned())];
    let Some(list) = &d.list else { return fields };
    let host = site.base_url.as_deref().and_then(|u| url::Url::parse(u).ok());
    let host = host.and_then(|u| u.domain().map(str::to_owned)).unwrap_or_else(|| from.from.domain().to_owned());
    let label = name(&site.title).map_or_else(String::new, |n| format!("{n} "));
    fields.push(("Precedence", "bulk".into()));
    fields.push(("List-Id", format!("{label}<newsletter.{host}>")));
    fields.push(("List-Unsubscribe", format!("<{}>", one_line(list.leave))));
    if list.leave.starts_with("https:") {
        fields.push(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".into()));
    }
    fields
}

/// A title as a name in a header field: one line, at most 80 characters, without what has a meaning there (RFC 5322, 3.2.3).
fn name(title: &str) -> Option<String> {
    let plain: String = one_line(title).chars().map(|c| if "()<>[]:;@\\,.\"".contains(c) { ' ' } else { c }).collect();
    let name: String = one_line(&plain).chars().take(80).collect();
    let name = name.trim().to_owned();
    (!name.is_empty()).then_some(name)
}
