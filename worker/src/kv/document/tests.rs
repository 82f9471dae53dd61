//! What was stored is read: by this version, and by the one before or after it.

use super::{read, write};
use crate::domain::account::Account;
use crate::domain::flow::Flow;
use crate::domain::link::LinkState;
use crate::domain::outbox::callback::Callback;
use account_link_shared::status::LinkStatusBody;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

/// Reads each document of a file; what is written again has all that was in it.
fn assert_read<T: Serialize + DeserializeOwned>(file: &str) {
    let documents: Vec<Value> = serde_json::from_str(file).unwrap();
    assert!(!documents.is_empty());
    for document in documents {
        let known = read::<T>(&document.to_string()).unwrap_or_else(|error| panic!("{error}: {document:#}"));
        let again: Value = serde_json::from_str(&write(&known).unwrap()).unwrap();
        assert_eq!(again, document, "every field is kept");
        let later = with_more(document.clone());
        let known = read::<T>(&later.to_string()).unwrap_or_else(|error| panic!("{error}: {later:#}"));
        let again: Value = serde_json::from_str(&write(&known).unwrap()).unwrap();
        assert_eq!(again, document, "a field that a later version adds is passed over");
    }
}

/// The same with another field in every object that is no variant's name.
fn with_more(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let is_variant = fields.len() == 1;
            let mut fields: serde_json::Map<String, Value> =
                fields.into_iter().map(|(name, value)| (name, with_more(value))).collect();
            if !is_variant {
                fields.insert("of_a_later_version".into(), json!({ "more": [1, "two", null] }));
            }
            fields.into()
        }
        Value::Array(items) => items.into_iter().map(with_more).collect(),
        other => other,
    }
}

#[test]
fn flows() {
    assert_read::<Flow>(include_str!("../../../golden/0.1.0/flow.json"));
}

#[test]
fn links() {
    assert_read::<LinkState>(include_str!("../../../golden/0.1.0/link.json"));
}

#[test]
fn callbacks() {
    assert_read::<Callback>(include_str!("../../../golden/0.1.0/callback.json"));
}

#[test]
fn accounts() {
    assert_read::<Account>(include_str!("../../../golden/0.1.0/account.json"));
}

#[test]
fn entries_of_the_index() {
    assert_read::<String>(include_str!("../../../golden/0.1.0/index.json"));
}

#[test]
fn statuses() {
    assert_read::<LinkStatusBody>(include_str!("../../../golden/0.1.0/status.json"));
}
