//! Where a flow may end: the registered place and no other, however it is written. Every case is signed properly,
//! so that nothing but the allow-list stands in its way.

use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{raw_http, run};

/// The registered place is `S`, for `http://localhost:PORT`; `P` is its port.
const FOREIGN: [&str; 60] = [
    "",
    "/linked",
    "//localhost:P/linked",
    "linked",
    "http:",
    "http://",
    "http:/localhost:P/linked",
    "http:localhost:P/linked",
    "http:///localhost:P/linked",
    "https://localhost:P/linked",
    "https://evil.example/linked",
    "http://evil.example/linked",
    "http://localhost/linked",
    "http://localhost:1/linked",
    "http://localhost:0P/linked",
    "http://localhost:99999/linked",
    "http://127.0.0.1:P/linked",
    "http://127.1:P/linked",
    "http://2130706433:P/linked",
    "http://0x7f.0.0.1:P/linked",
    "http://0177.0.0.1:P/linked",
    "http://0:P/linked",
    "http://0.0.0.0:P/linked",
    "http://[::1]:P/linked",
    "http://[::ffff:127.0.0.1]:P/linked",
    "http://localhost.:P/linked",
    "http://a.localhost:P/linked",
    "http://localhost.evil.example:P/linked",
    "http://localhost%2eevil.example:P/linked",
    "http://localhost:P.evil.example/linked",
    "http://LOCALHOST:P/linked",
    "HTTP://localhost:P/linked",
    "http://user@localhost:P/linked",
    "http://user:pw@localhost:P/linked",
    "http://@localhost:P/linked",
    "http://localhost:P@evil.example/linked",
    "http://localhost:P\\@evil.example/linked",
    "http:\\\\localhost:P\\linked",
    "http://evil.example\\@localhost:P/linked",
    "http://evil.example#@localhost:P/linked",
    "http://evil.example?@localhost:P/linked",
    "http://evil.example;@localhost:P/linked",
    "S/linked/",
    "S/linkedx",
    "S/Linked",
    "S/",
    "S",
    "S/linked;x",
    "S/linked%2f",
    "S//linked",
    "S/./linked",
    "S/a/../linked",
    "S/%2e%2e/linked",
    "S/l%69nked",
    "S/linked#x",
    "S/linked#",
    "javascript:alert(1)",
    "data:text/html,x",
    "ftp://localhost:P/linked",
    "blob:http://localhost:P/linked",
];

/// Characters that parsers drop, trim or disagree on.
const CHARACTERS: [&str; 12] = [
    "\t", "\n", "\r", "\0", " ", "\u{7f}", "\u{a0}", "\u{2028}", "\u{3002}", "\u{ff0f}", "\u{200d}", "\u{f6}",
];

#[test]
fn a_foreign_place_is_refused_in_every_notation() {
    run(async {
        let (site, port) = (DEMO.site(), DEMO.port().to_string());
        let mut cases: Vec<String> =
            FOREIGN.iter().map(|c| c.replace('S', &site).replace('P', &port)).collect();
        for character in CHARACTERS {
            cases.push(format!("{character}{site}/linked"));
            cases.push(format!("http://local{character}host:{port}/linked"));
            cases.push(format!("{site}/lin{character}ked"));
            cases.push(format!("{site}/linked{character}"));
        }
        cases.push(format!("{site}/linked?{}", "x".repeat(2048)));
        assert!(cases.len() >= 45);
        for case in &cases {
            let response = raw_http::open(&DEMO.link(&fresh("u")).with("redirect_url", case).sign()).await;
            let code = response.code();
            let expected = if case.is_empty() { "missing_parameter" } else { "redirect_not_allowed" };
            assert_eq!((response.status, code.as_str()), (400, expected), "{case:?}: {response:?}");
        }
        println!("{} foreign places refused", cases.len());
    });
}

#[test]
fn the_registered_place_is_accepted_with_any_query() {
    run(async {
        for query in ["", "?", "?from=x", "?a=1&a=2&result=forged", "?it's=(fine)&next=http://evil.example/"]
        {
            let place = format!("{}/linked{query}", DEMO.site());
            raw_http::open(&DEMO.link(&fresh("u")).with("redirect_url", &place).sign()).await.expect(303);
        }
    });
}
