//! What the endpoints do, without HTTP.

use super::*;
use clap::Parser as _;
use ring::hmac;
use time::OffsetDateTime;
use time::macros::format_description;

const CALLBACK: &str = "http://127.0.0.1:8787/payway";

/// A merchant with a bank; each request a second later than the last.
#[derive(Default)]
struct Merchant {
    state: State,
    settings: Settings,
    sent: u64,
}

impl Merchant {
    fn send(&mut self, endpoint: Endpoint, rest: &[(&str, &str)]) -> Result<Value, String> {
        self.sent += 1;
        let at = i64::try_from(clock::seconds() + self.sent).unwrap();
        let form = format_description!("[year][month][day][hour][minute][second]");
        let at = OffsetDateTime::from_unix_timestamp(at).unwrap().format(form).unwrap();
        let fields = signed(endpoint, &[&[("request_time", at.as_str())], rest].concat());
        self.repeat(endpoint, &fields)
    }

    fn repeat(&mut self, endpoint: Endpoint, fields: &Fields) -> Result<Value, String> {
        let options = Options::parse_from(["sandbox"]);
        let done = work(&options, &mut self.state, endpoint, fields, &self.settings);
        done.map(|(data, _)| data).map_err(|refusal| refusal.code)
    }

    fn link(&mut self, request_id: &str, callback: &str) -> Result<Value, String> {
        let callback = STANDARD.encode(callback);
        let fields = [
            ("ctid", "cust0001"),
            ("request_id", request_id),
            ("token_flag", "CITI_FLEX"),
            ("currency", "USD"),
            ("callback_url", &callback),
        ];
        self.send(Endpoint::LinkAccount, &fields)
    }

    fn details(&mut self, request_id: &str) -> Result<Value, String> {
        self.send(Endpoint::GetTokenDetails, &[("request_id", request_id)])
    }
}

fn signed(endpoint: Endpoint, fields: &[(&str, &str)]) -> Fields {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    let mut fields = Fields(fields.iter().chain(&[("merchant_id", "ec000002")]).map(owned).collect());
    let order = match endpoint {
        Endpoint::LinkAccount => {
            "merchant_id request_time ctid return_deeplink callback_url request_id token_flag currency"
        }
        Endpoint::GetTokenDetails => "merchant_id request_time request_id",
        Endpoint::RenewExpiredAccountToken => "ctid request_time pwt merchant_id request_id",
        Endpoint::RemoveToken => "merchant_id ctid request_time pwt",
    };
    let text: String = order.split(' ').map(|name| fields.get(name)).collect();
    let key = hmac::Key::new(hmac::HMAC_SHA512, b"development-payway-key");
    fields.0.insert("hash".into(), STANDARD.encode(hmac::sign(&key, text.as_bytes())));
    fields
}

#[test]
fn a_request_time_is_used_once() {
    let mut merchant = Merchant::default();
    let details = Endpoint::GetTokenDetails;
    let form = format_description!("[year][month][day][hour][minute][second]");
    let now = i64::try_from(clock::seconds()).unwrap();
    let at = OffsetDateTime::from_unix_timestamp(now).unwrap().format(form).unwrap();
    let fields = |id| signed(details, &[("request_time", at.as_str()), ("request_id", id)]);
    assert_eq!(merchant.repeat(details, &fields("link000001")), Err("09".into()));
    assert_eq!(merchant.repeat(details, &fields("link000001")), Err("04".into()));
    assert_eq!(merchant.repeat(details, &fields("link000002")), Err("09".into()));
}

#[test]
fn a_link_is_found_once_it_is_approved_and_ends_with_its_removal() {
    let mut merchant = Merchant::default();
    let qr = merchant.link("link000001", CALLBACK).unwrap();
    assert_eq!(merchant.link("link000001", CALLBACK), Err("04".into()));
    assert_eq!(merchant.details("link000001"), Err("09".into()));
    let (qr, now) = (qr["qr_string"].as_str().unwrap(), clock::seconds());
    merchant.state.bank.approve(qr, None, (now, now + 60), "pwt".into()).unwrap();
    let details = merchant.details("link000001").unwrap();
    assert_eq!((&details["pwt"], &details["status"]), (&"pwt".into(), &1.into()));

    let token = [("ctid", "cust0001"), ("pwt", "pwt")];
    let renew = [token.as_slice(), &[("request_id", "link000001")]].concat();
    let renewed = merchant.send(Endpoint::RenewExpiredAccountToken, &renew).unwrap();
    assert_ne!(renewed["expired_at"], details["expired_at"]);
    assert_eq!(merchant.send(Endpoint::RemoveToken, &token), Ok(Value::Null));
    assert_eq!(merchant.send(Endpoint::RemoveToken, &token), Err("105".into()));
    assert_eq!(merchant.send(Endpoint::RenewExpiredAccountToken, &renew), Err("105".into()));
    assert_eq!(merchant.details("link000001").unwrap()["status"], 0);
}

#[test]
fn declining_leaves_nothing_to_find() {
    let mut merchant = Merchant::default();
    let qr = merchant.link("link000001", CALLBACK).unwrap();
    merchant.state.bank.decline(qr["qr_string"].as_str().unwrap(), clock::seconds()).unwrap();
    assert_eq!(merchant.details("link000001"), Err("09".into()));
}

#[test]
fn callbacks_go_to_account_link_alone() {
    let mut merchant = Merchant::default();
    for url in [
        "http://localhost:8788/payway",
        "https://localhost:8787/payway",
        "http://localhost:8787@example.com/",
        "http://me@localhost:8787/",
        "localhost:8787",
    ] {
        assert_eq!(merchant.link("link000001", url), Err("102".into()), "{url}");
    }
    assert!(merchant.link("link000001", "http://localhost:8787/payway?x=1").is_ok());
}

#[test]
fn the_phone_may_be_quicker_than_our_answer() {
    let mut merchant = Merchant::default();
    merchant.settings.approve_at_once = Some("8841".into());
    merchant.link("link000001", CALLBACK).unwrap();
    assert_eq!(merchant.details("link000001").unwrap()["source_of_fund"], "*****8841");
}
