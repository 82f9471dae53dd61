//! Laws of the rows: what is written is read, what is cut is refused, what is appended has its default.

use super::*;
use proptest::prelude::*;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Life {
    Unit,
    New(Option<i64>),
    Pair(String, bool),
    Fields { at: u8, name: Option<String> },
    Nested(Box<Life>),
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Document {
    lives: Vec<Life>,
    pair: (String, bool),
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<String>,
    outcome: Result<(), Life>,
    last: u64,
}

fn life() -> impl Strategy<Value = Life> {
    let leaf = prop_oneof![
        Just(Life::Unit),
        any::<Option<i64>>().prop_map(Life::New),
        (any::<String>(), any::<bool>()).prop_map(|(text, truth)| Life::Pair(text, truth)),
        (any::<u8>(), any::<Option<String>>()).prop_map(|(at, name)| Life::Fields { at, name }),
    ];
    leaf.prop_recursive(3, 4, 1, |inner| inner.prop_map(|life| Life::Nested(Box::new(life))))
}

proptest! {
    #[test]
    fn what_is_written_is_read(
        lives in prop::collection::vec(life(), 0..6), text in any::<String>(), truth in any::<bool>(),
        left_out in any::<Option<String>>(), refused in prop::option::of(life()), last in any::<u64>(),
    ) {
        let outcome = refused.map_or(Ok(()), Err);
        let document = Document { lives, pair: (text, truth), left_out, outcome, last };
        let row = write(&document).unwrap();
        prop_assert!(serde_json::from_str::<serde_json::Value>(&row).is_ok(), "{row} is JSON");
        prop_assert_eq!(read::<Document>(&row).unwrap(), document);
    }

    #[test]
    fn any_other_text_is_refused_and_nothing_panics(text in "[\\[\\],0-9a-z\"\\\\-]{0,40}") {
        let _ = read::<Document>(&text);
    }
}

#[derive(Serialize)]
struct Before {
    kept: u8,
}

#[derive(Debug, PartialEq, Deserialize)]
struct After {
    kept: u8,
    #[serde(default)]
    added: Option<String>,
}

#[test]
fn a_field_that_was_appended_has_its_default_in_older_rows() {
    let row = write(&Before { kept: 7 }).unwrap();
    assert_eq!(row, "[7]");
    assert_eq!(read::<After>(&row), Ok(After { kept: 7, added: None }));
}

#[test]
fn names_are_not_written() {
    let life = Life::Fields { at: 7, name: Some("\"quoted\"\\ ។".into()) };
    assert_eq!(write(&life).unwrap(), r#"[3,[7,"\"quoted\"\\ ។"]]"#);
    assert_eq!(write(&Life::Unit).unwrap(), "0");
}

#[test]
fn what_is_cut_off_or_goes_on_is_refused() {
    let row = write(&Life::Pair("text".into(), true)).unwrap();
    for end in 0..row.len() {
        let cut = row.get(..end).unwrap();
        assert_eq!(read::<Life>(cut), Err(JsonError));
    }
    assert_eq!(read::<Life>(&format!("{row}0")), Err(JsonError));
}
