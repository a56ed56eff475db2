//! The same event in another language. Words do not cross languages but names do, in the letters of each: so stories of
//! two languages are held against each other by their names alone, without accents, transliterated, and cut to a stem
//! that survives inflection.
//!
//! They are linked, never joined: a brief is written in one language from sources that can be checked in it. A link asks
//! for several rare names, for one person's visit and another's are told with the same few places.

use crate::vector::Key;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Letters by which a name is compared.
const LETTERS: usize = 5;
/// Names of an article that are compared, those told first and most.
const NAMES: usize = 16;
/// Names of a story that are kept.
const KEPT: usize = 32;
/// Shared names from which stories may be linked.
const LEAST: usize = 4;
/// The part of the weight of the names of the side with fewer that both must share.
const SHARED: f32 = 0.4;
/// Stories that hold a name; one that more hold tells nothing.
const CROWD: usize = 256;
/// Seconds between the last report there and the one here.
const APART: i64 = 3 * 86_400;

/// The names of the live stories.
#[derive(Clone, Debug, Default)]
pub(crate) struct Abroad {
    index: FxHashMap<Key, VecDeque<u32>>,
    stories: FxHashMap<u32, Named>,
}

/// A story's names, sorted, its language and its last report.
#[derive(Clone, Debug)]
struct Named {
    language: u16,
    last: i64,
    names: Vec<Key>,
}

/// The names of an article as other languages may write them, from words in lower case with their weight. Sorted.
pub(crate) fn foreign(names: &[(String, f32)]) -> Vec<Key> {
    let mut ranked: Vec<&(String, f32)> = names.iter().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let stems = ranked.into_iter().filter_map(|(word, _)| stem(word)).take(NAMES);
    let mut keys: Vec<Key> = stems.map(|stem| xxh3_64_with_seed(stem.as_bytes(), 7) as Key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

impl Abroad {
    /// The number of the nearest story in another language, and how much of the names they share, 0 to 1.
    pub(crate) fn nearest(&self, names: &[Key], language: u16, at: i64) -> Option<(u32, f32)> {
        let mut hits: FxHashMap<u32, usize> = FxHashMap::default();
        for number in names.iter().filter_map(|name| self.index.get(name)).filter(|l| l.len() <= CROWD).flatten() {
            *hits.entry(*number).or_default() += 1;
        }
        let mut best: Option<(u32, f32)> = None;
        for (number, _) in hits.into_iter().filter(|hit| hit.1 >= LEAST) {
            let Some(story) = self.stories.get(&number).filter(|s| s.language != language) else { continue };
            if at.saturating_sub(story.last).saturating_abs() > APART {
                continue;
            }
            let part = self.shared(names, &story.names);
            let better = best.is_none_or(|(old, most)| part > most || (part == most && number < old));
            if part >= SHARED && better {
                best = Some((number, part));
            }
        }
        best
    }

    /// Adds a report's names to a story's.
    pub(crate) fn add(&mut self, number: u32, language: u16, at: i64, names: &[Key]) {
        if names.is_empty() {
            return;
        }
        let story = self.stories.entry(number).or_insert(Named { language, last: at, names: Vec::new() });
        story.last = story.last.max(at);
        for &name in names {
            let Err(place) = story.names.binary_search(&name) else { continue };
            if story.names.len() >= KEPT {
                break;
            }
            story.names.insert(place, name);
            let list = self.index.entry(name).or_default();
            if let Err(place) = list.binary_search(&number) {
                list.insert(place, number);
            }
        }
    }

    /// Lets go of a story.
    pub(crate) fn remove(&mut self, number: u32) {
        for name in self.stories.remove(&number).into_iter().flat_map(|story| story.names) {
            let Some(list) = self.index.get_mut(&name) else { continue };
            if let Ok(at) = list.binary_search(&number) {
                list.remove(at);
            }
            if list.is_empty() {
                self.index.remove(&name);
            }
        }
    }

    /// The weight of the shared names against that of the side with fewer.
    fn shared(&self, a: &[Key], b: &[Key]) -> f32 {
        let all = self.stories.len() as f32;
        let weight = |name: &Key| (1.0 + all / (1.0 + self.index.get(name).map_or(0, VecDeque::len) as f32)).ln();
        let both: f32 = a.iter().filter(|name| b.binary_search(name).is_ok()).map(weight).sum();
        let fewer = a.iter().map(weight).sum::<f32>().min(b.iter().map(weight).sum());
        if fewer > 0.0 { (both / fewer).min(1.0) } else { 0.0 }
    }
}

/// A name's first letters in Latin without accents; none for what is too short to tell anything.
fn stem(word: &str) -> Option<String> {
    let mut out = String::new();
    for c in word.chars() {
        out.push_str(latin(c)?);
        if out.len() >= LETTERS {
            break;
        }
    }
    out.truncate(LETTERS);
    (out.len() >= 3 && !out.starts_with(|c: char| c.is_ascii_digit())).then_some(out)
}

/// A lower-case letter in plain Latin: accents off, Cyrillic and Greek as newspapers transliterate them; nothing for
/// letters of other scripts.
fn latin(c: char) -> Option<&'static str> {
    const PLAIN: &str = "abcdefghijklmnopqrstuvwxyz0123456789";
    if let Some(at) = PLAIN.find(c) {
        return PLAIN.get(at..=at);
    }
    LETTER_FORMS.iter().find(|(letters, _)| letters.contains(c)).map(|form| form.1)
}

const LETTER_FORMS: &[(&str, &str)] = &[
    ("áàâäãåāăąαаά", "a"),
    ("βб", "b"),
    ("çćčĉċ", "c"),
    ("ďđδд", "d"),
    ("éèêëēĕėęěεеэєέ", "e"),
    ("φф", "f"),
    ("ğĝġģγгґ", "g"),
    ("ĥħх", "h"),
    ("íìîïĩīĭįıιиіїйηήίы", "i"),
    ("ĵ", "j"),
    ("ķκк", "k"),
    ("ĺļľłλл", "l"),
    ("μм", "m"),
    ("ñńņňνн", "n"),
    ("óòôöõøōŏőοоωόώ", "o"),
    ("πп", "p"),
    ("ŕŗřρр", "r"),
    ("śŝşšșσςс", "s"),
    ("ţťŧțτт", "t"),
    ("úùûüũūŭůűųυуύ", "u"),
    ("в", "v"),
    ("ŵ", "w"),
    ("ýÿŷ", "y"),
    ("źżžζз", "z"),
    ("æ", "ae"),
    ("œ", "oe"),
    ("ß", "ss"),
    ("þθ", "th"),
    ("ж", "zh"),
    ("ц", "ts"),
    ("ч", "ch"),
    ("ш", "sh"),
    ("щ", "shch"),
    ("ю", "iu"),
    ("я", "ia"),
    ("ё", "io"),
    ("χ", "ch"),
    ("ψ", "ps"),
    ("ξ", "x"),
    ("ъь", ""),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet_across_alphabets_and_endings() {
        let check = |a: &str, b: &str, expected: bool| assert_eq!(stem(a) == stem(b), expected, "{a} {b}");
        check("morwenna", "morwéna", true);
        check("путина", "putin", true);
        check("шойгу", "shoigú", true);
        check("łódź", "lodz", true);
        check("αθήνα", "athina", true);
        check("morwenna", "lowmark", false);
        assert_eq!([stem("un"), stem("2024"), stem("東京"), stem("")], [const { None::<String> }; 4]);
    }

    #[test]
    fn a_story_is_found_by_its_rare_names_and_goes() {
        let keys = |names: &str| foreign(&names.split(' ').map(|n| (n.to_owned(), 1.0)).collect::<Vec<_>>());
        let mut abroad = Abroad::default();
        abroad.add(1, 0, 0, &keys("morwenna lowmark quist pellan arve"));
        abroad.add(2, 0, 0, &keys("calliope sandrey brand pellan arve"));
        let asked = keys("morwéna lowmark quist pellan torsk");
        assert_eq!(abroad.nearest(&asked, 1, 60).map(|found| found.0), Some(1));
        assert_eq!(abroad.nearest(&asked, 0, 60), None, "its own language");
        assert_eq!(abroad.nearest(&asked, 1, 9 * 86_400), None, "long ago");
        assert_eq!(abroad.nearest(&keys("pellan arve torsk grelle"), 1, 60), None, "two places");
        abroad.remove(1);
        assert_eq!(abroad.nearest(&asked, 1, 60), None);
        assert!(abroad.index.values().flatten().all(|number| *number == 2));
    }
}
