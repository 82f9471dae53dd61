//! The URL of the portal, byte by byte: order, encoding, signature, and the names in it that are ours.

use account_link_tests::browser::Session;
use account_link_tests::partner::{DEMO, Link, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::rsa::Pair;
use account_link_tests::worldfirst::{
    self, CLIENT, STORE, authorise_at, back, link, linked, open, rebinding, return_with, sent, sent_by,
};
use account_link_tests::{now_ms, run, sign, stack};
use serde_json::json;
use std::collections::BTreeSet;

/// The base of the portal's URL, as it is configured.
fn portal() -> String {
    let vars = stack::vars();
    vars.into_iter().find(|(name, _)| name == "WORLDFIRST_PORTAL_URL").expect("it is configured").1
}

/// The value of one parameter, as it is encoded.
fn raw<'a>(url: &'a str, name: &str) -> &'a str {
    let pairs = url.split('?').nth(1).expect("a query").split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .filter(|(known, _)| *known == name)
        .map(|(_, value)| value)
        .next()
        .unwrap_or_else(|| panic!("no {name}: {url}"))
}

/// The whole URL is what it must be: every byte of it is known, but for two names of ours.
fn assert_whole(url: &str, store: (&str, &str), currency: &str, request_id: Option<&str>) {
    let reference = raw(url, "referenceCustomerId");
    assert!(reference.len() == 32 && reference.bytes().all(|b| b.is_ascii_alphanumeric()), "{reference}");
    let place = sign::encode(&format!("{}/return/worldfirst/", stack::origin()));
    let return_token = raw(url, "redirectUrl").strip_prefix(&place).unwrap_or_else(|| panic!("{url}"));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_".contains(&b);
    assert!(return_token.len() >= 43 && return_token.bytes().all(plain), "256 bits, plain: {return_token}");
    let mut text =
        format!("clientId={CLIENT}&redirectUrl={place}{return_token}&referenceCustomerId={reference}");
    for (name, value) in [("storeUrl", store.0), ("storeName", store.1), ("currency", currency)] {
        text += &format!("&{name}={}", sign::encode(value));
    }
    text += &request_id.map(|id| format!("&requestId={id}")).unwrap_or_default();
    let (_, first) = &Pair::workers()[0];
    let signature = first.sign(&text);
    assert!(first.made(&text, &signature));
    assert_eq!(url, format!("{}?{text}&signature={}", portal(), sign::encode(&signature)));
}

async fn show_portal(link: &Link) -> Session {
    let mut session = open(link).await;
    session.perform("continue", json!({})).await.shows("portal");
    session
}

#[test]
fn every_byte_is_as_prescribed() {
    run(async {
        let mut session = show_portal(&link(DEMO, &fresh("u"))).await;
        for which in ["tab", "top"] {
            let url = sent_by(&mut session, which).await;
            assert_whole(&url, STORE, "USD", None);
            assert_eq!(return_with(&url, "SYSTEM_BUSY").await.refusal, None);
        }
    });
}

#[test]
fn values_of_any_script_and_disputed_characters_are_encoded_once() {
    run(async {
        for (url, name, currency) in [
            ("https://shop.example.com/seller/1/?lang=zh&x=a%20b#top", "环球小店", "USD,EUR"),
            ("http://s.example.com:8080/~me/(1)/", "My Shop (EU)! it's a*b~c", "EUR"),
            ("https://xn--bcher-kva.example.com/ហាង", "ហាង\u{200b}សុខា 👨\u{200d}👩\u{200d}👧", "KHR,XAU"),
            ("https://s.example.com/%2e%2E/%C3%A9", "100% + \"1\" <b>&signature=x&clientId=y", "USD"),
            ("HTTPS://S.Example.COM", "%E4%BD%A0 +=?#/\\", "MXN,USD"),
        ] {
            let link = link(DEMO, &fresh("u")).with("store_url", url).with("store_name", name);
            let mut session = show_portal(&link.with("currency", currency)).await;
            assert_whole(&sent(&mut session).await, (url, name), currency, None);
        }
    });
}

#[test]
fn a_rebinding_repeats_everything_and_adds_its_id() {
    run(async {
        let user = fresh("u");
        let mut session = show_portal(&link(DEMO, &user).with("currency", "USD,EUR")).await;
        let first = sent(&mut session).await;
        back(&authorise_at(&first).await.redirect).await.expect(303);
        session.settle("ended/linked", 10).await;
        let id = format!("Re-bind_{}.1", now_ms());
        let mut again = show_portal(&rebinding(DEMO, &user, &id)).await;
        let second = sent(&mut again).await;
        assert_whole(&second, STORE, "USD,EUR", Some(&id));
        let values = |url: &str| url.split("&signature=").next().unwrap_or_default().to_owned();
        assert_eq!(values(&second), format!("{}&requestId={id}", values(&first)));
    });
}

#[test]
fn one_user_has_one_name_and_one_way_back_and_others_have_others() {
    run(async {
        let user = fresh("u");
        let mut references = BTreeSet::new();
        let mut ways = BTreeSet::new();
        for link in [link(DEMO, &user), link(DEMO, &user).with("state", "again").with("currency", "EUR")] {
            let mut session = show_portal(&link).await;
            for _ in 0..2 {
                let url = sent(&mut session).await;
                references.insert(raw(&url, "referenceCustomerId").to_owned());
                ways.insert(raw(&url, "redirectUrl").to_owned());
            }
        }
        assert_eq!((references.len(), ways.len()), (1, 1), "another link, another redirect: the same user");
        for link in [link(DEMO, &fresh("u")), link(STRICT, &user), link(DEMO, &format!("{user}x"))] {
            let url = sent(&mut show_portal(&link).await).await;
            references.insert(raw(&url, "referenceCustomerId").to_owned());
            ways.insert(raw(&url, "redirectUrl").to_owned());
        }
        assert_eq!((references.len(), ways.len()), (4, 4), "another user, another partner: another name");
        assert!(references.iter().chain(&ways).all(|one| !one.contains(&user)));
    });
}

#[test]
fn the_inquiry_is_signed_with_the_first_key_and_taken() {
    run(async {
        let (_, reference) = linked(DEMO, &fresh("u")).await;
        let asked = worldfirst::inquiries(&reference).await;
        assert!(asked.len() >= 2, "before the redirect and after the return: {asked:#?}");
        let (id, _) = &Pair::workers()[0];
        for one in &asked {
            assert_eq!(one["accepted"], true, "{one}");
            assert_eq!(one["keyVersion"], id.as_str());
            assert_eq!(
                one["fields"],
                json!({ "accountType": "RECEIVE_ACCOUNT", "referenceCustomerId": reference })
            );
        }
    });
}
