//! Reading: the very texts that `write` makes, nothing else.

use super::JsonError;
use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer as _, SeqAccess,
    VariantAccess, Visitor,
};

/// Reads a row as that type.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    let mut reader = Reader(text);
    let value = T::deserialize(&mut reader)?;
    if reader.0.is_empty() { Ok(value) } else { Err(JsonError) }
}

/// What is not read yet.
struct Reader<'t>(&'t str);

impl Reader<'_> {
    fn take(&mut self, token: &str) -> bool {
        let rest = self.0.strip_prefix(token);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    fn expect(&mut self, token: &str) -> Result<(), JsonError> {
        if self.take(token) { Ok(()) } else { Err(JsonError) }
    }

    fn number(&mut self) -> Result<i128, JsonError> {
        let end = self.0.find(|c: char| !c.is_ascii_digit() && c != '-').unwrap_or(self.0.len());
        let (digits, rest) = self.0.split_at_checked(end).ok_or(JsonError)?;
        self.0 = rest;
        digits.parse().map_err(|_| JsonError)
    }

    fn text(&mut self) -> Result<String, JsonError> {
        // The first quote after the opening one that is not escaped ends it.
        let mut escaped = false;
        let end = self.0.char_indices().skip(1).find(|(_, c)| {
            let ends = *c == '"' && !escaped;
            escaped = *c == '\\' && !escaped;
            ends
        });
        let (at, _) = end.ok_or(JsonError)?;
        let (text, rest) = self.0.split_at_checked(at.saturating_add(1)).ok_or(JsonError)?;
        self.0 = rest;
        serde_json::from_str(text).map_err(|_| JsonError)
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'_> {
    type Error = JsonError;

    /// A number or a truth: everything else says what it is.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        if self.take("true") {
            return visitor.visit_bool(true);
        }
        if self.take("false") {
            return visitor.visit_bool(false);
        }
        let number = self.number()?;
        match (u64::try_from(number), i64::try_from(number)) {
            (Ok(number), _) => visitor.visit_u64(number),
            (_, Ok(number)) => visitor.visit_i64(number),
            _ => Err(JsonError),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        if self.take("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        self.expect("null")?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        self.expect("[")?;
        let value = visitor.visit_seq(Items { of: &mut *self, first: true })?;
        self.expect("]")?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, JsonError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        let content = self.take("[");
        let index = u32::try_from(self.number()?).map_err(|_| JsonError)?;
        if content {
            self.expect(",")?;
        }
        let value = visitor.visit_enum(Variant { of: &mut *self, index, content })?;
        if content {
            self.expect("]")?;
        }
        Ok(value)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf map identifier ignored_any
    }
}

struct Items<'r, 't> {
    of: &'r mut Reader<'t>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Items<'_, '_> {
    type Error = JsonError;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, JsonError> {
        if self.of.0.starts_with(']') {
            return Ok(None);
        }
        if !core::mem::take(&mut self.first) {
            self.of.expect(",")?;
        }
        seed.deserialize(&mut *self.of).map(Some)
    }
}

struct Variant<'r, 't> {
    of: &'r mut Reader<'t>,
    index: u32,
    content: bool,
}

impl<'de> EnumAccess<'de> for Variant<'_, '_> {
    type Error = JsonError;
    type Variant = Self;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), JsonError> {
        let index: U32Deserializer<JsonError> = self.index.into_deserializer();
        Ok((seed.deserialize(index)?, self))
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, '_> {
    type Error = JsonError;
    fn unit_variant(self) -> Result<(), JsonError> {
        if self.content { Err(JsonError) } else { Ok(()) }
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, JsonError> {
        if self.content { seed.deserialize(self.of) } else { Err(JsonError) }
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, JsonError> {
        if self.content { self.of.deserialize_seq(visitor) } else { Err(JsonError) }
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        if self.content { self.of.deserialize_seq(visitor) } else { Err(JsonError) }
    }
}
