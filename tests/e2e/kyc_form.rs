//! The form of the identity check, and what CaaS is told: 001's request, byte for byte, signed by 001's rule.

use account_link_tests::caas::{Applicant, is_signed, organisation};
use account_link_tests::journey::{land_for, link, login_to};
use account_link_tests::kyc::submit;
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{now, run, sign};
use serde_json::{Value, json};

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_else(|| panic!("{name}: {of:#}"))
}

#[test]
fn a_case_is_created_in_the_words_of_the_source() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let applicant = Applicant::new().await;
        let mut session = land_for(DEMO, &user, "kyc").await;
        login_to(&mut session, &person, "kyc").await;
        assert_eq!(session.view["step"], json!({ "name": "kyc", "email": person.email }));
        session.perform("kyc", applicant.form()).await.shows("ended/done");
        assert_eq!(session.view["step"]["outcome"]["result"], "done");
        let created = applicant.requests_reach("create", 1).await.remove(0);
        let case = applicant.case().await;
        let external = text(&case, "externalCaseId");
        assert!((1..=36).contains(&external.chars().count()), "{external}");
        assert!(
            !external.contains(&user) && !external.contains(&person.email),
            "it says nothing: {external}"
        );
        assert_eq!((text(&created, "method"), text(&created, "path")), ("POST", "/caas/api/v1/cases"));
        let head = format!(r#"{{"externalCaseId":"{external}","screenType":"INDIVIDUAL","fullName":"#);
        let tail = r#""individualInfo":{"gender":"MALE","dob":"2002-02-02","nationality":"JPN","residentialCountry":"HKG"}}"#;
        assert_eq!(text(&created, "body"), format!(r#"{head}"{}",{tail}"#, applicant.name));
        assert_eq!(created["headers"]["content-type"], "application/json");
        // 001 signs timestamp + method + path + body: no nonce.
        assert!(is_signed(&created), "{created:#}");
        assert_eq!(created["headers"].get("access-nonce"), None);
        let time: i64 = text(&created["headers"], "access-timestamp").parse().unwrap();
        assert!((time - now()).abs() <= 60, "{time}");
        // Without Zero Footprint a scan begins when the ongoing screening does.
        let on = applicant.requests_reach("ogs-on", 1).await.remove(0);
        let path = format!("/caas/api/v1/cases/{}/ogs", text(&case, "caseSystemId"));
        assert_eq!((text(&on, "method"), text(&on, "path"), text(&on, "body")), ("POST", path.as_str(), ""));
        assert!(is_signed(&on), "{on:#}");
        assert_eq!((created["accepted"].clone(), on["accepted"].clone()), (json!(true), json!(true)));
    });
}

#[test]
fn the_check_of_the_signature_is_one() {
    let (_, secrets) = account_link_tests::caas::credentials();
    let mut asked = json!({ "method": "GET", "path": "/caas/api/v1/cases/2", "body": "", "headers": {} });
    let time = now().to_string();
    let signed = sign::base64(&secrets[0], &format!("{time}GET/caas/api/v1/cases/2"));
    asked["headers"] = json!({
        "access-key": account_link_tests::caas::credentials().0, "access-timestamp": time, "access-sign": signed,
    });
    assert!(is_signed(&asked));
    for (name, value) in [("method", "POST"), ("path", "/caas/api/v1/cases/3"), ("body", "{}")] {
        let mut changed = asked.clone();
        changed[name] = value.into();
        assert!(!is_signed(&changed), "{name}");
    }
}

#[test]
fn an_organisation_has_a_name_only() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let applicant = Applicant::new().await;
        submit(DEMO, &user, &person, &organisation(&format!("  {} ", applicant.name))).await;
        let case = applicant.case().await;
        let external = text(&case, "externalCaseId");
        let created = applicant.requests_to("create").await.remove(0);
        let head = format!(r#"{{"externalCaseId":"{external}","screenType":"ORGANISATION","fullName":"#);
        assert_eq!(
            text(&created, "body"),
            format!(r#"{head}"{}","organizationInfo":{{}}}}"#, applicant.name)
        );
        assert!(is_signed(&created), "{created:#}");
    });
}

#[test]
fn what_cannot_be_screened_is_said_and_sent_to_nobody() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let applicant = Applicant::new().await;
        let mut session = land_for(DEMO, &user, "kyc").await;
        login_to(&mut session, &person, "kyc").await;
        let long = "x".repeat(201);
        for (field, value, code) in [
            ("full_name", "", "kyc_name_invalid"),
            ("full_name", "  ", "kyc_name_invalid"),
            ("full_name", "Jo\u{7}Doe", "kyc_name_invalid"),
            ("full_name", long.as_str(), "kyc_name_invalid"),
            ("dob", "", "kyc_date_invalid"),
            ("dob", "2001-02-29", "kyc_date_invalid"),
            ("dob", "2002-2-2", "kyc_date_invalid"),
            ("dob", "1899-12-31", "kyc_date_invalid"),
            ("dob", "2999-01-01", "kyc_date_invalid"),
            ("nationality", "JP", "kyc_country_invalid"),
            ("nationality", "JPX", "kyc_country_invalid"),
            ("residential_country", "", "kyc_country_invalid"),
            ("gender", "OTHER", "invalid_request"),
            ("screen_type", "PERSON", "invalid_request"),
            ("more", "than asked for", "invalid_request"),
        ] {
            let mut form = applicant.form();
            form[field] = value.into();
            session.perform("kyc", form).await.refused(400, code);
        }
        for (field, code) in [
            ("dob", "kyc_date_invalid"),
            ("nationality", "kyc_country_invalid"),
            ("residential_country", "kyc_country_invalid"),
            ("gender", "invalid_request"),
        ] {
            let mut form = applicant.form();
            form[field] = Value::Null;
            session.perform("kyc", form).await.refused(400, code);
        }
        session.read().await.shows("kyc");
        assert!(applicant.requests_to("create").await.is_empty());
        assert_eq!(DEMO.status(&user).await["kyc_status"], "KYC_INIT");
        session.perform("kyc", applicant.form()).await.shows("ended/done");
        applicant.requests_reach("create", 1).await;
    });
}

#[test]
fn a_form_sent_twice_makes_one_case() {
    run(async {
        let user = fresh("u");
        let (_, person) = link(DEMO, &user).await;
        let applicant = Applicant::new().await;
        let mut session = land_for(DEMO, &user, "kyc").await;
        login_to(&mut session, &person, "kyc").await;
        let one = session.request("kyc", &applicant.form(), &fresh("kyc"));
        let two = session.request("kyc", &applicant.form(), &fresh("kyc"));
        let answers = futures_util::future::join_all([one.send(), one.send(), two.send()]).await;
        assert!(answers.iter().any(|answer| answer.step() == "ended/done"), "{answers:#?}");
        assert!(answers.iter().all(|answer| answer.status < 500), "{answers:#?}");
        one.send().await;
        account_link_tests::pause(500).await;
        assert_eq!(applicant.requests_to("create").await.len(), 1);
        applicant.case().await;
    });
}
