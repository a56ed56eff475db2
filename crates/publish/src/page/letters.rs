//! The newsletter's pages: the form to sign up, the questions that a link in a mail leads to, and what one subscriber gets.

use super::layout::render;
use crate::{PublishError, Site};
use minijinja::{context, value::Serde};
use standfirst_types::{Choices, Subscriber};

/// A box to tick.
#[derive(Clone, Debug, serde::Serialize)]
pub(crate) struct Tick {
    /// What it stands for.
    pub(crate) value: String,
    /// Whether it is ticked.
    pub(crate) ticked: bool,
}

/// The boxes of all that can be chosen, those of `chosen` ticked.
fn boxes(all: &[String], chosen: &[String]) -> Vec<Tick> {
    let gone = chosen.iter().filter(|c| !all.contains(c));
    let names = all.iter().chain(gone);
    names.map(|value| Tick { value: value.clone(), ticked: chosen.contains(value) }).collect()
}

fn hour_names(choices: &Choices) -> Vec<String> {
    choices.hours.iter().map(|t| t.strftime("%H:%M").to_string()).collect()
}

/// The form to sign up; `fault` is what was wrong with what was sent.
pub(crate) fn newsletter(
    email: &str,
    choices: &Choices,
    hours: &[String],
    fault: Option<&str>,
    site: &Site,
) -> Result<String, PublishError> {
    let paragraphs =
        ["Each edition as one mail, with the sources of every sentence. Nothing is sent when nothing is new."];
    let notes = [
        "You get one mail with a link; nothing else is sent until you confirm it there. Every mail has a link to leave.",
        "Your address is kept here and used for this alone. The mails hold no pictures and nothing that tells when you read them.",
    ];
    let sections = Serde(boxes(&site.viewer.sections, &choices.sections));
    render(
        "newsletter.html",
        "newsletter",
        site,
        context! {
            heading => "Editions by mail", paragraphs, notes, fault, email, ask_email => true, sections,
            hours => Serde(boxes(hours, &hour_names(choices))), zone => choices.zone.as_str(), zone_of_site => zone(site),
            action => site.href("newsletter"), button => "Send me the link", leave => (),
        },
    )
}

/// What a subscriber gets, to be changed; `path` is that of the page, `leave` that of leaving.
pub(crate) fn own_page(
    s: &Subscriber,
    hours: &[String],
    heading: &str,
    path: &str,
    leave: &str,
    fault: Option<&str>,
    site: &Site,
) -> Result<String, PublishError> {
    let paragraphs = [format!("Editions go to {}.", s.email)];
    let mut notes = vec![];
    if let Some(fault) = &s.fault {
        notes.push(format!("The last mail could not be delivered: {fault}"));
    }
    let sections = Serde(boxes(&site.viewer.sections, &s.choices.sections));
    render(
        "newsletter.html",
        "newsletter",
        site,
        context! {
            heading, paragraphs => Serde(paragraphs), notes => Serde(notes), fault, email => "",
            ask_email => false, sections, hours => Serde(boxes(hours, &hour_names(&s.choices))),
            zone => s.choices.zone.as_str(), zone_of_site => zone(site), action => site.href(path), button => "Keep this",
            leave => site.href(leave),
        },
    )
}

/// A question that is answered by a button, so that a program which follows links answers nothing.
pub(crate) fn question(
    heading: &str,
    words: &str,
    path: &str,
    button: &str,
    site: &Site,
) -> Result<String, PublishError> {
    render(
        "newsletter.html",
        "newsletter",
        site,
        context! {
            heading, paragraphs => Serde([words.to_owned()]), notes => Vec::<String>::new(), fault => (), email => "", ask_email => false,
            sections => Vec::<String>::new(), hours => Vec::<String>::new(), zone => "", zone_of_site => "",
            action => site.href(path), button, leave => (),
        },
    )
}

fn zone(site: &Site) -> String {
    site.timezone.iana_name().unwrap_or("that of this page").to_owned()
}
