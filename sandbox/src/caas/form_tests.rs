//! The body of 001's sample, and what must not pass.

use super::*;
use serde_json::json;

const NOW: u64 = 1_767_268_800; // 2026-01-01T12:00:00Z

fn sample() -> Value {
    json!({
        "externalCaseId": "243d19cf-562f-4060-89fa-1d35a7723c3e",
        "screenType": "INDIVIDUAL",
        "fullName": "John Doe",
        "individualInfo":
            { "gender": "MALE", "dob": "2002-02-02", "nationality": "JPN", "residentialCountry": "HKG" },
        "organizationInfo": {}
    })
}

fn read(body: &Value) -> Result<NewCase, String> {
    NewCase::read(body.to_string().as_bytes(), NOW)
}

#[test]
fn the_sample_is_kept_as_it_was_sent() {
    assert_eq!(serde_json::to_value(read(&sample()).unwrap()).unwrap(), sample());
    let company = json!({ "externalCaseId": "1", "screenType": "ORGANISATION", "fullName": "Demo Market" });
    assert_eq!(serde_json::to_value(read(&company).unwrap()).unwrap(), company);
}

#[test]
fn an_external_id_has_36_characters_of_any_script() {
    let of = |count| {
        let mut body = sample();
        body["externalCaseId"] = "备".repeat(count).into();
        read(&body).is_ok()
    };
    assert_eq!([0, 1, 36, 37].map(of), [false, true, true, false]);
}

#[test]
fn what_is_missing_or_wrong_is_refused() {
    for (field, value) in [
        ("externalCaseId", json!(1)),
        ("screenType", json!("ORGANIZATION")),
        ("screenType", json!("ORGANISATION")),
        ("fullName", json!("  ")),
        ("fullName", json!("John\nDoe")),
        ("fullName", json!(null)),
        ("individualInfo", json!(null)),
        ("individualInfo", json!({})),
        ("organizationInfo", json!({ "name": "Doe Ltd" })),
        ("userId", json!("1")),
    ] {
        let mut body = sample();
        body[field] = value.clone();
        assert!(read(&body).is_err(), "{field}={value}");
    }
    for (field, value) in [
        ("gender", json!("male")),
        ("gender", json!(null)),
        ("dob", json!("2002-02-30")),
        ("dob", json!("2002-2-2")),
        ("dob", json!("+002-02-02")),
        ("dob", json!("2026-01-03")),
        ("nationality", json!("JP")),
        ("nationality", json!("jpn")),
        ("residentialCountry", json!("HKX")),
        ("residentialCountry", json!(null)),
        ("address", json!("1 Road")),
    ] {
        let mut body = sample();
        body["individualInfo"][field] = value.clone();
        assert!(read(&body).is_err(), "{field}={value}");
    }
}

#[test]
fn a_decision_is_one_of_two() {
    let read = |json: &str| serde_json::from_str::<Decided>(json).map(|decided| decided.case_result);
    assert_eq!(read(r#"{"caseResult":"ACCEPT","comment":"备注"}"#).unwrap(), Decision::Accept);
    assert_eq!(read(r#"{"caseResult":"REJECT"}"#).unwrap(), Decision::Reject);
    for wrong in ["{}", r#"{"caseResult":"accept"}"#, r#"{"caseResult":"ACCEPT","by":"me"}"#] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}
