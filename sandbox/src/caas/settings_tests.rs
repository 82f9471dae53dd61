//! Where a setting holds, and how often.

use super::*;
use serde_json::json;

#[test]
fn faults_hold_where_and_as_often_as_said() {
    let change = json!({ "answer": 503, "endpoint": "create", "times": 2, "decides_after_ms": 9 });
    let mut settings = faults::with(&Settings::default(), change).unwrap();
    assert!(!settings.take(Endpoint::Get).lies());
    let lies: Vec<bool> = (0..3).map(|_| settings.take(Endpoint::Create).lies()).collect();
    assert_eq!((lies, settings.decides_after_ms), (vec![true, true, false], 9));
}

#[test]
fn what_is_not_known_is_refused() {
    for wrong in [
        json!({ "anser": 500 }),
        json!({ "answer": "sulk" }),
        json!({ "endpoint": ["ogs"] }),
        json!({ "suggests": "ACCEPT" }),
        json!({ "webhook_signed": "badly" }),
    ] {
        assert!(faults::with(&Settings::default(), wrong.clone()).is_err(), "{wrong}");
    }
}

#[test]
fn suggestions_are_written_as_words() {
    for (word, suggests) in [
        ("by-name", Suggests::ByName),
        ("never", Suggests::Never),
        ("NO_SUGGESTION", Suggests::Always(Suggestion::Neither)),
    ] {
        let settings = faults::with(&Settings::default(), json!({ "suggests": word })).unwrap();
        assert_eq!((settings.suggests, serde_json::to_value(suggests).unwrap()), (suggests, word.into()));
    }
}
