//! The messages about subscriptions: “confirm that you want this”, and to who has confirmed already, where to change it.

use super::{Office, fault, mailer, pass};
use crate::engine::Engine;
use anyhow::Result;
use standfirst_collect::{MailError, Whose};
use standfirst_publish::{
    mail::{self, Letter},
    server::access::{new_secret, secret_hash},
};
use standfirst_store::Mailing;
use standfirst_types::{Standing, Subscriber};

/// Sends every message about a subscription that is due. Returns how many went out. The token of a confirmation is made here
/// and goes into the message; the store keeps its hash.
pub(crate) async fn send_due(engine: &Engine) -> Result<usize> {
    let (mut room, mut sent) = (pass::room(engine).await?, 0);
    if !engine.config.mail.is_on() || fault::last(engine).await?.is_some_and(|f| f.retry > engine.now()) {
        return Ok(0);
    }
    let (office, mailer) = (Office::open(engine).await?, mailer(&engine.config)?);
    let mut line = None;
    while room > 0 {
        let token = new_secret().map_err(|e| anyhow::anyhow!("{e}"))?;
        let Some(s) = engine.store.take_due(&secret_hash(&token), engine.now()).await? else { break };
        let letter = letter(&office, &s, &token)?;
        room -= 1;
        let bytes = letter.bytes.len() as u64;
        let mailing = Mailing { message: letter.id.clone(), subscriber: s.id, edition: None, bytes };
        engine.store.begin_mailing(&mailing, engine.now()).await?;
        match pass::hand_over(&mailer, &mut line, office.from(), s.email.as_str(), &letter.bytes).await {
            Ok(()) => {
                engine.store.end_mailing(&mailing, &[], engine.now()).await?;
                engine.store.end_due(s.id, None, None).await?;
                fault::clear(engine).await?;
                sent += 1;
            }
            Err(e) => {
                engine.store.drop_mailing(&mailing).await?;
                failed(engine, &s, &e).await?;
                if matches!(e.whose, Whose::Server | Whose::Setting) {
                    anyhow::bail!("{e}");
                }
            }
        }
    }
    if let Some(line) = line {
        line.close().await;
    }
    Ok(sent)
}

fn letter(office: &Office, s: &Subscriber, token: &str) -> Result<Letter> {
    let (site, sender) = (office.site(), office.sender());
    Ok(match s.standing {
        Standing::Active => mail::reminder(&office.own_page(s.id), site, &sender, &s.email)?,
        _ => mail::confirmation(&office.link(&format!("newsletter/confirm/{token}")), site, &sender, &s.email)?,
    })
}

async fn failed(engine: &Engine, s: &Subscriber, e: &MailError) -> Result<()> {
    let all = matches!(e.whose, Whose::Server | Whose::Setting);
    let again = (all || e.passing).then(|| fault::later(engine.now(), 0));
    engine.store.end_due(s.id, Some(&e.message), again).await?;
    if all { fault::note(engine, &e.message).await } else { Ok(()) }
}
