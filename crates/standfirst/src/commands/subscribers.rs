//! `subscribers`: who gets editions by mail. New ones are asked to confirm, unless they have agreed already.

use super::{Exit, engine, existing, print, print_json};
use crate::{
    cli::{Chosen, Common, Subscribers, SubscribersWhat},
    engine::Engine,
    mailing,
};
use anyhow::{Context, Result, bail};
use standfirst_types::{Choices, Email, Subscriber};
use std::io::Read;

/// Largest list of addresses, in bytes.
const LARGEST: u64 = 64 << 20;

pub(crate) async fn run(common: &Common, args: Subscribers) -> Result<Exit> {
    match args.what {
        None | Some(SubscribersWhat::List) => list(common, args.json).await,
        Some(SubscribersWhat::Add { email, chosen }) => {
            let email: Email = email.parse().map_err(|e: String| anyhow::anyhow!("{e}"))?;
            add(common, &[email], &[], &chosen, args.json).await
        }
        Some(SubscribersWhat::Import { file, chosen }) => {
            let (emails, bad) = addresses(&read(&file)?);
            add(common, &emails, &bad, &chosen, args.json).await
        }
        Some(SubscribersWhat::Remove { emails }) => remove(common, &emails, args.json).await,
    }
}

async fn list(common: &Common, json: bool) -> Result<Exit> {
    let all = existing(common).await?.store.subscribers().await?;
    if json {
        print_json(&all)?;
    } else if all.is_empty() {
        print("No subscriber. `standfirst subscribers add EMAIL` asks one to confirm.")?;
    }
    for s in all.iter().filter(|_| !json) {
        print(&line(s))?;
    }
    Ok(Exit::Fine)
}

fn line(s: &Subscriber) -> String {
    let or = |all: Vec<String>, none: &str| if all.is_empty() { none.to_owned() } else { all.join(", ") };
    let hours = s.choices.hours.iter().map(|t| t.strftime("%H:%M").to_string()).collect();
    let standing = format!("{:?}", s.standing).to_lowercase();
    let zone = if s.choices.zone.is_empty() { String::new() } else { format!(" {}", s.choices.zone) };
    let fault = s.fault.as_ref().map_or_else(String::new, |f| format!("; last fault: {f}"));
    let (sections, hours) = (or(s.choices.sections.clone(), "all stories"), or(hours, "with each edition"));
    format!("{}  {standing}  {sections}; {hours}{zone}{fault}", s.email)
}

/// What new subscribers get, or what is wrong with it.
fn choices(chosen: &Chosen) -> Result<Choices> {
    let hour = |h: &String| h.parse().with_context(|| format!("--hour {h} is no time of day; write for example 07:00"));
    let hours = chosen.hours.iter().map(hour).collect::<Result<Vec<_>>>()?;
    if !chosen.zone.is_empty() && jiff::tz::TimeZone::get(&chosen.zone).is_err() {
        bail!("--zone {} is no IANA time zone; write for example Europe/Berlin", chosen.zone);
    }
    Ok(Choices { sections: chosen.sections.clone(), hours, zone: chosen.zone.clone() })
}

async fn add(common: &Common, emails: &[Email], bad: &[String], chosen: &Chosen, json: bool) -> Result<Exit> {
    let engine = engine(common).await?;
    let choices = choices(chosen)?;
    known_sections(&engine, &choices).await?;
    if !chosen.confirmed && !engine.config.mail.is_on() {
        bail!(
            "mail.smtp_host names no mail server, so nobody can be asked; set it in [mail], or add who has agreed with --confirmed"
        );
    }
    let (mut added, mut fault) = (0, None);
    for email in emails {
        if chosen.confirmed {
            added += usize::from(engine.store.add_subscriber(email, &choices, engine.now()).await?);
        } else {
            engine.store.sign_up(email, &choices, engine.now()).await?;
        }
    }
    let mut asked = 0;
    if !chosen.confirmed {
        match mailing::send_due(&engine).await {
            Ok(sent) => asked = sent,
            Err(e) => fault = Some(format!("{e:#}")),
        }
    }
    if json {
        print_json(
            &serde_json::json!({ "addresses": emails.len(), "added": added, "asked": asked, "refused": bad, "fault": fault }),
        )?;
    } else if chosen.confirmed {
        print(&format!("{added} added, {} there already.", emails.len() - added))?;
    } else {
        print(&format!("{asked} asked to confirm. An address is asked once in twelve hours at most."))?;
    }
    for line in bad {
        eprintln!("standfirst: {line}");
    }
    if let Some(fault) = &fault {
        eprintln!("standfirst: {fault}; `serve` and `run` try again");
    }
    engine.store.close().await;
    Ok(match (fault.is_some() || emails.is_empty(), bad.is_empty()) {
        (true, _) => Exit::Error,
        (false, true) => Exit::Fine,
        (false, false) => Exit::Partly,
    })
}

/// Refuses sections that are not there.
async fn known_sections(engine: &Engine, choices: &Choices) -> Result<()> {
    let editions = mailing::Editions::closed(engine, None).await?;
    match choices.sections.iter().find(|s| !editions.has_section(s)) {
        Some(name) => bail!("there is no section “{name}”; they stand in [sections], or are kept on the search page"),
        None => Ok(()),
    }
}

async fn remove(common: &Common, emails: &[String], json: bool) -> Result<Exit> {
    let engine = existing(common).await?;
    let mut missing = vec![];
    for text in emails {
        let email: Email = text.parse().map_err(|e: String| anyhow::anyhow!("{e}"))?;
        if !engine.store.remove_subscriber(email.id()).await? {
            missing.push(email.to_string());
        }
    }
    let removed = emails.len() - missing.len();
    if json {
        print_json(&serde_json::json!({ "removed": removed, "missing": missing }))?;
    } else {
        print(&format!("{removed} removed."))?;
    }
    engine.store.close().await;
    if let Some(first) = missing.first() {
        eprintln!("standfirst: {first} is no subscriber; `standfirst subscribers` lists them");
        return Ok(if removed > 0 { Exit::Partly } else { Exit::Error });
    }
    Ok(Exit::Fine)
}

fn read(file: &str) -> Result<String> {
    let mut bytes = vec![];
    let wrong = || format!("cannot read {file}");
    if file == "-" {
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes).with_context(wrong)?;
    } else {
        std::fs::File::open(file).with_context(wrong)?.take(LARGEST + 1).read_to_end(&mut bytes).with_context(wrong)?;
    }
    if bytes.len() as u64 > LARGEST {
        bail!("{file} is larger than 64 MiB; part it");
    }
    Ok(String::from_utf8_lossy(&bytes).trim_start_matches('\u{feff}').to_owned())
}

/// The addresses of a list, each once, and the lines that hold none. Lines that begin with `#` are notes; the head of a table
/// is one that has no `@`.
fn addresses(text: &str) -> (Vec<Email>, Vec<String>) {
    let (mut emails, mut bad) = (vec![], vec![]);
    let mut seen = std::collections::BTreeSet::new();
    for (i, line) in text.lines().enumerate() {
        let first = line.split([',', ';', '\t']).next().unwrap_or_default().trim().trim_matches('"').trim();
        if first.is_empty() || first.starts_with('#') || (i == 0 && !first.contains('@')) {
            continue;
        }
        match first.parse::<Email>() {
            Ok(email) if seen.insert(email.id()) => emails.push(email),
            Ok(_) => {}
            Err(why) => bad.push(format!("line {}: {why}", i + 1)),
        }
    }
    (emails, bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_tables_hold_addresses() {
        let check = |text: &str, expected: &[&str], faults: usize| {
            let (emails, bad) = addresses(text);
            let emails: Vec<&str> = emails.iter().map(Email::as_str).collect();
            assert_eq!((emails.as_slice(), bad.len()), (expected, faults), "{text}: {bad:?}");
        };
        check("a@b.example\n\n# note\nc@d.example\n", &["a@b.example", "c@d.example"], 0);
        check("email,name\r\n\"a@b.example\",Ida\r\n", &["a@b.example"], 0);
        check("a@b.example\nA@B.example\n", &["a@b.example"], 0);
        check("a@b.example\nnobody\nb@\n", &["a@b.example"], 2);
        check("", &[], 0);
    }
}
