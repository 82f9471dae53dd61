//! The signed link for programs: what is accepted, and each refusal with a status and code of its own.

use account_link_tests::client::Response;
use account_link_tests::partner::{DEMO, Link, STRICT, signed};
use account_link_tests::random::fresh;
use account_link_tests::{now, raw_http, run, sign, stack};

async fn open(link: &Link) -> Response {
    raw_http::open(&link.sign()).await
}

#[test]
fn the_link_of_the_vectors_with_the_values_of_demo_is_accepted() {
    run(async {
        let link = DEMO
            .link("fce4fd45-7dd7-4d4c-b06c-e17ff12f3e30")
            .with("redirect_url", &format!("{}/linked?from=connect&lang=zh", DEMO.site()))
            .with("timestamp", &now().to_string());
        let response = open(&link).await.expect(303);
        let location = response.header("location").unwrap();
        let (page, code) = location.split_once('#').unwrap();
        let flow = page.strip_prefix("/connect/demo?flow=").expect(page);
        assert!(flow.len() == 32 && flow.bytes().all(|b| b.is_ascii_hexdigit()), "{flow}");
        assert!(code.len() == 43 && code.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)));
        assert_eq!(response.header("referrer-policy"), Some("no-referrer"));
    });
}

#[test]
fn every_optional_parameter_is_accepted() {
    run(async {
        let optional = [
            ("feature", "link"),
            ("feature", "a feature of tomorrow"),
            ("provider", "cabital"),
            ("timestamp", ""),
            ("state", "a b&c=d#e/?'!()*~é中"),
            ("locale", "km-KH"),
            ("locale", "tlh"),
            ("theme", "dark"),
            ("user_label", "សុខា's shop"),
        ];
        for (name, value) in optional {
            open(&DEMO.link(&fresh("u")).with(name, value)).await.expect(303);
        }
        open(&STRICT.link(&fresh("u"))).await.expect(303);
    });
}

#[test]
fn an_apostrophe_that_javascript_left_raw_is_tolerated() {
    run(async {
        let text = format!("{}&user_label=Sokha's", DEMO.link(&fresh("u")).text());
        raw_http::open(&signed(DEMO.secret, &text)).await.expect(303);
    });
}

#[test]
fn a_changed_byte_anywhere_breaks_the_signature() {
    run(async {
        let link = DEMO.link("user-1").with("state", "abc").with("timestamp", &now().to_string()).sign();
        for (from, to) in [("user-1", "user-2"), ("abc", "abd"), ("state=", "State="), ("linked", "linker")] {
            let changed = link.replacen(from, to, 1);
            assert_ne!(changed, link);
            raw_http::open(&changed).await.refused(401, "link_signature_invalid");
        }
        // Another spelling of the same value is another link: one signature, one URL.
        raw_http::open(&link.replacen("user-1", "user%2D1", 1)).await.refused(401, "link_signature_invalid");
        raw_http::open(&link.replacen("%3A", "%3a", 1)).await.refused(401, "link_signature_invalid");
        raw_http::open(&format!("{link}x")).await.refused(401, "link_signature_invalid");
        raw_http::open(&link.replacen("%3D", "=", 1)).await.refused(401, "link_signature_invalid");
    });
}

#[test]
fn who_signed_is_not_told_from_what_was_signed() {
    run(async {
        let mut wrong = DEMO.link(&fresh("u"));
        "not the secret of demo".clone_into(&mut wrong.secret);
        let mut others = DEMO.link(&fresh("u"));
        STRICT.secret.clone_into(&mut others.secret);
        let nobody = DEMO.link(&fresh("u")).with("partner_key", "nobody-of-this-name");
        let mut bodies = Vec::new();
        for link in [wrong, others, nobody] {
            let response = open(&link).await.refused(401, "link_signature_invalid");
            bodies.push(response.anonymous());
        }
        assert!(bodies.iter().all(|body| *body == bodies[0]), "{bodies:#?}");
    });
}

#[test]
fn parameters_are_known_given_once_and_well_formed() {
    run(async {
        let link = DEMO.link(&fresh("u"));
        open(&link.clone().with("colour", "red")).await.refused(400, "unknown_parameter");
        open(&link.clone().with("store_url", "https://x.example")).await.refused(400, "unknown_parameter");
        let twice = signed(DEMO.secret, &format!("{}&state=1&state=2", link.text()));
        raw_http::open(&twice).await.refused(400, "duplicate_parameter");
        let same = signed(DEMO.secret, &format!("{}&user_ext_ref=x", link.text()));
        raw_http::open(&same).await.refused(400, "duplicate_parameter");
        let hidden = signed(DEMO.secret, &format!("{}&user%5Fext_ref=x", link.text()));
        raw_http::open(&hidden).await.refused(400, "duplicate_parameter");
        open(&link.clone().without("user_ext_ref")).await.refused(400, "missing_parameter");
        open(&link.clone().without("redirect_url")).await.refused(400, "missing_parameter");
        for (name, value) in [
            ("user_ext_ref", "x".repeat(129).as_str()),
            ("user_ext_ref", "tab\there"),
            ("theme", "pink"),
            ("timestamp", "yesterday"),
            ("timestamp", "1767268800.5"),
            ("timestamp", "-1"),
            ("state", "s".repeat(513).as_str()),
            ("state", "line\nbreak"),
            ("user_label", "l".repeat(81).as_str()),
        ] {
            let response = open(&link.clone().with(name, value)).await.refused(400, "invalid_parameter");
            assert!(response.body.contains(name), "the message names {name}: {}", response.body);
        }
        open(&link.clone().with("provider", "nobank")).await.refused(400, "provider_not_offered");
        let broken = signed(DEMO.secret, &format!("{}&state=%zz", link.text()));
        raw_http::open(&broken).await.refused(400, "invalid_parameter");
    });
}

#[test]
fn the_signature_is_there_spelled_right_and_last() {
    run(async {
        let link = DEMO.link(&fresh("u")).sign();
        let misspelled = link.replace("&signature=", "&siganture=");
        let response = raw_http::open(&misspelled).await.refused(400, "misspelled_signature");
        assert!(response.body.contains("`signature`"), "{}", response.body);
        raw_http::open(&format!("{link}&state=x")).await.refused(400, "signature_not_last");
        let first = link
            .split_once("&signature=")
            .map(|(text, signature)| text.replacen('?', &format!("?signature={signature}&"), 1));
        raw_http::open(&first.unwrap()).await.refused(400, "signature_not_last");
        let (unsigned, _) = link.split_once("&signature=").unwrap();
        raw_http::open(unsigned).await.refused(400, "missing_parameter");
        raw_http::open(&format!("{unsigned}&signature=")).await.refused(401, "link_signature_invalid");
        raw_http::open(&format!("{}/api/v1/partner/link", stack::origin()))
            .await
            .refused(400, "missing_parameter");
        let hex = format!("{unsigned}&signature={}", sign::hex(DEMO.secret, unsigned));
        raw_http::open(&hex).await.refused(401, "link_signature_invalid");
    });
}

#[test]
fn a_timestamp_is_fresh_wherever_there_is_one() {
    run(async {
        let at = |seconds: i64| DEMO.link(&fresh("u")).with("timestamp", &(now() + seconds).to_string());
        for fine in [-295, 0, 28] {
            open(&at(fine)).await.expect(303);
        }
        open(&at(-301)).await.refused(410, "link_expired");
        open(&DEMO.link(&fresh("u")).with("timestamp", "0")).await.refused(410, "link_expired");
        open(&at(33)).await.refused(400, "link_from_future");
        open(&at(86_400 * 365)).await.refused(400, "link_from_future");
    });
}

#[test]
fn a_strict_partner_needs_a_timestamp_and_a_user_label() {
    run(async {
        let link = STRICT.link(&fresh("u"));
        open(&link.clone().without("timestamp")).await.refused(400, "timestamp_missing");
        open(&link.clone().with("timestamp", "")).await.refused(400, "timestamp_missing");
        let response = open(&link.clone().without("user_label")).await.refused(400, "missing_parameter");
        assert!(response.body.contains("user_label"), "{}", response.body);
        open(&link.with("user_label", "")).await.refused(400, "missing_parameter");
    });
}

#[test]
fn a_link_for_another_host_is_refused_whoever_signed_it() {
    run(async {
        let port = stack::port(&stack::origin());
        for host in
            ["evil.example", "localhost", "localhost:1", "localhost.:81", "127.0.0.1.example", "[::1]"]
        {
            let mut link = DEMO.link(&fresh("u"));
            link.origin = format!("http://{host}");
            open(&link).await.refused(400, "foreign_host");
        }
        // Both names of this machine are ours, but a link is signed for one of them.
        let mut link = DEMO.link(&fresh("u"));
        link.origin = format!("http://127.0.0.1:{port}");
        open(&link).await.expect(303);
        let elsewhere = link.sign().replacen(&link.origin, &stack::origin(), 1);
        raw_http::open(&elsewhere).await.refused(401, "link_signature_invalid");
    });
}

#[test]
fn a_link_is_not_read_beyond_its_longest() {
    run(async {
        open(&DEMO.link(&fresh("u")).with("state", &"x".repeat(9000))).await.refused(414, "link_too_long");
        open(&DEMO.link(&fresh("u")).with("x", &"y".repeat(7000))).await.refused(400, "unknown_parameter");
    });
}
