//! Characters that are not seen and change how a text reads or is matched: bidirectional overrides, zero-width fillers, controls.

use super::Cell;

/// Removes them; joiners stay where scripts and emoji need them.
pub(super) fn repair(cells: &mut Vec<Cell>, removed: &mut Vec<(u32, u32, &'static str)>) {
    if !cells.iter().any(|c| rule(c.c).is_some()) {
        return;
    }
    let chars: Vec<char> = cells.iter().map(|c| c.c).collect();
    let mut i = 0usize;
    cells.retain(|cell| {
        let here = i;
        i += 1;
        let Some(rule) = rule(cell.c) else { return true };
        let before = here.checked_sub(1).and_then(|j| chars.get(j)).copied().unwrap_or(' ');
        let after = chars.get(here + 1).copied().unwrap_or(' ');
        if matches!(cell.c, '\u{200c}' | '\u{200d}') && joins(before) && joins(after) {
            return true;
        }
        removed.push((cell.start, cell.end, rule));
        false
    });
}

fn rule(c: char) -> Option<&'static str> {
    match c {
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Some("bidi"),
        '\u{200b}'
        | '\u{200c}'
        | '\u{200d}'
        | '\u{2060}'
        | '\u{feff}'
        | '\u{ad}'
        | '\u{180e}'
        | '\u{fff9}'..='\u{fffb}' => Some("invisible"),
        '\u{e0000}'..='\u{e007f}' => Some("invisible"),
        '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{7f}' => Some("control"),
        _ => None,
    }
}

/// Neighbours between which a joiner has meaning: emoji and scripts that join or stack.
fn joins(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{900}'..='\u{dff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{fe0f}' | '\u{2190}'..='\u{2bff}' | '\u{1f000}'..='\u{1faff}')
}
