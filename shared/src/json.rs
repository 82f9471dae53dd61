//! Reading JSON: an object is an object, and what cannot be read says nothing of itself.
//!
//! The text is parsed by `serde_json` once, into its own tree; types are read from the tree. Read directly, each
//! type would bring a parser of its own, for arrays in place of objects as well: a fifth of the worker's size.

use core::fmt;
use serde::de::value::StringDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde_json::Value;

/// The text is no JSON, or not of the shape that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this JSON cannot be read")]
pub struct JsonError;

/// None of serde's own words is used: so none of them is compiled in.
impl de::Error for JsonError {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

/// Reads a text as that type. Of a name given twice the last counts.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    from_tree(serde_json::from_str(text).map_err(|_| JsonError)?)
}

/// Reads a parsed text as that type.
pub fn from_tree<T: DeserializeOwned>(tree: Value) -> Result<T, JsonError> {
    T::deserialize(Tree(tree))
}

struct Tree(Value);

impl<'de> Deserializer<'de> for Tree {
    type Error = JsonError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => match (number.as_u64(), number.as_i64()) {
                (Some(number), _) => visitor.visit_u64(number),
                (None, Some(number)) => visitor.visit_i64(number),
                (None, None) => visitor.visit_f64(number.as_f64().ok_or(JsonError)?),
            },
            Value::String(text) => visitor.visit_string(text),
            Value::Array(items) => visitor.visit_seq(Items(items.into_iter())),
            Value::Object(members) => {
                visitor.visit_map(Members { rest: members.into_iter(), value: Value::Null })
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_map(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        let Value::Object(members) = self.0 else { return Err(JsonError) };
        visitor.visit_map(Members { rest: members.into_iter(), value: Value::Null })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        let Value::Array(items) = self.0 else { return Err(JsonError) };
        visitor.visit_seq(Items(items.into_iter()))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, JsonError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        match self.0 {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
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
        let Value::String(text) = self.0 else { return Err(JsonError) };
        visitor.visit_string(text)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, JsonError> {
        self.deserialize_string(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        // As serde_json writes it: the name alone, or an object with the name as its one member.
        let (name, content) = match self.0 {
            Value::String(name) => (name, Value::Null),
            Value::Object(members) => {
                let mut members = members.into_iter();
                match (members.next(), members.next()) {
                    (Some(member), None) => member,
                    _ => return Err(JsonError),
                }
            }
            _ => return Err(JsonError),
        };
        visitor.visit_enum(Variant { name, content })
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct
        ignored_any
    }
}

struct Items(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for Items {
    type Error = JsonError;
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, JsonError> {
        self.0.next().map(|item| seed.deserialize(Tree(item))).transpose()
    }
}

struct Members {
    rest: serde_json::map::IntoIter,
    value: Value,
}

impl<'de> MapAccess<'de> for Members {
    type Error = JsonError;
    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, JsonError> {
        let Some((name, value)) = self.rest.next() else { return Ok(None) };
        self.value = value;
        seed.deserialize(key(name)).map(Some)
    }
    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, JsonError> {
        seed.deserialize(Tree(self.value.take()))
    }
}

struct Variant {
    name: String,
    content: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = JsonError;
    type Variant = Tree;
    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Tree), JsonError> {
        Ok((seed.deserialize(key(self.name))?, Tree(self.content)))
    }
}

impl<'de> VariantAccess<'de> for Tree {
    type Error = JsonError;
    fn unit_variant(self) -> Result<(), JsonError> {
        if self.0.is_null() { Ok(()) } else { Err(JsonError) }
    }
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, JsonError> {
        seed.deserialize(self)
    }
    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, JsonError> {
        self.deserialize_seq(visitor)
    }
    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, JsonError> {
        self.deserialize_map(visitor)
    }
}

fn key(name: String) -> StringDeserializer<JsonError> {
    name.into_deserializer()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::Deserialize;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "snake_case")]
    enum Life {
        Unit,
        New(Option<i64>),
        Fields { at: u8, ratio: f64 },
    }

    #[derive(Debug, PartialEq, Deserialize)]
    struct Document {
        lives: Vec<Life>,
        pair: (String, bool),
        #[serde(default)]
        absent: Option<String>,
    }

    #[test]
    fn what_serde_json_reads_is_read_alike() {
        let text = r#"{"lives":["unit",{"new":null},{"new":-1},{"fields":{"at":7,"ratio":0.5}}],
            "pair":["\u0041\n",true],"more":[{}]}"#;
        let document: Document = read(text).unwrap();
        assert_eq!(document, serde_json::from_str::<Document>(text).unwrap());
        assert_eq!(document.lives.len(), 4);
    }

    #[test]
    fn an_array_is_no_object_and_other_shapes_are_refused() {
        assert!(serde_json::from_str::<Document>(r#"[[], ["", true], null]"#).is_ok());
        for bad in [
            r#"[[], ["", true], null]"#,
            r#"{"lives":[],"pair":["",1]}"#,
            r#"{"lives":[{"fields":{"at":256,"ratio":1}}],"pair":["",true]}"#,
            r#"{"lives":[{"unit":null,"new":1}],"pair":["",true]}"#,
            r#"{"lives":["none"],"pair":["",true]}"#,
            "{} {}",
            "",
        ] {
            assert_eq!(read::<Document>(bad), Err(JsonError), "{bad}");
        }
    }
}
