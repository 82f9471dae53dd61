//! What an answer can be, where it holds, for whom, and how often.

use super::*;

const ALL: Only = Only { only: None };
const NOBODY: [&str; 0] = [];

fn fault(json: &str) -> Result<Fault, serde_json::Error> {
    serde_json::from_str(json)
}

#[test]
fn an_answer_is_a_status_or_hang() {
    assert_eq!(fault(r#"{"answer":410}"#).unwrap().answer, Answer::Status(410));
    assert_eq!(fault(r#"{"answer":"hang"}"#).unwrap().answer, Answer::Word(Word::Hang));
    assert!(fault(r#"{"answer":"sulk"}"#).is_err());
    assert!(!fault(r#"{"answer":42}"#).unwrap().answer.is_valid());
}

#[test]
fn times_counts_down_to_normal() {
    let faults = Faults::new(&[("partner", &[])]);
    assert_eq!(faults.set("nobody", ALL, Fault::NORMAL), StatusCode::NOT_FOUND);
    let twice = fault(r#"{"answer":500,"times":2}"#).unwrap();
    assert_eq!(faults.set("partner", ALL, twice), StatusCode::NO_CONTENT);
    let answers: Vec<Answer> = (0..3).map(|_| faults.take("partner", &NOBODY).answer).collect();
    assert_eq!(answers, [Answer::Status(500), Answer::Status(500), Answer::Status(200)]);
}

#[test]
fn one_endpoint_can_have_a_fault_of_its_own() {
    let faults = Faults::new(&[("bank", &["pay", "ask"])]);
    let pay = fault(r#"{"answer":500,"endpoint":"pay"}"#).unwrap();
    assert_eq!(faults.set("bank", ALL, pay), StatusCode::NO_CONTENT);
    assert_eq!(faults.take_at("bank", &NOBODY, "ask").answer, Answer::Status(200));
    assert_eq!(faults.take_at("bank", &NOBODY, "pay").answer, Answer::Status(500));
    let unknown = fault(r#"{"answer":500,"endpoint":["pay","play"]}"#).unwrap();
    assert_eq!(faults.set("bank", ALL, unknown), StatusCode::BAD_REQUEST);
}

#[test]
fn one_key_can_have_a_fault_of_its_own_which_is_counted_for_it_alone() {
    let faults = Faults::new(&[("bank", &["pay"])]);
    let once = fault(r#"{"answer":500,"times":1}"#).unwrap();
    faults.set("bank", Only { only: Some("u1".to_owned()) }, once);
    assert_eq!(faults.take("bank", &["u2"]).answer, Answer::Status(200));
    assert_eq!(faults.take("bank", &["e1", "u1"]).answer, Answer::Status(500));
    assert_eq!(faults.take("bank", &["e1", "u1"]).answer, Answer::Status(200));
    assert_eq!(faults.all()["bank"].answer, Answer::Status(200));
}
