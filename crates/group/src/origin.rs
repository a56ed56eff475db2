//! Wire origin: the news agency whose text a report is, as its own credit lines name it.

/// Agencies by the names they are credited with; the first is the one shown.
const AGENCIES: &[&[&str]] = &[
    &["AP", "Associated Press", "The Associated Press", "AP News"],
    &["Reuters", "Thomson Reuters"],
    &["AFP", "Agence France-Presse", "Agence France Presse"],
    &["dpa", "Deutsche Presse-Agentur", "dpa-AFX"],
    &["UPI", "United Press International"],
    &["PA", "PA Media", "Press Association", "PA News Agency"],
    &["Bloomberg", "Bloomberg News"],
    &["Xinhua", "Xinhua News Agency"],
    &["TASS", "ITAR-TASS"],
    &["Interfax"],
    &["RIA Novosti"],
    &["Ukrinform"],
    &["Kyodo", "Kyodo News", "Kyodo News Agency"],
    &["Jiji Press", "Jiji"],
    &["Yonhap", "Yonhap News Agency"],
    &["KCNA", "Korean Central News Agency"],
    &["PTI", "Press Trust of India"],
    &["ANI", "Asian News International"],
    &["IANS", "Indo-Asian News Service"],
    &["APP", "Associated Press of Pakistan"],
    &["AAP", "Australian Associated Press"],
    &["The Canadian Press", "Canadian Press"],
    &["Anadolu", "Anadolu Agency", "AA"],
    &["IRNA", "Islamic Republic News Agency"],
    &["WAM", "Emirates News Agency"],
    &["SPA", "Saudi Press Agency"],
    &["NAN", "News Agency of Nigeria"],
    &["APA", "Austria Presse Agentur"],
    &["Keystone-SDA", "SDA"],
    &["ANSA"],
    &["EFE", "Agencia EFE"],
    &["Europa Press"],
    &["Lusa"],
    &["Belga"],
    &["ANP"],
    &["TT", "TT News Agency"],
    &["NTB"],
    &["Ritzau"],
    &["PAP", "Polish Press Agency"],
    &["Agerpres"],
    &["Bernama"],
    &["Antara"],
];

/// Last words of a name that make it an agency's.
const AGENCY_WORDS: &[&str] = &["wire", "newswire", "agency", "agentur", "agence", "agencia", "agenzia"];

/// The agency whose text this is, in its usual short form, or `None` when no credit says so. Looked at are the byline,
/// the dateline ("CITY, July 27 (Agency Name) —"), a credit as a line of its own near either end ("— Meridian Wire",
/// "(AP)", "Source: X"), and sentences that say who supplied the report. A mention inside the text is no credit.
pub fn wire_origin(text: &str, byline: &[String]) -> Option<String> {
    byline.iter().find_map(|name| credited(name)).or_else(|| dateline(text)).or_else(|| {
        let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let last = lines.len().saturating_sub(4);
        let ends = lines.iter().take(2).chain(lines.iter().skip(last.max(2)));
        ends.filter(|line| line.len() <= 400).find_map(|line| credit_line(line))
    })
}

/// Whether a publisher family is the agency itself: its domain's own label or its owner's name is one of the agency's
/// names, with or without "news", "net" or "agency" after it ("apnews.com" is AP's, "meridian-wire.example" is Meridian
/// Wire's).
pub fn is_agency(family: &str, agency: &str) -> bool {
    let family = family.trim().trim_start_matches("www.");
    let own = letters(family);
    let label = letters(family.split(['.', ':']).next().unwrap_or_default());
    let names = AGENCIES.iter().find(|names| names.contains(&agency)).copied().unwrap_or_default();
    names.iter().copied().chain([agency]).map(letters).filter(|name| !name.is_empty()).any(|name| {
        [&own, &label].into_iter().any(|shown| {
            let rest = shown.strip_prefix(name.as_str());
            rest.is_some_and(|rest| matches!(rest, "" | "news" | "net" | "newsagency" | "agency" | "media"))
        })
    })
}

/// The agency that a publisher family is, in its usual short form.
pub fn agency(family: &str) -> Option<&'static str> {
    AGENCIES.iter().filter_map(|names| names.first().copied()).find(|name| is_agency(family, name))
}

/// Letters and digits in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// "CITY, July 27 (Agency Name) —" or "CITY (AP) -" at the very start. An agency nobody knows needs the city in capitals or a date.
fn dateline(text: &str) -> Option<String> {
    let text = text.trim_start();
    let open = text.char_indices().take(90).find(|c| c.1 == '(')?.0;
    let (place, rest) = (text.get(..open)?, text.get(open + 1..)?);
    let (name, after) = rest.split_once(')')?;
    let dash = after.trim_start().starts_with(['—', '–', '-', '_', ':']);
    let starts_high = place.chars().next().is_none_or(|c| c.is_uppercase() || c.is_numeric());
    let running = place.contains(['.', '!', '?', ';']) && !place.contains("St.") && place.matches('.').count() > 2;
    if !dash || !starts_high || running || name.len() > 60 || place.split_whitespace().count() > 8 {
        return None;
    }
    let capitals = place.split([' ', ',']).next().is_some_and(|w| w.chars().count() > 2 && w == w.to_uppercase());
    let dated = place.contains(',') && place.contains(|c: char| c.is_ascii_digit());
    known(name).or_else(|| ((capitals || dated) && is_name(name)).then(|| name.trim().to_owned()))
}

/// A line of its own that credits an agency.
fn credit_line(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    if lower.starts_with("reporting by ") && lower.contains("editing by ") {
        return Some("Reuters".into());
    }
    for phrase in
        ["report was supplied by ", "story was supplied by ", "report was provided by ", "article was supplied by "]
    {
        if let Some(at) = lower.find(phrase).filter(|_| lower.len() == line.len()) {
            return name_after(line.get(at + phrase.len()..)?);
        }
    }
    for phrase in ["source: ", "source : ", "credit: ", "copyright ", "© "] {
        if let Some(rest) = lower.strip_prefix(phrase) {
            let rest = line.get(line.len().checked_sub(rest.len())?..)?;
            let rest = rest.trim_start_matches(|c: char| c.is_numeric() || c == ' ' || c == '©');
            let name = name_after(rest)?;
            return if phrase.starts_with("source") { Some(name) } else { credited(&name) };
        }
    }
    let bare = line.trim_matches(|c: char| matches!(c, '—' | '–' | '-' | '(' | ')' | '[' | ']' | '.' | ' '));
    let marked = bare.len() < line.len();
    if line.len() <= 60 && marked { credited(bare) } else { known(bare) }
}

/// The capitalised name at the start of `rest`, its known form if it has one.
fn name_after(rest: &str) -> Option<String> {
    let end = rest.find(['.', ',', ';', '\n', '(', '|']).unwrap_or(rest.len());
    let name = rest.get(..end)?.trim();
    known(name).or_else(|| is_name(name).then(|| name.to_owned()))
}

/// A name that is an agency's: a known one, or one that ends like one.
fn credited(name: &str) -> Option<String> {
    let name = name.trim().trim_start_matches("By ").trim_start_matches("by ");
    for part in name.split(['/', ',', '|']).map(str::trim) {
        let last = part.split_whitespace().last().unwrap_or_default().to_lowercase();
        let agency = part.contains(' ') && AGENCY_WORDS.contains(&last.as_str()) && is_name(part);
        if let Some(found) = known(part).or_else(|| agency.then(|| part.to_owned())) {
            return Some(found);
        }
    }
    None
}

/// The short form of a known agency. Abbreviations must be in their own case, so "ap" in a text is none.
fn known(name: &str) -> Option<String> {
    let name = name.trim();
    AGENCIES.iter().find_map(|names| {
        let hit = |n: &&str| *n == name || (n.len() > 4 && n.eq_ignore_ascii_case(name));
        names.iter().any(hit).then(|| names.first().map(|n| (*n).to_owned())).flatten()
    })
}

/// At most five words that begin with capitals, no digits: the shape of an agency's name.
fn is_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let high = |w: &&str| w.starts_with(|c: char| c.is_uppercase()) || matches!(*w, "of" | "and" | "de" | "the");
    (1..=5).contains(&words.len())
        && words.iter().all(high)
        && !name.contains(|c: char| c.is_numeric())
        && words.first().is_some_and(|w| w.starts_with(|c: char| c.is_uppercase()) && w.chars().count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_is_known_by_its_address() {
        let check = |family: &str, name: &str, expected: bool| {
            assert_eq!(is_agency(family, name), expected, "{family} {name}");
        };
        check("apnews.com", "AP", true);
        check("reuters.com", "Reuters", true);
        check("afp.com", "AFP", true);
        check("xinhuanet.com", "Xinhua", true);
        check("meridian-wire.example", "Meridian Wire", true);
        check("meridian-wire.localhost", "Meridian Wire", true);
        check("Meridian Wire", "Meridian Wire", true);
        check("apple.com", "AP", false);
        check("harbour-post.example", "Meridian Wire", false);
        check("", "AP", false);
        check("", "", false);
        assert_eq!(agency("www.apnews.com"), Some("AP"));
        assert_eq!(agency("harbour-post.example"), None);
    }

    #[test]
    fn credits_are_read_and_mentions_are_not() {
        let check = |text: &str, byline: &[&str], expected: Option<&str>| {
            let byline: Vec<String> = byline.iter().map(|s| (*s).to_owned()).collect();
            assert_eq!(wire_origin(text, &byline).as_deref(), expected, "{text}");
        };
        check("LOWMARK (AP) — The ferry ran aground.", &[], Some("AP"));
        check("LOWMARK, July 27 (Reuters) - The ferry ran aground.", &[], Some("Reuters"));
        check("PORT CALDER, July 27 (Meridian Wire) — The ferry ran aground.", &[], Some("Meridian Wire"));
        check("The ferry ran aground.\n\n— Meridian Wire", &[], Some("Meridian Wire"));
        check("The ferry ran aground.\n\n(AFP)", &[], Some("AFP"));
        check("The ferry ran aground.\n\nThis report was supplied by Meridian Wire.", &[], Some("Meridian Wire"));
        check("The ferry ran aground.\n\nSource: Northern Press Service", &[], Some("Northern Press Service"));
        check("The ferry ran aground.\n\n(Reporting by A. Reed; Editing by B. Moss)", &[], None);
        check("The ferry ran aground.\n\nReporting by A. Reed; editing by B. Moss", &[], Some("Reuters"));
        check("The ferry ran aground.", &["Associated Press"], Some("AP"));
        check("The ferry ran aground.", &["A. Reed, Reuters"], Some("Reuters"));
        check("The ferry ran aground.", &["Coastal News Agency"], Some("Coastal News Agency"));
        check("The ferry ran aground.", &["Ann Reed"], None);
        check("The pilot told Reuters that the ferry (a car ferry) ran aground.", &[], None);
        check("The Harbour Union (HU) — the dockers' own — said no.", &[], None);
        check("", &[], None);
    }
}
