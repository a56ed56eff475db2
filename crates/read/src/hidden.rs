//! Hiding: what an inline style says about whether its element can be seen.
//!
//! Hidden text is the oldest trick against machines that read: words that no person sees, written for whoever counts or summarises
//! them. Style sheets are not loaded, so only what an element says of itself is known: `style`, and names such as `sr-only`, which
//! [`class`](crate::class) reads.

use crate::class::{FADED, HIDDEN};

/// At most this many declarations of a style are read.
const MAX_DECLARATIONS: usize = 48;
/// Further off than this many pixels an element is off every screen.
const FAR: f32 = 900.0;

/// The marks of a `style` attribute: [`HIDDEN`], [`FADED`] for what a script may fade in, or none. Linear in the style.
pub(crate) fn style(value: &str) -> u32 {
    let mut seen = Seen::default();
    for declaration in value.split(';').take(MAX_DECLARATIONS) {
        let Some((name, value)) = declaration.split_once(':') else { continue };
        let mut buffer = [0u8; 24];
        let name = lower(name.trim(), &mut buffer);
        let value = value.trim();
        let value = value
            .get(..value.len().saturating_sub("!important".len()))
            .filter(|_| ends_with(value, "!important"))
            .map_or(value, str::trim_end);
        if seen.declares(name, value) {
            return HIDDEN;
        }
    }
    seen.marks()
}

/// What only several declarations together hide.
#[derive(Default)]
struct Seen<'s> {
    absolute: bool,
    far: bool,
    clipped: bool,
    cut_out: bool,
    flat: bool,
    narrow: bool,
    faded: bool,
    color: Option<&'s str>,
    background: Option<&'s str>,
}

impl<'s> Seen<'s> {
    /// Takes one declaration; whether it hides the element by itself.
    fn declares(&mut self, name: &str, value: &'s str) -> bool {
        match name {
            "display" => return is(value, "none"),
            "visibility" => return is(value, "hidden") || is(value, "collapse"),
            "content-visibility" => return is(value, "hidden"),
            "font-size" | "zoom" => return is_zero(value),
            "font" => {
                return value
                    .split_ascii_whitespace()
                    .any(|part| is_zero(part.split('/').next().unwrap_or(part)) && part.len() > 1);
            }
            "text-indent" => return pixels(value).is_some_and(|p| p < -FAR),
            "clip-path" => {
                return starts_with(value, "inset(50%")
                    || starts_with(value, "inset(100%")
                    || starts_with(value, "circle(0");
            }
            "transform" => {
                return starts_with(value, "scale(0)") || (starts_with(value, "translate") && value.contains("-9999"));
            }
            "opacity" => self.faded |= value.trim_end_matches('%').parse::<f32>().is_ok_and(|o| o <= 0.01),
            "position" => self.absolute = is(value, "absolute") || is(value, "fixed"),
            "left" | "top" | "right" | "bottom" | "margin-left" | "margin-top" => {
                self.far |= pixels(value).is_some_and(|p| p < -FAR);
            }
            "clip" => {
                self.cut_out =
                    starts_with(value, "rect(0") || starts_with(value, "rect(1px") || starts_with(value, "rect( 0")
            }
            "overflow" | "overflow-x" | "overflow-y" => self.clipped |= is(value, "hidden") || is(value, "clip"),
            "height" | "max-height" => self.flat |= is_speck(value),
            "width" | "max-width" => self.narrow |= is_speck(value),
            "color" => {
                self.color = Some(value);
                return is(value, "transparent")
                    || value.replace(' ', "").ends_with(",0)") && starts_with(value, "rgba(");
            }
            "background" | "background-color" => self.background = Some(value),
            _ => {}
        }
        false
    }

    fn marks(&self) -> u32 {
        let unseen = match (self.color, self.background) {
            (Some(text), Some(behind)) => colour(text).is_some_and(|c| Some(c) == colour(behind)),
            _ => false,
        };
        // Clipping hides what has no size; cutting out hides what is taken out of the flow.
        let nothing = self.clipped && (self.flat || self.narrow) || self.cut_out && self.absolute;
        match self.far || unseen || nothing {
            true => HIDDEN,
            false if self.faded => FADED,
            false => 0,
        }
    }
}

fn is(value: &str, word: &str) -> bool {
    value.eq_ignore_ascii_case(word)
}

fn starts_with(value: &str, word: &str) -> bool {
    value.get(..word.len()).is_some_and(|v| v.eq_ignore_ascii_case(word))
}

fn ends_with(value: &str, word: &str) -> bool {
    value.len().checked_sub(word.len()).and_then(|at| value.get(at..)).is_some_and(|v| v.eq_ignore_ascii_case(word))
}

/// A length in pixels; other units count as if they were larger ones.
fn pixels(value: &str) -> Option<f32> {
    let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
    let number: f32 = digits.parse().ok()?;
    let unit = value.get(digits.len()..).unwrap_or_default();
    Some(if is(unit, "em") || is(unit, "rem") || is(unit, "vw") || is(unit, "vh") || unit == "%" {
        number * 16.0
    } else {
        number
    })
}

fn is_zero(value: &str) -> bool {
    pixels(value).is_some_and(|p| p.abs() < 0.01)
}

/// At most one pixel: how text is kept for screen readers and from the eye.
fn is_speck(value: &str) -> bool {
    pixels(value).is_some_and(|p| (0.0..=1.0).contains(&p)) && !value.ends_with('%')
}

/// A colour as red, green and blue, where it is written as one word: `#fff`, `#ffffff`, `white`, `rgb(255, 255, 255)`.
fn colour(value: &str) -> Option<[u8; 3]> {
    let named = [("white", [255; 3]), ("black", [0; 3]), ("red", [255, 0, 0]), ("gray", [128; 3]), ("grey", [128; 3])];
    if let Some((_, c)) = named.iter().find(|(name, _)| is(value, name)) {
        return Some(*c);
    }
    if let Some(hex) = value.strip_prefix('#') {
        let digit = |i: usize| hex.get(i..i + 1).and_then(|d| u8::from_str_radix(d, 16).ok());
        return match hex.len() {
            3 | 4 => Some([digit(0)? * 17, digit(1)? * 17, digit(2)? * 17]),
            6 | 8 => Some([digit(0)? * 16 + digit(1)?, digit(2)? * 16 + digit(3)?, digit(4)? * 16 + digit(5)?]),
            _ => None,
        };
    }
    let inner = value.split_once('(').filter(|(f, _)| is(f, "rgb"))?.1.trim_end_matches(')');
    let mut parts = inner.split(|c: char| c == ',' || c.is_ascii_whitespace()).filter(|p| !p.is_empty());
    let mut next = || parts.next()?.parse::<u8>().ok();
    Some([next()?, next()?, next()?])
}

fn lower<'b>(name: &str, buffer: &'b mut [u8; 24]) -> &'b str {
    let len = name.len().min(buffer.len());
    for (to, from) in buffer.iter_mut().zip(name.bytes()) {
        *to = from.to_ascii_lowercase();
    }
    std::str::from_utf8(buffer.get(..len).unwrap_or_default()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(styles: &[&str], expected: u32) {
        for value in styles {
            assert_eq!(style(value), expected, "{value}");
        }
    }

    #[test]
    fn what_cannot_be_seen() {
        check(
            &[
                "display:none",
                "color: red; DISPLAY : none !important",
                "visibility:hidden",
                "visibility: collapse",
                "font-size:0",
                "font-size: 0px",
                "font: 0/0 a",
                "position:absolute; left:-9999px",
                "position:absolute; top:-999em",
                "text-indent: -10000px",
                "margin-left:-5000px",
                "height:0; overflow:hidden",
                "width:1px;height:1px;overflow:hidden",
                "position:absolute;clip:rect(0,0,0,0);width:1px",
                "clip-path: inset(50%)",
                "transform: scale(0)",
                "transform:translateX(-9999px)",
                "color:#fff;background:#ffffff",
                "color: white; background-color: rgb(255, 255, 255)",
                "color:transparent",
                "color: rgba(0, 0, 0, 0)",
            ],
            HIDDEN,
        );
        check(&["opacity:0", "opacity: 0.0; transition: opacity 1s", "opacity:0%"], FADED);
    }

    #[test]
    fn what_can_be_seen() {
        check(
            &[
                "",
                "opacity:0.9",
                "display:block",
                "font-size:10px",
                "font: 16px/1 serif",
                "overflow:hidden",
                "max-width:100%;height:auto",
                "width:0%",
                "color:#000;background:#fff",
                "color:#fff",
                "left:-20px;position:relative",
                "text-indent:-2em",
                "background:#fff url(a.png)",
                "margin-top:-40px",
                ";;;:::",
                "display",
            ],
            0,
        );
    }
}
