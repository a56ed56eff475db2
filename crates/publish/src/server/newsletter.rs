//! The newsletter over HTTP: signing up, confirming, changing what one gets, leaving. There only where mail can be sent.
//!
//! Signing up says the same whoever is signed up already. A link in a mail shows a page; only its button, a POST, does
//! something, so that programs which follow links confirm nothing. The pages of one subscriber are opened by the signature in
//! their address. Leaving by POST needs no form of ours, no cookie and no login (RFC 8058).

use super::{
    Library, LibraryError, Open, Shop,
    access::{Caller, same, secret_hash},
    form::Form,
    news::{Answer, made},
    respond::{Kind, Miss},
    visit::Visit,
};
use crate::{mail, page};
use axum::{
    Extension,
    extract::{Path, State},
};
use jiff::{civil::Time, tz::TimeZone};
use standfirst_types::{Choices, Email, Standing, Subscriber, SubscriberId, subscriber::MOST_CHOICES};
use std::time::Instant;

/// What the server knows of the newsletter.
#[derive(Clone, Debug)]
pub struct Newsletter {
    /// Times of day that can be chosen.
    pub hours: Vec<Time>,
    /// The house's own key, with which links are signed.
    pub key: String,
}

/// What a subscriber wants. Addresses of pages have been checked by then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Letters {
    /// Somebody asks for editions.
    SignUp(Email, Choices),
    /// The holder of the token with this hash confirms.
    Confirm(String),
    /// What does this subscriber get?
    Look(SubscriberId),
    /// They choose anew.
    Choose(SubscriberId, Choices),
    /// They leave.
    Leave(SubscriberId),
}

impl<L: Library> Shop<L> {
    fn newsletter(&self, visit: &Visit) -> Result<&Newsletter, Miss> {
        self.config.newsletter.as_ref().ok_or_else(|| Miss::NotFound(visit.site.clone()))
    }

    async fn letters(&self, what: Letters, visit: &Visit) -> Result<Option<Subscriber>, Miss> {
        let failed = |e: LibraryError| Miss::failed(visit.site.clone(), e);
        self.library.letters(what).await.map_err(failed)
    }

    /// The subscriber whose page this is: the address's signature is right.
    fn whose(&self, (id, signature): (String, String), visit: &Visit) -> Result<SubscriberId, Miss> {
        let newsletter = self.newsletter(visit)?;
        let id: SubscriberId = id.parse().map_err(|_| Miss::NotFound(visit.site.clone()))?;
        if same(&signature, &mail::signature(&newsletter.key, id)) {
            Ok(id)
        } else {
            Err(Miss::NotFound(visit.site.clone()))
        }
    }

    fn hours(&self, visit: &Visit) -> Result<Vec<String>, Miss> {
        Ok(self.newsletter(visit)?.hours.iter().map(|t| t.strftime("%H:%M").to_string()).collect())
    }
}

pub(super) async fn form<L: Library>(State(shop): Open<L>, visit: Visit) -> Answer {
    let hours = shop.hours(&visit)?;
    made(&visit, Kind::HTML, page::newsletter("", &Choices::default(), &hours, None, &visit.site))
}

/// `email`, `section:NAME`, `hour:HH:MM`, `zone`.
pub(super) async fn sign_up<L: Library>(
    State(shop): Open<L>,
    Extension(caller): Extension<Caller>,
    form: Form,
) -> Answer {
    let visit = &form.visit;
    let hours = shop.hours(visit)?;
    let given = form.short("email", 300)?;
    let (email, choices) = match (Email::parse(given), choices(&form)) {
        (Ok(email), Ok(choices)) => (email, choices),
        (email, choices) => {
            let fault = email.err().map(|why| format!("This address {why}."));
            let fault = fault.or(choices.as_ref().err().cloned());
            let chosen = choices.unwrap_or_default();
            let page = page::newsletter(given, &chosen, &hours, fault.as_deref(), &visit.site);
            return unfit(visit, page);
        }
    };
    if shop.signups.try_once(caller.address, Instant::now()).is_err() {
        let what = "Several addresses were signed up from where you are within a quarter of an hour. Wait a while.";
        return Err(Miss::refused(visit.site.clone(), "Too many sign-ups", what));
    }
    shop.letters(Letters::SignUp(email, choices), visit).await?;
    let what = [
        "A mail with a link is on its way to this address. Nothing else is sent until you confirm it there.".to_owned(),
        "If none comes within a few minutes, look where unwanted mail is kept. An address is written to once in twelve hours at most.".to_owned(),
    ];
    made(visit, Kind::PRIVATE, page::message("Look into your mail", &what, &visit.site))
}

/// Where the link of the confirmation leads.
pub(super) async fn asked<L: Library>(State(shop): Open<L>, Path(token): Path<String>, visit: Visit) -> Answer {
    shop.newsletter(&visit)?;
    let path = format!("newsletter/confirm/{}", crate::text::path_segment(&token));
    let words = "One step is left: say that you want editions at the address this link was sent to.";
    made(&visit, Kind::PRIVATE, page::question("Editions by mail", words, &path, "Yes, send them", &visit.site))
}

pub(super) async fn confirm<L: Library>(State(shop): Open<L>, Path(token): Path<String>, form: Form) -> Answer {
    let visit = &form.visit;
    let newsletter = shop.newsletter(visit)?;
    let Some(subscriber) = shop.letters(Letters::Confirm(secret_hash(&token)), visit).await? else {
        let what = "The link is too old, was cut short, or has been used by somebody who has left since. Sign up again at /newsletter.";
        return Err(Miss::refused(visit.site.clone(), "This link is not good any more", what));
    };
    let (path, leave) = mail::paths(&newsletter.key, subscriber.id);
    let heading = "You get editions by mail";
    let page = page::own_page(&subscriber, &shop.hours(visit)?, heading, &path, &leave, None, &visit.site);
    made(visit, Kind::PRIVATE, page)
}

/// What one subscriber gets.
pub(super) async fn own<L: Library>(
    State(shop): Open<L>,
    Path(address): Path<(String, String)>,
    visit: Visit,
) -> Answer {
    let id = shop.whose(address, &visit)?;
    let subscriber = shop.letters(Letters::Look(id), &visit).await?;
    own_page(&shop, &visit, subscriber, "What you get by mail", None)
}

pub(super) async fn choose<L: Library>(
    State(shop): Open<L>,
    Path(address): Path<(String, String)>,
    form: Form,
) -> Answer {
    let visit = &form.visit;
    let id = shop.whose(address, visit)?;
    match choices(&form) {
        Ok(choices) => {
            let subscriber = shop.letters(Letters::Choose(id, choices), visit).await?;
            own_page(&shop, visit, subscriber, "Kept. This is what you get by mail", None)
        }
        Err(fault) => {
            let subscriber = shop.letters(Letters::Look(id), visit).await?;
            own_page(&shop, visit, subscriber, "What you get by mail", Some(&fault))
        }
    }
}

fn own_page<L: Library>(
    shop: &Shop<L>,
    visit: &Visit,
    subscriber: Option<Subscriber>,
    heading: &str,
    fault: Option<&str>,
) -> Answer {
    let Some(subscriber) = subscriber.filter(|s| s.standing == Standing::Active) else {
        let what = ["This address gets no editions. Sign up again at /newsletter if it should.".to_owned()];
        return made(visit, Kind::PRIVATE, page::message("No mail is sent", &what, &visit.site));
    };
    let (path, leave) = mail::paths(&shop.newsletter(visit)?.key, subscriber.id);
    let page = page::own_page(&subscriber, &shop.hours(visit)?, heading, &path, &leave, fault, &visit.site);
    if fault.is_some() { unfit(visit, page) } else { made(visit, Kind::PRIVATE, page) }
}

/// Where the link to leave leads: a page whose button does it.
pub(super) async fn leaving<L: Library>(
    State(shop): Open<L>,
    Path(address): Path<(String, String)>,
    visit: Visit,
) -> Answer {
    let id = shop.whose(address, &visit)?;
    let (_, leave) = mail::paths(&shop.newsletter(&visit)?.key, id);
    let words = "You get no more editions at this address from the moment on at which you say so.";
    made(&visit, Kind::PRIVATE, page::question("Leave", words, &leave, "Send me no more", &visit.site))
}

/// One click (RFC 8058, 3.2): whatever is sent along, from wherever; the address alone says who leaves.
pub(super) async fn leave<L: Library>(
    State(shop): Open<L>,
    Path(address): Path<(String, String)>,
    visit: Visit,
) -> Answer {
    let id = shop.whose(address, &visit)?;
    shop.letters(Letters::Leave(id), &visit).await?;
    let what = ["You get no more editions by mail.".to_owned()];
    made(&visit, Kind::PRIVATE, page::message("You have left", &what, &visit.site))
}

/// What a form chooses, or what is wrong with it.
fn choices(form: &Form) -> Result<Choices, String> {
    let known = &form.visit.site.viewer.sections;
    let sections: Vec<String> = form.ticked("section:").into_iter().map(str::to_owned).collect();
    // A section that was dropped since is dropped here too.
    let sections: Vec<String> = sections.into_iter().filter(|s| known.contains(s)).collect();
    let hour = |h: &str| h.parse::<Time>().map_err(|_| "One of the hours is no time of day.".to_owned());
    let hours = form.ticked("hour:").into_iter().map(hour).collect::<Result<Vec<_>, _>>()?;
    if sections.len() > MOST_CHOICES || hours.len() > MOST_CHOICES {
        return Err(format!("At most {MOST_CHOICES} sections and {MOST_CHOICES} hours can be ticked."));
    }
    let zone = form.text("zone").unwrap_or_default().to_owned();
    if !zone.is_empty() && (zone.len() > 64 || TimeZone::get(&zone).is_err()) {
        return Err("This is no time zone; write for example Europe/Berlin.".into());
    }
    Ok(Choices { sections, hours, zone })
}

/// The form once more, with what was wrong.
fn unfit(visit: &Visit, page: Result<String, crate::PublishError>) -> Answer {
    let mut response = made(visit, Kind::PRIVATE, page)?;
    *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
    Ok(response)
}
