//! Ids: sixteen lower-case base-32 characters, the first 80 bits of a SHA-256 over what makes the thing itself.
//!
//! The same page, feed or story has the same id on every machine and after every restart, so work done twice is one row.
//! A cryptographic hash keeps a hostile page from choosing another page's id.

use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// Crockford's base-32 alphabet in lower case: no i, l, o, u, so an id can be read aloud.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// The first 80 bits of SHA-256 over the parts, each with its length before it, as 16 base-32 characters.
fn digest(kind: &str, parts: &[&[u8]]) -> [u8; 16] {
    let mut hasher = Sha256::new();
    hasher.update(kind.as_bytes());
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let bytes = hasher.finalize();
    let mut wide = 0u128;
    for byte in bytes.iter().take(10) {
        wide = wide << 8 | u128::from(*byte);
    }
    std::array::from_fn(|i| ALPHABET[(wide >> (75 - 5 * i)) as usize & 31])
}

/// A text was not sixteen base-32 characters.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("“{0}” is not an id: ids are 16 characters of 0-9 and a-z without i, l, o and u")]
pub struct BadId(pub String);

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $kind:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; 16]);

        impl $name {
            /// The id of the thing these parts make; order and boundaries of the parts count.
            pub fn of(parts: &[&[u8]]) -> Self { Self(digest($kind, parts)) }
            /// The sixteen characters.
            pub fn as_str(&self) -> &str { std::str::from_utf8(&self.0).unwrap_or_default() }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.pad(self.as_str()) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}:{}", $kind, self.as_str()) }
        }
        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                match <[u8; 16]>::try_from(text.as_bytes()) {
                    Ok(bytes) if bytes.iter().all(|b| ALPHABET.contains(b)) => Ok(Self(bytes)),
                    _ => Err(BadId(text.chars().take(40).collect())),
                }
            }
        }
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> { to.serialize_str(self.as_str()) }
        }
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(from)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id!(
    /// A feed: made of its address.
    FeedId, "feed"
);
id!(
    /// One delivery of a page: made of its address and body, so the same page twice is one row.
    CaptureId, "capture"
);
id!(
    /// An article: made of its address (the canonical one where the page states it); versions share the id.
    ArticleId, "article"
);
id!(
    /// A story: made of its first article's id; stable for ever, also after merges (which leave redirects).
    StoryId, "story"
);
id!(
    /// One revision of a story's brief: made of the story's id and the revision.
    BriefId, "brief"
);
id!(
    /// An edition: made of the window's end.
    EditionId, "edition"
);
id!(
    /// A subscriber: made of the address.
    SubscriberId, "subscriber"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_stable_distinct_and_round_trip() {
        let a = ArticleId::of(&[b"http://a.example/1"]);
        assert_eq!(a, ArticleId::of(&[b"http://a.example/1"]));
        assert_ne!(ArticleId::of(&[b"ab", b"c"]), ArticleId::of(&[b"a", b"bc"]));
        assert_ne!(a.as_str(), StoryId::of(&[b"http://a.example/1"]).as_str());
        assert_eq!(a.as_str().parse(), Ok(a));
        assert!("too short".parse::<ArticleId>().is_err());
        assert!("iiiiiiiiiiiiiiii".parse::<ArticleId>().is_err());
    }
}
