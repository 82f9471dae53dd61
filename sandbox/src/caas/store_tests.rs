//! What becomes of a case.

use super::*;

pub fn about(external: &str, name: &str) -> NewCase {
    let body = format!(
        r#"{{"externalCaseId":"{external}","screenType":"ORGANISATION","fullName":"{name}","organizationInfo":{{}}}}"#
    );
    NewCase::read(body.as_bytes(), 0).unwrap()
}

fn store(name: &str) -> Store {
    let mut store = Store::default();
    store.create(about("e1", name), false, "u1".into(), String::new());
    store
}

#[test]
fn an_external_id_makes_a_case_each_time_unless_asked_otherwise() {
    let mut store = store("Demo");
    assert_eq!(store.create(about("e1", "Demo"), true, "u2".into(), String::new()), "u1");
    assert_eq!(store.create(about("e2", "Demo"), true, "u3".into(), String::new()), "u3");
    assert_eq!(store.create(about("e1", "Demo"), false, "u4".into(), String::new()), "u4");
    let uuids: Vec<&str> = store.cases.iter().map(|case| case.uuid.as_str()).collect();
    assert_eq!(uuids, ["u1", "u3", "u4"]);
}

#[test]
fn the_name_chooses_the_suggestion() {
    for (name, suggestion) in [
        ("Please REJECT me", Some(Suggestion::Reject)),
        ("Mr. Review", Some(Suggestion::Neither)),
        ("Slow Joe", None),
        ("Sokha Chan", Some(Suggestion::Accept)),
    ] {
        let mut store = store(name);
        let case = store.case("u1").unwrap();
        assert_eq!(case.screened(Suggests::ByName), suggestion.is_some());
        assert_eq!((case.suggestion, case.scan), (suggestion, Scan::Done), "{name}");
        assert_eq!(case.suggestion_comment.is_some(), suggestion.is_some());
    }
}

#[test]
fn what_is_suggested_already_stays() {
    let mut store = store("Sokha Chan");
    let case = store.case("u1").unwrap();
    case.suggestion = Some(Suggestion::Reject);
    assert!(!case.screened(Suggests::ByName));
    assert_eq!(case.suggestion, Some(Suggestion::Reject));
}

#[test]
fn a_screening_starts_once() {
    let mut store = store("Sokha Chan");
    let case = store.case("u1").unwrap();
    assert_eq!([case.starts(), case.starts()], [true, false]);
    case.screened(Suggests::ByName);
    assert!(!case.starts());
}

#[test]
fn what_is_not_set_is_not_told() {
    let mut store = store("Sokha Chan");
    let told = |case: &Case| serde_json::to_value(case).unwrap();
    let case = store.case("u1").unwrap();
    let names = |case: &Case| told(case).as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(case), ["caseSystemId", "externalCaseId", "fullName", "organizationInfo", "screenType"]);
    (case.decision, case.ogs) = (Some(Decision::Reject), Some(false));
    assert_eq!((&told(case)["decision"], &told(case)["ogs"]), (&"REJECT".into(), &false.into()));
}
