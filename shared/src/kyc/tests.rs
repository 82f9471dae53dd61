//! Forms that are taken and refused, bodies as the vector has them, what a case means.

use super::*;
use crate::id::CaseId;

fn now() -> Millis {
    Millis::new(1_800_000_000_000)
}

fn form(dob: &str) -> SubmitKyc {
    SubmitKyc {
        screen_type: ScreenType::Individual,
        full_name: " John Doe ".into(),
        gender: Some(Gender::Male),
        dob: Some(dob.into()),
        nationality: Some("JPN".into()),
        residential_country: Some("HKG".into()),
    }
}

#[test]
fn a_case_is_written_as_the_vector_has_it() {
    let vectors: serde_json::Value =
        serde_json::from_str(include_str!("../../tests/vectors/protocol.json")).unwrap();
    let cases = vectors["cases"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == "create a KYC case").unwrap();
    let external = CaseId::parse("243d19cf-562f-4060-89fa-1d35a7723c3e").unwrap();
    let subject = Subject::read(form("2002-02-02"), now()).unwrap();
    assert_eq!(subject.new_case(&external), case["body"].as_str().unwrap());
}

#[test]
fn a_birthday_is_a_date_that_exists_and_has_been() {
    for good in ["1900-01-01", "2000-02-29", "2002-12-31", "2027-01-15"] {
        assert!(Subject::read(form(good), now()).is_ok(), "{good}");
    }
    for bad in [
        "",
        "1899-12-31",
        "2001-02-29",
        "2002-13-01",
        "2002-1-1",
        "2002-02-30",
        "2099-01-01",
        "+002-01-01",
        "2002/02/02",
    ] {
        assert_eq!(Subject::read(form(bad), now()), Err(Code::KycDateInvalid), "{bad}");
    }
}

#[test]
fn names_and_countries_have_their_rules() {
    let named = |name: &str| SubmitKyc { full_name: name.into(), ..form("2002-02-02") };
    for bad in ["", "   ", "a\u{7}b", &"x".repeat(201)] {
        assert_eq!(Subject::read(named(bad), now()), Err(Code::KycNameInvalid), "{bad:?}");
    }
    assert!(Subject::read(named("សុខ សុភា"), now()).is_ok());
    let of = |code: Option<&str>| SubmitKyc { nationality: code.map(Into::into), ..form("2002-02-02") };
    for bad in [None, Some("JP"), Some("JPX")] {
        assert_eq!(Subject::read(of(bad), now()), Err(Code::KycCountryInvalid));
    }
}

#[test]
fn an_organisation_has_a_name_only() {
    let organisation = SubmitKyc {
        screen_type: ScreenType::Organisation,
        gender: None,
        dob: None,
        nationality: None,
        residential_country: None,
        ..form("")
    };
    let external = CaseId::parse("x").unwrap();
    let body = Subject::read(organisation, now()).unwrap().new_case(&external);
    assert_eq!(
        body,
        r#"{"externalCaseId":"x","screenType":"ORGANISATION","fullName":"John Doe","organizationInfo":{}}"#
    );
}

#[test]
fn the_id_of_a_case_is_found_under_each_of_its_names() {
    for name in ["caseSystemId", "id", "uuid"] {
        let found = Created::id_in(&format!("{{\"{name}\":\"6d92e7b4\"}}"));
        assert_eq!(found.as_ref().map(crate::id::CaseUuid::as_str), Some("6d92e7b4"));
    }
    assert!(Created::id_in("{}").is_none() && Created::id_in("").is_none());
    assert!(Created::id_in("{\"id\":\"../x\"}").is_none(), "it becomes part of a path");
}

#[test]
fn a_decision_outranks_every_suggestion() {
    use crate::kyc::values::{Decision, Suggestion::*, kyc_status};
    use crate::status::KycStatus;
    for suggestion in [None, Some(SuggestToAccept), Some(SuggestToReject), Some(NoSuggestion)] {
        assert_eq!(kyc_status(suggestion, Some(Decision::Accept)), KycStatus::KycPass);
        assert_eq!(kyc_status(suggestion, Some(Decision::Reject)), KycStatus::KycReject);
    }
    assert_eq!(kyc_status(None, None), KycStatus::KycPending);
    assert_eq!(kyc_status(Some(NoSuggestion), None), KycStatus::KycReview);
}
