//! The golden vectors, the rules of the signed strings, the fields' rules, and replies as they are known to vary.

use super::canonical::*;
use super::codes::{Class, ResultMsg};
use super::models::*;
use crate::error_code::Code;
use crate::parameter_error::ParameterError;
use crate::providers::LinkParameters as _;
use crate::secret::Secret;
use crate::signed_link::SignedLink;
use crate::time::Millis;
use proptest::prelude::*;
use serde_json::{Value, json};

const VECTORS: &str = include_str!("../../../tests/vectors/worldfirst.json");

fn binding(fields: &Value) -> Binding {
    let of = |name: &str| fields[name].as_str().unwrap_or_default().to_owned();
    Binding {
        redirect_url: RedirectUrl::parse(&of("redirectUrl")).unwrap(),
        reference: ReferenceCustomerId::parse(&of("referenceCustomerId")).unwrap(),
        store: Store {
            url: StoreUrl::parse(&of("storeUrl")).unwrap(),
            name: StoreName::parse(&of("storeName")).unwrap(),
            currency: Currencies::parse(&of("currency")).unwrap(),
        },
        request_id: fields["requestId"].as_str().map(|id| RequestId::parse(id).unwrap()),
    }
}

#[test]
fn texts_and_urls_are_those_of_the_vectors() {
    let file: Value = serde_json::from_str(VECTORS).unwrap();
    let portal = "https://portal.worldfirst.com/enterprise/auth";
    for case in file["cases"].as_array().unwrap() {
        let of = |name: &str| case[name].as_str().unwrap_or_default();
        let field = |name: &str| case["fields"][name].as_str().unwrap_or_default();
        match of("scheme") {
            "rsa-url" => {
                let client = ClientId::parse(field("clientId")).unwrap();
                let query = PortalQuery::scheme_1(&client, &binding(&case["fields"]), Space::Percent);
                assert_eq!(query.as_str(), of("signed_text"), "{}", case["name"]);
                assert_eq!(query.url(portal, of("signature")), of("url"), "{}", case["name"]);
            }
            "md5-url" => {
                let (partner, key) = (PartnerId::parse(field("partnerId")).unwrap(), Secret::new(of("key")));
                let query = PortalQuery::scheme_2(&partner, &binding(&case["fields"]), Space::Percent);
                assert_eq!(query.with_key(&key).as_str(), of("signed_text"), "{}", case["name"]);
                assert_eq!(query.md5(&key), of("signature"), "{}", case["name"]);
                assert_eq!(query.url(portal, &query.md5(&key)), of("url"), "{}", case["name"]);
            }
            _ => {
                let client = ClientId::parse(of("client_id")).unwrap();
                let reference = ReferenceCustomerId::parse("seller-1001").unwrap();
                let body = Inquiry::new(&reference).body();
                assert_eq!((body.as_str(), INQUIRY), (of("body"), of("path")));
                let text = ApiText::new(INQUIRY, &client, of("request_time"), &body);
                assert_eq!(text.as_str(), of("signed_text"));
            }
        }
    }
}

fn any_binding() -> impl Strategy<Value = Binding> {
    let text = || "[a-z&=?%+ ~!*'()店,]{1,12}";
    let currency =
        prop::sample::subsequence(vec!["USD", "EUR", "GBP", "JPY"], 1..4).prop_map(|c| c.join(","));
    (text(), text(), text(), text(), currency, prop::option::of("[a-z0-9-]{1,8}")).prop_map(
        |(redirect, reference, path, name, currency, request_id)| Binding {
            redirect_url: RedirectUrl::parse(&redirect).unwrap(),
            reference: ReferenceCustomerId::parse(&reference).unwrap(),
            store: Store {
                url: StoreUrl::parse(&format!("https://s.example.com/{}", path.replace(' ', "~"))).unwrap(),
                name: StoreName::parse(&name).unwrap(),
                currency: Currencies::parse(&currency).unwrap(),
            },
            request_id: request_id.map(|id| RequestId::parse(&id).unwrap()),
        },
    )
}

fn parts(binding: &Binding) -> Vec<(String, String)> {
    let mut parts = vec![
        ("redirectUrl", binding.redirect_url.as_str()),
        ("referenceCustomerId", binding.reference.as_str()),
        ("storeUrl", binding.store.url.as_str()),
        ("storeName", binding.store.name.as_str()),
        ("currency", binding.store.currency.as_str()),
    ];
    parts.extend(binding.request_id.as_ref().map(|id| ("requestId", id.as_str())));
    parts.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

proptest! {
    // What a form parser reads back is what was meant, in order: so distinct values give distinct strings.
    #[test]
    fn a_signed_string_says_exactly_its_fields(binding in any_binding(), plus: bool) {
        let client = ClientId::parse("C1").unwrap();
        let space = if plus { Space::Plus } else { Space::Percent };
        let query = PortalQuery::scheme_1(&client, &binding, space);
        let read: Vec<(String, String)> = url::form_urlencoded::parse(query.as_str().as_bytes()).into_owned().collect();
        let mut expected = vec![("clientId".to_owned(), "C1".to_owned())];
        expected.extend(parts(&binding));
        prop_assert_eq!(read, expected);
        prop_assert!(query.as_str().bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.~%&=+".contains(&b)));
        prop_assert_eq!(query.as_str().contains('+'), plus && parts(&binding).iter().any(|(_, value)| value.contains(' ')));
    }
}

fn read(pairs: &[(&str, &str)]) -> Result<Parameters, Code> {
    let parameters = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Parameters::read(&SignedLink { origin: String::new(), parameters }).map_err(|error| error.code())
}

const STORE: [(&str, &str); 3] =
    [("store_url", "https://shop.example.com/1/"), ("store_name", "MyShop"), ("currency", "USD,EUR")];

fn with(name: &'static str, value: &str) -> Result<Parameters, Code> {
    read(&STORE.map(|(known, old)| if known == name { (known, value) } else { (known, old) }))
}

#[test]
fn each_field_has_its_rule() {
    assert!(read(&STORE).unwrap().store().is_some());
    assert_eq!(read(&STORE[..2]), Err(Code::MissingParameter));
    for (name, bad) in [
        ("currency", "USD,USD"),
        ("currency", "usd"),
        ("currency", "USD,"),
        ("currency", "USD, EUR"),
        ("currency", "DOLLAR"),
        ("store_url", "shop.example.com"),
        ("store_url", "javascript:alert(1)"),
        ("store_url", "mailto:a@example.com"),
        ("store_url", "https:shop.example.com"),
        ("store_url", "https:///shop.example.com"),
        ("store_url", "https:\\\\shop.example.com"),
        ("store_url", " https://shop.example.com"),
        ("store_url", "https://shop.example.com/a\u{202e}b"),
        ("store_name", "a\u{202e}b"),
        ("store_name", "tab\there"),
    ] {
        assert_eq!(with(name, bad), Err(Code::InvalidParameter), "{name} {bad}");
    }
    assert!(with("store_name", &"店".repeat(256)).is_ok());
    assert_eq!(with("store_name", &"店".repeat(257)), Err(Code::InvalidParameter));
    assert!(with("store_url", "HTTPS://S.Example.COM").is_ok());
    let url = |n| format!("https://s.example.com/{}", "a".repeat(n));
    assert!(with("store_url", &url(234)).is_ok());
    assert_eq!(with("store_url", &url(235)), Err(Code::InvalidParameter));
    let code = |n: u8| {
        format!("A{}{}", char::from(b'A'.saturating_add(n / 26)), char::from(b'A'.saturating_add(n % 26)))
    };
    let codes = |n| (0..n).map(code).collect::<Vec<_>>().join(",");
    assert!(with("currency", &codes(64)).is_ok());
    assert_eq!(with("currency", &codes(65)), Err(Code::InvalidParameter));
    assert!(RedirectUrl::parse(&"a".repeat(512)).is_ok() && RedirectUrl::parse(&"a".repeat(513)).is_err());
    assert!(
        ReferenceCustomerId::parse(&"a".repeat(65)).is_err() && PartnerId::parse(&"a".repeat(65)).is_err()
    );
}

#[test]
fn a_re_binding_may_leave_its_values_out_and_must_not_change_them() {
    let first = read(&STORE).unwrap();
    let again = read(&[("request_id", "req-1")]).unwrap();
    assert_eq!(again.store(), None);
    let again = again.completed_by(&first).unwrap();
    assert_eq!(again.store(), first.store());
    assert_eq!(again.request_id.map(String::from).as_deref(), Some("req-1"));

    let other = read(&[("request_id", "req-1"), ("currency", "USD")]).unwrap();
    assert!(matches!(other.completed_by(&first), Err(ParameterError::Invalid("currency", _))));
    assert_eq!(read(&[("request_id", "no spaces")]), Err(Code::InvalidParameter));
}

#[test]
fn disputed_values_are_warned_of() {
    let of = |name, value| with(name, value).unwrap().doubts();
    assert_eq!(of("store_name", "MyShop"), []);
    for name in ["My Shop", "it's", "(a)", "wow!", "a*b", "a~b"] {
        assert_eq!(of("store_name", name), [(Warning::DisputedCharacter, "store_name")], "{name}");
    }
    assert_eq!(of("store_url", "https://s.example.com/~me"), [(Warning::DisputedCharacter, "store_url")]);
    assert_eq!(of("currency", "USD,KHR"), [(Warning::UnlistedCurrency, "currency")]);
}

#[test]
fn every_result_has_its_class_and_its_words() {
    for (code, text) in ResultMsg::ALL {
        assert_eq!(ResultMsg::parse(text), code);
        let class = match text {
            "SUCCESS" => Class::S,
            "SYSTEM_BUSY" => Class::U,
            _ => Class::F,
        };
        assert_eq!((code.class(), code.terminal()), (class, class == Class::F), "{text}");
        assert_eq!(code.error().is_none(), text == "SUCCESS");
    }
    let unknown = ResultMsg::parse("success");
    assert_eq!((unknown, unknown.class(), unknown.terminal()), (ResultMsg::Unknown, Class::F, false));
}

#[test]
fn replies_are_read_as_they_are_known_to_vary() {
    let ok = json!({ "resultStatus": "S", "resultCode": "SUCCESS", "resultMsg": "success." });
    let infos = json!([
        { "accountNo": "8310040012345678", "currencyList": ["USD", "x"], "accountType": "RECEIVE_ACCOUNT", "accountStatus": "ACTIVE" },
        { "accountNo": "99", "currencyList": ["EUR"], "accountStatus": "ABNORMAL" },
        { "accountNo": "1", "accountType": "OTHER", "accountStatus": "ACTIVE" },
    ]);
    let reply = json!({ "result": ok, "accountId": "1", "accountInfos": infos }).to_string();
    let Ok(Reply::Accounts(accounts)) = Reply::parse(&reply) else { panic!("{reply}") };
    let read: Vec<_> =
        accounts.iter().map(|one| (one.masked(), one.currencies.join(","), one.status)).collect();
    assert_eq!(
        read,
        [
            ("•••• 5678".to_owned(), "USD".to_owned(), RaStatus::Active),
            ("•••• 99".to_owned(), "EUR".to_owned(), RaStatus::Abnormal),
        ]
    );
    let result =
        |status, code| json!({ "result": { "resultStatus": status, "resultCode": code } }).to_string();
    for none in [
        "",
        " \n",
        &json!({ "result": ok, "accountInfos": [] }).to_string(),
        &result("F", "ACCOUNT_NOT_EXIST"),
    ] {
        assert_eq!(Reply::parse(none), Ok(Reply::None), "{none}");
    }
    assert_eq!(Reply::parse(&result("U", "UNKNOWN_EXCEPTION")), Ok(Reply::Undecided));
    assert_eq!(Reply::parse(&result("F", "PARAM_ILLEGAL")), Ok(Reply::Refused("PARAM_ILLEGAL".into())));
    for bad in ["{}", "<html>", "[]", r#"{"result":{}}"#, r#"{"result":{"resultStatus":"X"}}"#] {
        assert!(Reply::parse(bad).is_err(), "{bad}");
    }
}

#[test]
fn a_return_names_a_user_and_a_result_once() {
    let read = Returned::parse("partnerId=P1&referenceCustomerId=a%2Bb&resultMsg=SUCCESS&more=1").unwrap();
    let expected = (Some("P1"), "a+b", ResultMsg::Success);
    assert_eq!((read.partner_id.as_deref(), read.reference.as_str(), read.result), expected);
    assert_eq!(Returned::parse("referenceCustomerId=a&resultMsg=x").unwrap().result, ResultMsg::Unknown);
    for bad in [
        "",
        "resultMsg=SUCCESS",
        "referenceCustomerId=a",
        "referenceCustomerId=a&resultMsg=SUCCESS&resultMsg=SUCCESS",
        "referenceCustomerId=%zz&resultMsg=SUCCESS",
    ] {
        assert_eq!(Returned::parse(bad), None, "{bad}");
    }
    assert_eq!(Returned::parse(&format!("referenceCustomerId=a&resultMsg={}", "A".repeat(1_537))), None);
}

#[test]
fn headers_are_written_and_read() {
    assert_eq!(request_time(Millis::new(1_767_268_800_999)), "2026-01-01T12:00:00+00:00");
    let header = signature_header("2", "a+/=");
    assert_eq!(header, "algorithm=RSA256, keyVersion=2, signature=a%2B%2F%3D");
    assert_eq!(read_signature(&header), Some(("2".into(), "a+/=".into())));
    assert_eq!(read_signature("algorithm=RSA256,keyVersion=1,signature=x"), Some(("1".into(), "x".into())));
    for bad in ["", "signature=x", "algorithm=none,keyVersion=1,signature=x", "algorithm=RSA256,keyVersion=1"]
    {
        assert_eq!(read_signature(bad), None, "{bad}");
    }
}

#[test]
fn our_references_are_32_characters_that_need_no_encoding() {
    let reference = ReferenceCustomerId::ours([255; 32]);
    assert!(reference.as_str().len() == 32 && reference.as_str().bytes().all(|b| b.is_ascii_alphanumeric()));
    assert_ne!(reference, ReferenceCustomerId::ours([0; 32]));
}
