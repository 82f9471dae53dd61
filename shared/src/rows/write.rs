//! Writing.

use super::JsonError;
use core::fmt::Write as _;
use serde::ser::{self, Serialize, Serializer};

/// Writes a value as a row. Errors: maps, floats and bytes have no form here.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, JsonError> {
    let mut out = String::new();
    value.serialize(&mut Writer(&mut out))?;
    Ok(out)
}

struct Writer<'o>(&'o mut String);

/// An array that is being written.
struct Items<'w, 'o> {
    to: &'w mut Writer<'o>,
    first: bool,
    /// What closes it: one bracket, or two where it is the content of a variant.
    end: &'static str,
}

impl<'o> Writer<'o> {
    fn number(&mut self, number: i128) -> Result<(), JsonError> {
        write!(self.0, "{number}").map_err(|_| JsonError)
    }

    fn items<'w>(&'w mut self, end: &'static str) -> Items<'w, 'o> {
        self.0.push('[');
        Items { to: self, first: true, end }
    }

    fn variant(&mut self, index: u32) -> Result<(), JsonError> {
        self.0.push('[');
        self.number(index.into())?;
        self.0.push(',');
        Ok(())
    }
}

impl Items<'_, '_> {
    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), JsonError> {
        self.between();
        value.serialize(&mut *self.to)
    }

    fn between(&mut self) {
        if !core::mem::take(&mut self.first) {
            self.to.0.push(',');
        }
    }

    fn close(self) -> Result<(), JsonError> {
        self.to.0.push_str(self.end);
        Ok(())
    }
}

macro_rules! numbers {
    ($($method:ident: $type:ty),*) => {
        $(fn $method(self, value: $type) -> Result<(), JsonError> {
            self.number(value.into())
        })*
    };
}

impl<'w, 'o> Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = JsonError;
    type SerializeSeq = Items<'w, 'o>;
    type SerializeTuple = Items<'w, 'o>;
    type SerializeTupleStruct = Items<'w, 'o>;
    type SerializeTupleVariant = Items<'w, 'o>;
    type SerializeMap = ser::Impossible<(), JsonError>;
    type SerializeStruct = Items<'w, 'o>;
    type SerializeStructVariant = Items<'w, 'o>;

    numbers! {
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64, serialize_i128: i128,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64
    }

    fn serialize_bool(self, value: bool) -> Result<(), JsonError> {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }
    fn serialize_f32(self, _: f32) -> Result<(), JsonError> {
        Err(JsonError)
    }
    fn serialize_f64(self, _: f64) -> Result<(), JsonError> {
        Err(JsonError)
    }
    fn serialize_char(self, value: char) -> Result<(), JsonError> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }
    fn serialize_str(self, value: &str) -> Result<(), JsonError> {
        self.0.push_str(&serde_json::to_string(value).map_err(|_| JsonError)?);
        Ok(())
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), JsonError> {
        Err(JsonError)
    }
    fn serialize_none(self) -> Result<(), JsonError> {
        self.serialize_unit()
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), JsonError> {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Result<(), JsonError> {
        self.0.push_str("null");
        Ok(())
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), JsonError> {
        self.serialize_unit()
    }
    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Result<(), JsonError> {
        self.number(index.into())
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), JsonError> {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), JsonError> {
        self.variant(index)?;
        value.serialize(&mut *self)?;
        self.0.push(']');
        Ok(())
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w, 'o>, JsonError> {
        Ok(self.items("]"))
    }
    fn serialize_tuple(self, _: usize) -> Result<Items<'w, 'o>, JsonError> {
        Ok(self.items("]"))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'w, 'o>, JsonError> {
        Ok(self.items("]"))
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Items<'w, 'o>, JsonError> {
        self.variant(index)?;
        Ok(self.items("]]"))
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, JsonError> {
        Err(JsonError)
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'w, 'o>, JsonError> {
        Ok(self.items("]"))
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Items<'w, 'o>, JsonError> {
        self.variant(index)?;
        Ok(self.items("]]"))
    }
}

macro_rules! arrays {
    ($($name:ident: $method:ident),*) => {
        $(impl ser::$name for Items<'_, '_> {
            type Ok = ();
            type Error = JsonError;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), JsonError> {
                self.item(value)
            }
            fn end(self) -> Result<(), JsonError> {
                self.close()
            }
        })*
    };
}

arrays! {
    SerializeSeq: serialize_element, SerializeTuple: serialize_element, SerializeTupleStruct: serialize_field,
    SerializeTupleVariant: serialize_field
}

macro_rules! structs {
    ($($name:ident),*) => {
        $(impl ser::$name for Items<'_, '_> {
            type Ok = ();
            type Error = JsonError;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                _: &'static str,
                value: &T,
            ) -> Result<(), JsonError> {
                self.item(value)
            }
            /// What is left out of ordinary JSON keeps its place here.
            fn skip_field(&mut self, _: &'static str) -> Result<(), JsonError> {
                self.between();
                self.to.0.push_str("null");
                Ok(())
            }
            fn end(self) -> Result<(), JsonError> {
                self.close()
            }
        })*
    };
}

structs! { SerializeStruct, SerializeStructVariant }
