//! The parameters of a WorldFirst link: what is refused before any redirect, and what is only warned of.

use account_link_tests::client::Response;
use account_link_tests::partner::{DAYS, DEMO, Link};
use account_link_tests::random::fresh;
use account_link_tests::worldfirst::{STORE, go, link, open, way};
use account_link_tests::{pause, raw_http, run, stack};
use serde_json::json;

async fn get(link: &Link) -> Response {
    raw_http::open(&link.sign()).await
}

#[test]
fn what_worldfirst_needs_is_there() {
    run(async {
        let good = link(DEMO, &fresh("u"));
        get(&good).await.expect(303);
        for name in ["store_url", "store_name", "currency"] {
            for bad in [good.clone().without(name), good.clone().with(name, "")] {
                let answer = get(&bad).await.refused(400, "missing_parameter");
                assert!(answer.body.contains(name), "{}", answer.body);
            }
        }
    });
}

#[test]
fn each_value_keeps_its_rule() {
    run(async {
        let good = link(DEMO, &fresh("u"));
        let long =
            |start: &str, length: usize| format!("{start}{}", "a".repeat(length - start.chars().count()));
        let codes = |count: u8| -> String {
            let code = |n: u8| format!("A{}{}", char::from(b'A' + n / 26), char::from(b'A' + n % 26));
            (0..count).map(code).collect::<Vec<_>>().join(",")
        };
        let mut taken: Vec<String> = Vec::new();
        for (name, value) in [
            ("store_url", "shop.example.com"),
            ("store_url", "https:shop.example.com"),
            ("store_url", "https:/shop.example.com/"),
            ("store_url", "https:\\\\shop.example.com\\"),
            ("store_url", " https://shop.example.com/"),
            ("store_url", "ftp://shop.example.com/"),
            ("store_url", "javascript:alert(1)"),
            ("store_url", "https://"),
            ("store_url", "https:///x"),
            ("store_url", "//shop.example.com/"),
            ("store_url", "https://shop.example.com/\n"),
            ("store_url", &long("https://shop.example.com/", 257)),
            ("store_name", &long("x", 257)),
            ("store_name", &"店".repeat(257)),
            ("store_name", "a\u{7}b"),
            ("store_name", "shop\u{202e}pohs"),
            ("currency", "usd"),
            ("currency", "US"),
            ("currency", "USDX"),
            ("currency", "USD,"),
            ("currency", ",USD"),
            ("currency", "USD,,EUR"),
            ("currency", "USD EUR"),
            ("currency", "USD, EUR"),
            ("currency", "USD;EUR"),
            ("currency", "USD,USD"),
            ("currency", "USD,EUR,GBP,EUR"),
            ("currency", "U$D"),
            ("currency", &codes(65)),
        ] {
            let answer = get(&good.clone().with(name, value)).await;
            if answer.status == 303 {
                taken.push(format!("{name}={value}"));
                continue;
            }
            let answer = answer.refused(400, "invalid_parameter");
            assert!(answer.body.contains(name), "{}", answer.body);
            assert!(
                value.len() < 4 || !answer.body.contains(value),
                "the value is not said: {}",
                answer.body
            );
        }
        assert!(taken.is_empty(), "{taken:?}");
        for (name, value) in [
            ("store_url", long("https://shop.example.com/", 256)),
            ("store_url", "http://localhost/".into()),
            ("store_name", "店".repeat(256)),
            ("store_name", "x".into()),
            ("currency", codes(64)),
            ("currency", "USD,EUR,GBP,NZD,CAD,AUD,JPY,SGD,HKD,CNH,PLN,SEK,MXN".into()),
        ] {
            get(&good.clone().with(name, &value)).await.expect(303);
        }
    });
}

#[test]
fn a_repeated_or_unknown_parameter_is_none() {
    run(async {
        let good = link(DEMO, &fresh("u"));
        for name in ["store_colour", "reference_customer_id", "client_id", "signature_method", "storeUrl"] {
            get(&good.clone().with(name, "x")).await.refused(400, "unknown_parameter");
        }
        let mut twice = good.clone();
        twice.parameters.push(("currency".into(), "EUR".into()));
        get(&twice).await.refused(400, "duplicate_parameter");
        for (name, value) in [("token_flag", "CITI_FLEX"), ("return_to", "web")] {
            get(&good.clone().with(name, value)).await.refused(400, "unknown_parameter");
        }
        for (provider, name) in
            [("cabital", "store_url"), ("cabital", "request_id"), ("payway", "store_name")]
        {
            let other = DEMO.link(&fresh("u")).with("provider", provider).with("token_flag", "CITI_FLEX");
            let other = if provider == "cabital" {
                other.without("token_flag")
            } else {
                other.with("currency", "USD")
            };
            get(&other.with(name, "x")).await.refused(400, "unknown_parameter");
        }
    });
}

#[test]
fn a_partner_without_worldfirst_cannot_offer_it() {
    run(async {
        get(&link(DAYS, &fresh("u"))).await.refused(400, "provider_not_offered");
    });
}

/// The warnings of an answer, sorted.
fn warnings(answer: &Response) -> Vec<String> {
    let all = answer.all("account-link-warning");
    let mut all: Vec<String> = all.iter().flat_map(|one| one.split(", ")).map(str::to_owned).collect();
    all.sort();
    all
}

#[test]
fn what_may_be_taken_otherwise_is_warned_of_at_both_redirects_and_in_the_log() {
    run(async {
        let cases: [(&str, &str, &str, &[&str]); 8] = [
            (STORE.0, STORE.1, "USD", &[]),
            (STORE.0, "環球-Shop_1.x", "USD,EUR,GBP,NZD,CAD,AUD,JPY,SGD,HKD,CNH,PLN,SEK,MXN", &[]),
            (STORE.0, "My Shop", "USD", &["disputed_character store_name"]),
            ("https://s.example.com/~me/(1)", STORE.1, "USD", &["disputed_character store_url"]),
            (STORE.0, STORE.1, "USD,KHR", &["unlisted_currency currency"]),
            (STORE.0, STORE.1, "XAU,KHR", &["unlisted_currency currency"]),
            (STORE.0, "it's", "CNY", &["disputed_character store_name", "unlisted_currency currency"]),
            (
                "https://s.example.com/!",
                "a*b",
                "KHR",
                &[
                    "disputed_character store_name",
                    "disputed_character store_url",
                    "unlisted_currency currency",
                ],
            ),
        ];
        for (url, name, currency, expected) in cases {
            let link = link(DEMO, &fresh("u")).with("store_url", url).with("store_name", name);
            let link = link.with("currency", currency);
            let opened = get(&link).await.expect(303);
            assert_eq!(warnings(&opened), expected, "{name} {currency}");
            println!("{:?}", opened.all("account-link-warning"));
            let mut session = open(&link).await;
            session.perform("continue", json!({})).await.shows("portal");
            let led = go(&way(&session, "tab")).await.expect(303);
            assert_eq!(warnings(&led), expected, "{name} {currency}");
        }
        pause(300).await;
        let log = stack::log();
        for word in ["disputed_character", "unlisted_currency"] {
            assert!(log.lines().any(|line| line.starts_with('{') && line.contains(word)), "{word} is logged");
        }
    });
}

#[test]
fn every_disputed_character_is_warned_of() {
    run(async {
        for c in " !'()*~".chars() {
            let link = link(DEMO, &fresh("u")).with("store_name", &format!("a{c}b"));
            assert_eq!(warnings(&get(&link).await.expect(303)), ["disputed_character store_name"], "{c:?}");
        }
        for c in "-_.+&%#\"<>@:/?=,;$|\\^`{}[]é店".chars() {
            let link = link(DEMO, &fresh("u")).with("store_name", &format!("a{c}b"));
            assert!(warnings(&get(&link).await.expect(303)).is_empty(), "{c:?}");
        }
    });
}
