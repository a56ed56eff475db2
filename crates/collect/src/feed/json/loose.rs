//! JSON whose types are not believed: a number where a text should be, one object where a list should be, anything where
//! nothing is asked for. What is passed over is never built.

use super::super::xml::MAX_ENTRIES;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A value of the type wanted, or nothing where another type stands.
#[derive(Clone, Debug)]
pub(super) struct Loose<T>(pub(super) Option<T>);

impl<T> Default for Loose<T> {
    fn default() -> Self {
        Self(None)
    }
}

/// Something that can be read out of an object's members.
pub(super) trait Members: Default {
    fn member<'de, M: MapAccess<'de>>(&mut self, key: &str, map: &mut M) -> Result<(), M::Error>;
}

impl<'de, T: Members> Deserialize<'de> for Loose<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(LooseVisitor(std::marker::PhantomData))
    }
}

struct LooseVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Members> Visitor<'de> for LooseVisitor<T> {
    type Value = Loose<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Loose<T>, A::Error> {
        let mut value = T::default();
        while let Some(key) = map.next_key::<std::borrow::Cow<'de, str>>()? {
            value.member(&key, &mut map)?;
        }
        Ok(Loose(Some(value)))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Loose<T>, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Loose(None))
    }
    fn visit_bool<E>(self, _: bool) -> Result<Loose<T>, E> {
        Ok(Loose(None))
    }
    fn visit_i64<E>(self, _: i64) -> Result<Loose<T>, E> {
        Ok(Loose(None))
    }
    fn visit_u64<E>(self, _: u64) -> Result<Loose<T>, E> {
        Ok(Loose(None))
    }
    fn visit_f64<E>(self, _: f64) -> Result<Loose<T>, E> {
        Ok(Loose(None))
    }
    fn visit_str<E>(self, _: &str) -> Result<Loose<T>, E> {
        Ok(Loose(None))
    }
    fn visit_unit<E>(self) -> Result<Loose<T>, E> {
        Ok(Loose(None))
    }
}

/// The most texts that are kept of a list.
const MAX_TEXTS: usize = 100;

/// Texts: of a string or number one, of a list several, of anything else none.
#[derive(Clone, Debug, Default)]
pub(super) struct Texts(pub(super) Vec<String>);

impl Texts {
    /// The first.
    pub(super) fn one(self) -> Option<String> {
        self.0.into_iter().next()
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(TextsVisitor)
    }
}

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any JSON value")
    }
    fn visit_str<E>(self, text: &str) -> Result<Texts, E> {
        Ok(Texts(vec![text.into()]))
    }
    fn visit_u64<E>(self, number: u64) -> Result<Texts, E> {
        Ok(Texts(vec![number.to_string()]))
    }
    fn visit_i64<E>(self, number: i64) -> Result<Texts, E> {
        Ok(Texts(vec![number.to_string()]))
    }
    fn visit_f64<E>(self, number: f64) -> Result<Texts, E> {
        Ok(Texts(vec![number.to_string()]))
    }
    fn visit_bool<E>(self, _: bool) -> Result<Texts, E> {
        Ok(Texts::default())
    }
    fn visit_unit<E>(self) -> Result<Texts, E> {
        Ok(Texts::default())
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Texts, A::Error> {
        let mut all = Vec::new();
        while all.len() < MAX_TEXTS {
            let Some(Texts(texts)) = seq.next_element()? else { return Ok(Texts(all)) };
            all.extend(texts);
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Texts(all))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Texts::default())
    }
}

/// A list of objects, or one object in its place; others are kept as `None` so that they are counted.
#[derive(Clone, Debug)]
pub(super) struct List<T>(pub(super) Vec<Option<T>>, pub(super) usize);

impl<'de, T: Members> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(ListVisitor(std::marker::PhantomData))
    }
}

struct ListVisitor<T>(std::marker::PhantomData<T>);

impl<'de, T: Members> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<List<T>, A::Error> {
        let (mut all, mut over) = (Vec::new(), 0);
        while all.len() < MAX_ENTRIES {
            match seq.next_element::<Loose<T>>()? {
                Some(Loose(one)) => all.push(one),
                None => return Ok(List(all, 0)),
            }
        }
        while seq.next_element::<IgnoredAny>()?.is_some() {
            over += 1;
        }
        Ok(List(all, over))
    }
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<List<T>, A::Error> {
        let Loose(one) = LooseVisitor(std::marker::PhantomData).visit_map(map)?;
        Ok(List(vec![one], 0))
    }
    fn visit_unit<E>(self) -> Result<List<T>, E> {
        Ok(List(Vec::new(), 0))
    }
    fn visit_str<E>(self, _: &str) -> Result<List<T>, E> {
        Ok(List(Vec::new(), 0))
    }
    fn visit_u64<E>(self, _: u64) -> Result<List<T>, E> {
        Ok(List(Vec::new(), 0))
    }
    fn visit_bool<E>(self, _: bool) -> Result<List<T>, E> {
        Ok(List(Vec::new(), 0))
    }
}
