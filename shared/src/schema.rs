//! The schemas of identifiers and other texts, for docs/openapi.json. Bodies derive theirs.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{Object, ObjectBuilder, Schema, Type};

/// A text that is described by the comment of its type, and matches this regular expression (ECMA-262).
pub(crate) fn text(doc: &[&str], shortest: usize, longest: usize, pattern: &str) -> RefOr<Schema> {
    let object = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(prose(doc)))
        .min_length(Some(shortest))
        .max_length(Some(longest))
        .pattern(Some(pattern));
    object.into()
}

/// One of these words.
pub(crate) fn words<'a>(description: &str, words: impl IntoIterator<Item = &'a str>) -> RefOr<Schema> {
    let object: Object = ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(words))
        .build();
    object.into()
}

/// The lines of a comment as one paragraph.
fn prose(doc: &[&str]) -> String {
    doc.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}
