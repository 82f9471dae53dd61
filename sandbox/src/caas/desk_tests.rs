//! What the desk writes into a case.

use super::super::store::Store;
use super::super::store::tests::about;
use super::*;
use serde_json::{Value, json};

fn case() -> Case {
    let mut store = Store::default();
    store.create(about("e1", "Sokha"), false, "u1".into(), String::new());
    store.cases.remove(0)
}

fn say(case: &mut Case, said: Value) -> Option<Event> {
    serde_json::from_value::<CaseUpdate>(said).unwrap().about(case, Settings::default())
}

#[test]
fn a_suggestion_is_written_and_told() {
    let mut case = case();
    assert!(say(&mut case, json!({ "suggestion": "SUGGEST_TO_REJECT" })).is_some());
    assert_eq!(case.suggestion, Some(Suggestion::Reject));
    assert_eq!(case.suggestion_comment.as_deref(), Some("On a list."));
    assert!(say(&mut case, json!({ "suggestion": "NO_SUGGESTION", "webhook": false })).is_none());
    assert_eq!(case.suggestion, Some(Suggestion::Neither));
}

#[test]
fn a_decision_leaves_the_suggestion() {
    let mut case = case();
    say(&mut case, json!({ "suggestion": "SUGGEST_TO_ACCEPT", "suggestion_comment": "Fine." }));
    say(&mut case, json!({ "decision": "REJECT", "decision_comment": "No." }));
    assert_eq!((case.suggestion, case.decision), (Some(Suggestion::Accept), Some(Decision::Reject)));
    assert_eq!(case.suggestion_comment.as_deref(), Some("Fine."));
    assert_eq!(case.decision_comment.as_deref(), Some("No."));
}

#[test]
fn what_is_not_known_is_refused() {
    for wrong in [json!({ "sugestion": "NO_SUGGESTION" }), json!({ "decision": "MAYBE" })] {
        assert!(serde_json::from_value::<CaseUpdate>(wrong.clone()).is_err(), "{wrong}");
    }
}
