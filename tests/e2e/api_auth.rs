//! Who may call the API: the key, the clock, the signature and the nonce of 001.

use account_link_tests::client::{Request, Response};
use account_link_tests::partner::{DEMO, Partner, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::{now, run, sign};

/// Nobody was ever linked under this name: who gets in is told so.
const PATH: &str = "/api/v1/links/nobody-was-ever-linked";

async fn at(seconds: i64) -> Response {
    DEMO.request_at("GET", PATH, &(now() + seconds).to_string(), None).send().await
}

#[test]
fn a_signed_request_gets_in() {
    run(async {
        for partner in [DEMO, STRICT] {
            partner.call("GET", PATH).await.refused(404, "not_found");
        }
        let time = now().to_string();
        let hex = sign::hex(DEMO.secret, &format!("{time}GET{PATH}"));
        let request = DEMO.request_at("GET", PATH, &time, None);
        request.clone().header("access-sign", &hex).send().await.refused(404, "not_found");
        request.header("access-sign", &hex.to_uppercase()).send().await.refused(404, "not_found");
    });
}

#[test]
fn the_query_is_signed_exactly_as_sent() {
    run(async {
        let with = format!("{PATH}?provider=cabital");
        DEMO.call("GET", &with).await.refused(404, "not_found");
        let mut without = DEMO.request("GET", PATH);
        without.url.push_str("?provider=cabital");
        without.send().await.refused(401, "unauthenticated");
    });
}

#[test]
fn an_unknown_partner_and_a_wrong_signature_are_answered_alike() {
    run(async {
        let time = now().to_string();
        let request = |partner: Partner| partner.request_at("GET", PATH, &time, None);
        let good = request(DEMO);
        let nobody = Partner { key: "nobody-here", ..DEMO };
        let attempts = [
            request(nobody),
            good.clone().header("access-key", STRICT.key),
            good.clone().header("access-sign", &sign::base64("another secret", "x")),
            good.clone().header("access-sign", "not base64!"),
            good.clone().header("access-sign", ""),
        ];
        let mut bodies = Vec::new();
        for attempt in attempts {
            let response = attempt.send().await.refused(401, "unauthenticated");
            let message = response.json()["message"].as_str().unwrap().to_owned();
            assert!(message.contains(&format!("{time}GET{PATH}")), "shows the text we signed: {message}");
            assert!(message.contains(&now().to_string()[..8]), "shows the server's time: {message}");
            bodies.push(message);
        }
        // But for the server's clock, which may have moved on in between.
        let plain = |text: &str| text.replace(char::is_numeric, "");
        assert!(bodies.iter().all(|body| plain(body) == plain(&bodies[0])), "{bodies:#?}");
    });
}

#[test]
fn a_missing_header_is_no_way_in() {
    run(async {
        for name in ["access-key", "access-timestamp", "access-sign"] {
            let response = DEMO.request("GET", PATH).without(name).send().await;
            assert_eq!(response.status, 401, "without {name}: {response:?}");
        }
        Request::new("GET", PATH).send().await.expect(401);
        Request::new("DELETE", PATH).send().await.expect(401);
    });
}

#[test]
fn the_clock_may_be_thirty_seconds_off() {
    run(async {
        for fine in [-28, 0, 28] {
            at(fine).await.refused(404, "not_found");
        }
        for off in [-33, 33, -100_000, 100_000] {
            let response = at(off).await.refused(401, "timestamp_out_of_window");
            let message = response.json()["message"].as_str().unwrap().to_owned();
            assert!(message.contains(&now().to_string()[..8]), "shows the server's time: {message}");
        }
        for text in ["", "abc", "-1", "1.5", "99999999999999999999", "0x10", " 1"] {
            let response = DEMO.request_at("GET", PATH, text, None).send().await;
            assert_eq!(response.status, 401, "{text:?}: {response:?}");
        }
        let milliseconds = account_link_tests::now_ms().to_string();
        DEMO.request_at("GET", PATH, &milliseconds, None).send().await.expect(401);
    });
}

#[test]
fn a_stale_request_is_not_told_from_a_forged_one_before_its_signature_holds() {
    run(async {
        let old = (now() - 3600).to_string();
        let forged = DEMO.request_at("GET", PATH, &old, None).header("access-sign", &sign::base64("x", "y"));
        let unknown = Partner { key: "nobody-here", ..DEMO }.request_at("GET", PATH, &old, None);
        let (one, two) = (forged.send().await.expect(401), unknown.send().await.expect(401));
        assert_eq!(one.code(), two.code(), "a partner's existence does not show");
    });
}

#[test]
fn a_nonce_is_good_for_one_request() {
    run(async {
        let nonce = fresh("nonce");
        let request = DEMO.request_at("GET", PATH, &now().to_string(), Some(&nonce));
        request.send().await.refused(404, "not_found");
        request.send().await.refused(409, "nonce_reused");
        DEMO.request_at("GET", PATH, &(now() + 1).to_string(), Some(&nonce))
            .send()
            .await
            .refused(409, "nonce_reused");
        STRICT
            .request_at("GET", PATH, &now().to_string(), Some(&nonce))
            .send()
            .await
            .refused(404, "not_found");
        // A forged request uses up nobody's nonce.
        let free = fresh("nonce");
        let forged =
            DEMO.request_at("GET", PATH, &now().to_string(), Some(&free)).header("access-sign", "AAAA");
        forged.send().await.refused(401, "unauthenticated");
        DEMO.request_at("GET", PATH, &now().to_string(), Some(&free)).send().await.refused(404, "not_found");
        for bad in ["short", "with space", &"n".repeat(65)] {
            let response = DEMO.request_at("GET", PATH, &now().to_string(), Some(bad)).send().await;
            assert!([400, 401].contains(&response.status), "{bad:?}: {response:?}");
        }
        // The nonce is part of what is signed.
        let unsigned = DEMO.request("GET", PATH).header("access-nonce", &fresh("nonce"));
        unsigned.send().await.refused(401, "unauthenticated");
    });
}

#[test]
fn the_time_is_told_to_everybody() {
    run(async {
        let body = Request::new("GET", "/api/v1/time").send().await.expect(200).json();
        let epoch = body["epoch"].as_i64().expect("seconds");
        assert!((epoch - now()).abs() <= 1, "{epoch}");
        let iso = body["iso"].as_str().expect("a text");
        assert!(iso.len() == 24 && iso.ends_with('Z') && iso.starts_with("20"), "{iso}");
    });
}
