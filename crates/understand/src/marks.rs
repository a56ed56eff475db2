//! Quotation marks: the stretches of a text between an opening and a closing mark.

/// A stretch in quotation marks; `open..close` with the marks, `start..end` without them and without outer space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub(crate) open: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) close: usize,
}

/// Finds them paragraph by paragraph (a new line ends one). A mark left open at the paragraph's end counts to there when
/// the next paragraph opens with the same mark, as long speeches are set; otherwise it is taken for a stray one.
pub(crate) fn marked(text: &str) -> Vec<Marked> {
    let mut out = Vec::new();
    let mut base = 0;
    for line in text.split_inclusive('\n') {
        let following = text.get(base + line.len()..).unwrap_or_default().trim_start();
        paragraph(line, base, following, &mut out);
        base += line.len();
    }
    out.retain_mut(|m| trim(text, m));
    out
}

fn paragraph(line: &str, base: usize, following: &str, out: &mut Vec<Marked>) {
    let inverted = line.find('»').is_some_and(|at| line.find('«').is_none_or(|other| at < other));
    let mut opened: Option<(usize, usize, &'static [&'static str])> = None;
    let mut at = 0;
    while let Some(rest) = line.get(at..).filter(|rest| !rest.is_empty()) {
        let step = rest.chars().next().map_or(1, char::len_utf8);
        match opened {
            Some((open, start, closers)) => {
                if let Some(closer) = closers.iter().find(|c| rest.starts_with(**c)) {
                    let close = base + at + closer.len();
                    out.push(Marked { open: base + open, start: base + start, end: base + at, close });
                    opened = None;
                    at += closer.len();
                    continue;
                }
            }
            None => {
                if let Some((opener, closers)) = opener(rest, inverted) {
                    opened = Some((at, at + opener.len(), closers));
                    at += opener.len();
                    continue;
                }
            }
        }
        at += step;
    }
    if let Some((open, start, _)) = opened {
        let mark = line.get(open..start).unwrap_or_default();
        if !mark.is_empty() && following.starts_with(mark) {
            let end = base + line.len();
            out.push(Marked { open: base + open, start: base + start, end, close: end });
        }
    }
}

/// The stretch that holds byte `at`, marks included. Logarithmic.
pub(crate) fn around(marks: &[Marked], at: usize) -> Option<&Marked> {
    let i = marks.partition_point(|m| m.open <= at).checked_sub(1)?;
    marks.get(i).filter(|m| at < m.close)
}

/// The opening mark at the start of `rest` and what closes it.
fn opener(rest: &str, inverted: bool) -> Option<(&'static str, &'static [&'static str])> {
    const PAIRS: &[(&str, &[&str])] = &[
        ("“", &["”"]),
        ("„", &["“", "”"]),
        ("\"", &["\"", "”"]),
        ("``", &["''"]),
        ("‹", &["›"]),
        ("「", &["」"]),
        ("『", &["』"]),
    ];
    let guillemets: (&str, &[&str]) = if inverted { ("»", &["«"]) } else { ("«", &["»"]) };
    PAIRS.iter().copied().chain([guillemets]).find(|(open, _)| rest.starts_with(open))
}

/// Moves the inner ends past white space; false when nothing is left.
fn trim(text: &str, m: &mut Marked) -> bool {
    let Some(inner) = text.get(m.start..m.end) else { return false };
    m.start += inner.len() - inner.trim_start().len();
    m.end = m.start + inner.trim().len();
    m.start < m.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_many_languages_are_paired() {
        let check = |text: &str, expected: &[&str]| {
            let got: Vec<&str> = marked(text).iter().filter_map(|m| text.get(m.start..m.end)).collect();
            assert_eq!(got, expected, "{text}");
        };
        check("“One,” he said, “two.”", &["One,", "two."]);
        check("„Eins“, sagte er. «Deux», dit-elle. 「四」 ``five''", &["Eins", "Deux", "四", "five"]);
        check("»Drei«, sagte sie.", &["Drei"]);
        check("He is 6\" tall.\nThe end.", &[]);
        check("“A long speech.\n“It goes on.”", &["A long speech.", "It goes on."]);
        check("« Bonjour »", &["Bonjour"]);
        check("“”", &[]);
    }
}
