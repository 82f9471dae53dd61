//! What the endpoints do, without HTTP.

use super::*;
use crate::sign;
use axum::http::HeaderMap;
use clap::Parser as _;

const BODY: &str = r#"{"externalCaseId":"e1","screenType":"INDIVIDUAL","fullName":"Sokha","individualInfo":{"gender":"FEMALE","dob":"1990-01-02","nationality":"KHM","residentialCountry":"KHM"},"organizationInfo":{}}"#;

#[derive(Default)]
struct Customer {
    state: State,
    settings: Settings,
}

fn incoming(endpoint: Endpoint, id: Option<&str>, body: &str) -> Incoming {
    let (method, below) = match endpoint {
        Endpoint::Create => ("POST", ""),
        Endpoint::Get => ("GET", ""),
        Endpoint::OgsOn => ("POST", "/ogs"),
        Endpoint::OgsOff => ("DELETE", "/ogs"),
        Endpoint::Decision => ("POST", "/decision"),
    };
    let id = id.map(str::to_owned);
    let path = id
        .as_ref()
        .map_or_else(|| "/caas/api/v1/cases".to_owned(), |id| format!("/caas/api/v1/cases/{id}{below}"));
    let mut headers = HeaderMap::new();
    let now = clock::seconds();
    headers.insert("access-key", "key".parse().unwrap());
    headers.insert("access-timestamp", now.to_string().parse().unwrap());
    headers.insert("access-sign", sign::api("old", now, method, &path, body).parse().unwrap());
    headers.insert("content-type", "application/json".parse().unwrap());
    Incoming { endpoint, id, method: method.into(), path, headers, body: body.to_owned().into() }
}

impl Customer {
    fn send(&mut self, incoming: &Incoming) -> Result<Done, u16> {
        let options =
            Options::parse_from(["sandbox", "--caas-key", "key", "--caas-secrets", "c2:new,c1:old"]);
        work(&options, &mut self.state, incoming, &self.settings)
            .map_err(|Refusal(status, _)| status.as_u16())
    }

    fn ask(&mut self, endpoint: Endpoint, uuid: &str, body: &str) -> Result<Done, u16> {
        self.send(&incoming(endpoint, Some(uuid), body))
    }

    fn create(&mut self) -> Done {
        self.send(&incoming(Endpoint::Create, None, BODY)).unwrap()
    }
}

#[test]
fn a_case_is_created_read_and_decided() {
    let mut customer = Customer::default();
    let created = customer.create();
    let uuid = created.uuid;
    assert_eq!((created.status.as_u16(), created.body), (201, Some(json!({ "caseSystemId": uuid }))));
    let read = |customer: &mut Customer| customer.ask(Endpoint::Get, &uuid, "").unwrap().body.unwrap();
    let mut expected: Value = serde_json::from_str(BODY).unwrap();
    expected["caseSystemId"] = uuid.as_str().into();
    assert_eq!(read(&mut customer), expected);
    let decided =
        customer.ask(Endpoint::Decision, &uuid, r#"{"caseResult":"REJECT","comment":"决策备注"}"#).unwrap();
    assert!(decided.status.as_u16() == 201 && decided.event.is_some() && decided.body.is_none());
    (expected["decision"], expected["decision_comment"]) = ("REJECT".into(), "决策备注".into());
    assert_eq!(read(&mut customer), expected);
}

#[test]
fn what_is_wrong_has_its_status() {
    let mut customer = Customer::default();
    let uuid = customer.create().uuid;
    let mut unsigned = incoming(Endpoint::Get, Some(&uuid), "");
    unsigned.path.push('?');
    assert_eq!(customer.send(&unsigned).unwrap_err(), 401);
    let mut kindless = incoming(Endpoint::Create, None, BODY);
    kindless.headers.remove("content-type");
    assert_eq!(customer.send(&kindless).unwrap_err(), 415);
    assert_eq!(customer.send(&incoming(Endpoint::Create, None, "{}")).unwrap_err(), 400);
    assert_eq!(customer.ask(Endpoint::Get, "2", "").unwrap_err(), 404);
    assert_eq!(customer.ask(Endpoint::Decision, &uuid, "{}").unwrap_err(), 400);
    assert_eq!(customer.state.created, [("e1".to_owned(), 1)].into());
}

#[test]
fn ongoing_screening_starts_the_first() {
    let mut customer = Customer::default();
    let created = customer.create();
    assert_eq!(created.scan_after_ms, None);
    let mut turn = |endpoint| {
        let done = customer.ask(endpoint, &created.uuid, "").unwrap();
        let ogs = customer.ask(Endpoint::Get, &created.uuid, "").unwrap().body.unwrap()["ogs"].clone();
        (done.status.as_u16(), done.scan_after_ms, ogs)
    };
    assert_eq!(turn(Endpoint::OgsOn), (201, Some(1500), true.into()));
    assert_eq!(turn(Endpoint::OgsOff), (204, None, false.into()));
    assert_eq!(turn(Endpoint::OgsOn), (201, None, true.into()));
}

#[test]
fn with_zero_footprint_creation_starts_it() {
    let mut customer = Customer::default();
    (customer.settings.zero_footprint, customer.settings.idempotent) = (true, true);
    let first = customer.create();
    assert_eq!(first.scan_after_ms, Some(1500));
    assert_eq!(customer.ask(Endpoint::OgsOn, &first.uuid, "").unwrap().scan_after_ms, None);
    let second = customer.create();
    assert_eq!((second.uuid, second.scan_after_ms), (first.uuid, None));
    assert_eq!(customer.state.created, [("e1".to_owned(), 2)].into());
}

#[test]
fn replies_and_readings_can_be_made_faulty() {
    let mut customer = Customer::default();
    for (replies, name) in
        [(Replies::Id, Some("id")), (Replies::Uuid, Some("uuid")), (Replies::Nothing, None)]
    {
        customer.settings.replies = replies;
        let done = customer.create();
        assert_eq!(done.body, name.map(|name| json!({ name: done.uuid })));
    }
    let uuid = customer.create().uuid;
    (customer.settings.other_case, customer.settings.get_says) = (true, Some("MAYBE".into()));
    let read = customer.ask(Endpoint::Get, &uuid, "").unwrap().body.unwrap();
    assert_eq!((&read["externalCaseId"], &read["suggestion"]), (&"someone-else".into(), &"MAYBE".into()));
}
