//! A subscriber: who gets editions by mail, about what, at which hours, and where they stand.

use crate::SubscriberId;
use jiff::{Timestamp, civil::Time, tz::TimeZone};

/// Longest address, in bytes (RFC 5321, 4.5.3.1.3).
pub const LONGEST_EMAIL: usize = 254;
/// Most sections, and most hours, that a subscriber may choose.
pub const MOST_CHOICES: usize = 40;

/// The address of a mailbox: `local@domain` of plain ASCII, the domain in lower case. What is accepted is a part of what RFC
/// 5321 allows: a dot-atom and a host name of at least two labels, which is what mailboxes of people have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct Email(String);

impl Email {
    /// Reads an address.
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let text = text.trim();
        if text.len() > LONGEST_EMAIL {
            return Err("is longer than 254 characters");
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return Err("has no @; write it as name@example.org");
        };
        let atom = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        if local.len() > 64 || !local.split('.').all(|part| !part.is_empty() && part.chars().all(atom)) {
            return Err("has a name before the @ that mail servers do not take everywhere");
        }
        let label = |l: &str| {
            (1..=63).contains(&l.len())
                && l.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                && !l.starts_with('-')
                && !l.ends_with('-')
        };
        let labels: Vec<&str> = domain.split('.').collect();
        let numeric = labels.last().is_some_and(|l| l.bytes().all(|b| b.is_ascii_digit()));
        if labels.len() < 2 || numeric || !labels.iter().all(|l| label(l)) {
            return Err("has no host name after the @, such as example.org (write names of other scripts as xn--…)");
        }
        Ok(Self(format!("{local}@{}", domain.to_ascii_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands after the `@`.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }

    /// Who subscribes with this address: the same whether it is written in large letters or small.
    pub fn id(&self) -> SubscriberId {
        SubscriberId::of(&[self.0.to_ascii_lowercase().as_bytes()])
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl std::str::FromStr for Email {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::parse(text)
            .map_err(|why| format!("“{}” {why}", text.chars().filter(|c| !c.is_control()).take(80).collect::<String>()))
    }
}

impl<'de> serde::Deserialize<'de> for Email {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What a subscriber chose.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Choices {
    /// Names of sections; empty: all stories of the edition.
    pub sections: Vec<String>,
    /// Times of day at which mail may come; empty: those of the editions.
    pub hours: Vec<Time>,
    /// IANA time zone of the hours; empty: the site's.
    pub zone: String,
}

impl Choices {
    /// The subscriber's zone; the site's where they chose none, or one that this machine does not know.
    pub fn timezone(&self, site: &TimeZone) -> TimeZone {
        let own = if self.zone.is_empty() { None } else { TimeZone::get(&self.zone).ok() };
        own.unwrap_or_else(|| site.clone())
    }

    /// The last moment, at `now` or before, at which mail may come; `usual` are the hours of those who chose none, in the
    /// site's zone: they come with the editions. Linear in the hours.
    pub fn last_hour(&self, now: Timestamp, usual: &[Time], site: &TimeZone) -> Option<Timestamp> {
        let (zone, hours) = match self.hours.as_slice() {
            [] => (site.clone(), usual),
            own => (self.timezone(site), own),
        };
        let today = now.to_zoned_datetime(zone.clone()).date();
        let days = [Some(today), today.yesterday().ok()].into_iter().flatten();
        let moments = days.flat_map(|day| hours.iter().map(move |t| day.to_datetime(*t)));
        moments.filter_map(|moment| zone.to_timestamp(moment).ok()).filter(|at| *at <= now).max()
    }
}

/// Where a subscriber stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Asked to confirm, and has not.
    Asked,
    /// Gets mail.
    Active,
    /// Has left.
    Left,
    /// Mail to the address came back too often; none is sent until it is confirmed again.
    Bouncing,
}

/// A subscriber.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Subscriber {
    /// Made of the address.
    pub id: SubscriberId,
    /// The address.
    pub email: Email,
    /// What they chose.
    pub choices: Choices,
    /// Where they stand.
    pub standing: Standing,
    /// When they first asked.
    pub made: Timestamp,
    /// When they confirmed.
    pub confirmed: Option<Timestamp>,
    /// When they left.
    pub left: Option<Timestamp>,
    /// The last of their hours that was dealt with: mail was sent, or there was nothing new.
    pub hour: Option<Timestamp>,
    /// Not before then is sending tried again.
    pub retry: Option<Timestamp>,
    /// Faults since the last mail that went out.
    pub faults: u32,
    /// The last of them, in words.
    pub fault: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_people_are_read_and_nothing_else() {
        for (text, expected) in [
            (" Ida.Marlow+news@Example.ORG ", Ok("Ida.Marlow+news@example.org")),
            ("a@b.example", Ok("a@b.example")),
            ("a@xn--bcher-kva.example", Ok("a@xn--bcher-kva.example")),
            ("a.example", Err("no @")),
            ("a@b@c.example", Err("name before the @")),
            ("a b@c.example", Err("name before the @")),
            ("a..b@c.example", Err("name before the @")),
            ("\"a\"@c.example", Err("name before the @")),
            ("a@localhost", Err("no host name")),
            ("a@-b.example", Err("no host name")),
            ("a@10.0.0.1", Err("no host name")),
            ("a@b.example\r\nBcc: c@d.example", Err("name before the @")),
            ("a\r\n@b.example", Err("name before the @")),
            ("a@b.exam\nple", Err("no host name")),
            ("<a@b.example>", Err("name before the @")),
            ("", Err("no @")),
        ] {
            let got = Email::parse(text);
            match expected {
                Ok(address) => assert_eq!(got.as_ref().map(Email::as_str), Ok(address)),
                Err(part) => assert!(got.is_err_and(|e| e.contains(part)), "{text:?}"),
            }
        }
        assert!(Email::parse(&format!("{}@b.example", "a".repeat(65))).is_err());
        assert!(Email::parse(&format!("a@{}.example", "b".repeat(254))).is_err());
        let id = |text: &str| Email::parse(text).unwrap().id();
        assert_eq!(id("Ida@a.example"), id("ida@A.example"));
        assert_ne!(id("ida@a.example"), id("ida@b.example"));
    }

    #[test]
    fn the_last_hour_is_in_the_subscribers_zone() {
        let usual = ["07:00".parse().unwrap(), "17:00".parse().unwrap()];
        let check = |hours: &[&str], zone: &str, now: &str, expected: &str| {
            let hours = hours.iter().map(|h| h.parse().unwrap()).collect();
            let choices = Choices { hours, zone: zone.into(), ..Choices::default() };
            let got = choices.last_hour(now.parse().unwrap(), &usual, &TimeZone::UTC);
            assert_eq!(got.unwrap().to_string(), expected, "{hours:?} {zone} {now}", hours = choices.hours);
        };
        check(&[], "", "2031-05-08T06:59:59Z", "2031-05-07T17:00:00Z");
        check(&[], "", "2031-05-08T07:00:00Z", "2031-05-08T07:00:00Z");
        check(&["12:30"], "", "2031-05-08T07:00:00Z", "2031-05-07T12:30:00Z");
        check(&["07:00"], "Asia/Tokyo", "2031-05-08T06:00:00Z", "2031-05-07T22:00:00Z");
        check(&[], "Asia/Tokyo", "2031-05-08T08:00:00Z", "2031-05-08T07:00:00Z");
        check(&["07:00"], "Not/A_Zone", "2031-05-08T08:00:00Z", "2031-05-08T07:00:00Z");
        // The hour that a change of clocks leaves out.
        check(&["02:30"], "Europe/Berlin", "2031-03-30T12:00:00Z", "2031-03-30T01:30:00Z");
    }
}
