//! What a user does on the portal, without HTTP.

use super::super::vectors;
use super::*;
use serde_json::from_value;

fn wish(json: Value) -> Submission {
    let mut submission = json!({ "url": "" });
    submission.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
    from_value(submission).unwrap()
}

/// Opens the first vector's URL and does that; the numbers of what is then opened.
fn done(state: &mut State, raw: &str, submission: Value) -> Vec<String> {
    let request = check(&vectors::options(), state, &Settings::default(), raw);
    carry_out(&request, &wish(submission), state, &Settings::default());
    let ra = state.store.ra("seller-1001");
    ra.map(|ra| ra.accounts.iter().map(|account| account.account_no.clone()).collect()).unwrap_or_default()
}

#[test]
fn success_opens_an_ra_and_other_results_only_if_asked_to() {
    let raw = vectors::first("rsa-url");
    for (submission, opens) in [
        (json!({}), true),
        (json!({ "result": "SUCCESS" }), true),
        (json!({ "result": "SUCCESS", "open": false }), false),
        (json!({ "result": "SYSTEM_BUSY" }), false),
        (json!({ "result": "SYSTEM_BUSY", "open": true }), true),
        (json!({ "result": "SOMETHING_NEW" }), false),
    ] {
        let numbers = done(&mut State::default(), &raw, submission.clone());
        assert_eq!(!numbers.is_empty(), opens, "{submission}");
        assert!(numbers.iter().all(|number| number.len() == 12), "{numbers:?}");
    }
}

#[test]
fn a_script_may_choose_the_account_and_its_currencies() {
    let mut state = State::default();
    let submission = json!({ "account": "9876543210", "currencies": ["EUR", "GBP"] });
    assert_eq!(done(&mut state, &vectors::first("rsa-url"), submission)[0], "9876543210");
    let lists: Vec<_> =
        state.store.ra("seller-1001").unwrap().accounts.iter().map(|a| a.currency_list.clone()).collect();
    assert_eq!(lists, [["EUR"], ["GBP"]]);
    assert!(from_value::<Submission>(json!({ "url": "", "acount": "1" })).is_err());
}

#[test]
fn what_is_refused_does_nothing() {
    let mut state = State::default();
    let raw = vectors::first("rsa-url").replacen("MyShop", "YourShop", 1);
    assert!(done(&mut state, &raw, json!({ "open": true })).is_empty());
}

#[test]
fn the_page_is_told_what_it_shows() {
    let mut state = State::default();
    let raw = vectors::first("rsa-url");
    let mut show = |raw: &str| {
        let request = check(&vectors::options(), &mut state, &Settings::default(), raw);
        let shown = view(&request, "the url", &state);
        carry_out(&request, &wish(json!({})), &mut state, &Settings::default());
        shown
    };
    let first = show(&raw);
    assert_eq!((&first["store_name"], &first["currencies"]), (&"MyShop".into(), &json!(["USD"])));
    assert_eq!(
        (&first["refusal"], &first["back"], &first["accounts"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    let second = show(&raw);
    assert_eq!(
        (&second["refusal"], &second["store_name"]),
        (&"REFERENCE_CUSTOMER_ID_OPENED_RA".into(), &Value::Null)
    );
    let back = second["back"].as_str().unwrap();
    assert!(
        back.ends_with("&referenceCustomerId=seller-1001&resultMsg=REFERENCE_CUSTOMER_ID_OPENED_RA"),
        "{back}"
    );
    let text = vectors::cases("rsa-url")[0]["signed_text"].as_str().unwrap().to_owned();
    let again = show(&vectors::signed(&format!("{text}&requestId=r1")));
    assert_eq!((&again["request_id"], again["accounts"].as_array().unwrap().len()), (&"r1".into(), 1));
}
