//! The API describes itself: the committed document, under its route and no other name.

use account_link_tests::client::Request;
use account_link_tests::{run, stack};

#[test]
fn the_document_is_the_committed_one() {
    run(async {
        let served = Request::new("GET", "/api/v1/openapi.json").send().await.expect(200);
        assert_eq!(served.header("content-type"), Some("application/json"));
        assert_eq!(served.header("cache-control"), Some("no-store"));
        let committed =
            std::fs::read_to_string(stack::root().join("docs/openapi.json")).expect("docs/openapi.json");
        assert!(served.body == committed, "dist/assets/openapi.json is old: run `cargo xtask build`");
    });
}

#[test]
fn it_is_no_file_for_everybody() {
    run(async {
        for path in [
            "/openapi.json",
            "/ui/../openapi.json",
            "/ui/%2e%2e/openapi.json",
            "//openapi.json",
            "/common-passwords.txt",
        ] {
            Request::new("GET", path).send().await.refused(404, "not_found");
        }
    });
}

#[test]
fn a_refused_method_is_told_which_there_are() {
    run(async {
        for (method, path, methods) in [
            ("PUT", "/api/v1/time", "GET"),
            ("HEAD", "/api/v1/time", "GET"),
            ("GET", "/api/v1/links/u/kyc/ogs", "POST,DELETE"),
            ("HEAD", "/connect/v1/flows/f/channel", "GET,POST"),
            ("GET", "/callbacks/caas", "POST"),
            ("POST", "/account-link.js", "GET,HEAD"),
        ] {
            let told = Request::new(method, path).send().await;
            assert_eq!((told.status, told.header("allow")), (405, Some(methods)), "{method} {path}");
        }
    });
}
