//! Saying: verbs by which somebody's words are told, in the present and in the past. A brief tells what was said in the
//! past; “the mayor says” and “the mayor said” are the same words for whoever counts what was copied.

/// Third person, plural and past of the verbs that may be told in the past: those that say neither more nor less then.
#[rustfmt::skip]
pub const SAYING: &[[&str; 3]] = &[
    ["says", "say", "said"], ["tells", "tell", "told"], ["adds", "add", "added"], ["insists", "insist", "insisted"],
    ["warns", "warn", "warned"], ["argues", "argue", "argued"], ["explains", "explain", "explained"],
    ["confirms", "confirm", "confirmed"], ["denies", "deny", "denied"], ["announces", "announce", "announced"],
    ["claims", "claim", "claimed"], ["alleges", "allege", "alleged"], ["writes", "write", "wrote"],
    ["admits", "admit", "admitted"], ["recalls", "recall", "recalled"], ["acknowledges", "acknowledge", "acknowledged"],
    ["concedes", "concede", "conceded"], ["accuses", "accuse", "accused"], ["complains", "complain", "complained"],
    ["reveals", "reveal", "revealed"], ["urges", "urge", "urged"], ["notes", "note", "noted"],
];

/// The past of a verb of saying in the third person singular, in small letters.
pub fn past_of_says(word: &str) -> Option<&'static str> {
    SAYING.iter().find(|v| v[0] == word).map(|v| v[2])
}

/// The past of a verb of saying in the plural, in small letters.
pub fn past_of_say(word: &str) -> Option<&'static str> {
    SAYING.iter().find(|v| v[1] == word).map(|v| v[2])
}
