//! The status of a link in every state of its life, under every path, and ending it.

use account_link_tests::journey::{land, link};
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::{run, sign};
use serde_json::{Value, json};

fn names(body: &Value) -> Vec<&str> {
    body.as_object().expect("an object").keys().map(String::as_str).collect()
}

fn unlinked(user: &str, status: &str, sequence: u64, reason: Option<&str>) -> Value {
    let mut body = json!({
        "account_uuid": null, "user_ext_ref": user, "link_status": status, "otp_ready": false,
        "kyc_status": "KYC_INIT", "email_address": null, "provider": "cabital", "sequence": sequence, "accounts": [],
    });
    if let Some(reason) = reason {
        body["reason"] = reason.into();
    }
    body
}

#[test]
fn the_status_follows_the_life_of_the_link() {
    run(async {
        let user = fresh("u");
        let path = format!("/api/v1/links/{user}");
        DEMO.call("GET", &path).await.refused(404, "not_found");
        let mut session = land(DEMO, &user).await;
        assert_eq!(DEMO.status(&user).await, unlinked(&user, "PENDING", 0, None));
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
        assert_eq!(DEMO.status(&user).await, unlinked(&user, "UNLINKED", 0, Some("cancelled")));
        let (_, person) = link(DEMO, &user).await;
        // Without `no-cache`, too: this machine never has an old copy.
        let body = DEMO.call("GET", &path).await.expect(200).json();
        assert_eq!(body, DEMO.status(&user).await);
        let uuid = body["account_uuid"].as_str().expect("an account id");
        let lengths: Vec<usize> = uuid.split('-').map(str::len).collect();
        assert_eq!((lengths.as_slice(), &uuid[14..15]), (&[8, 4, 4, 4, 12][..], "4"), "{uuid}");
        let accounts = json!([{ "masked": "j•••@example.com", "currencies": [], "status": "active" }]);
        let expected = json!({
            "account_uuid": uuid, "user_ext_ref": user, "link_status": "LINKED", "otp_ready": false,
            "kyc_status": "KYC_INIT", "email_address": person.email, "provider": "cabital", "sequence": 1,
            "accounts": accounts,
        });
        assert_eq!(body, expected);
        DEMO.unlink(&user).await.expect(204);
        assert_eq!(DEMO.status(&user).await, unlinked(&user, "UNLINKED", 2, Some("partner")));
        assert_eq!(
            DEMO.call("GET", &path).await.expect(200).json(),
            unlinked(&user, "UNLINKED", 2, Some("partner"))
        );
    });
}

#[test]
fn the_body_begins_with_the_fields_of_the_source_in_their_order() {
    run(async {
        let user = fresh("u");
        link(DEMO, &user).await;
        let body = DEMO.call("GET", &format!("/api/v1/links/{user}")).await.expect(200).body;
        let source =
            ["account_uuid", "user_ext_ref", "link_status", "otp_ready", "kyc_status", "email_address"];
        let places: Vec<usize> =
            source.iter().map(|name| body.find(&format!("\"{name}\":")).expect(name)).collect();
        assert!(places.is_sorted(), "{body}");
        assert!(names(&serde_json::from_str(&body).unwrap()).len() >= source.len());
    });
}

#[test]
fn every_path_of_the_source_answers_alike() {
    run(async {
        let user = fresh("u / ü?");
        let (_, _) = link(DEMO, &user).await;
        let encoded = sign::encode(&user);
        let expected = DEMO.status(&user).await;
        for path in [
            format!("/api/v1/links/{encoded}"),
            format!("/api/v1/link/links/{encoded}"),
            format!("/api/v1/partner/links/{encoded}"),
            format!("/api/v1/links/{encoded}?provider=cabital"),
        ] {
            assert_eq!(DEMO.call("GET", &path).await.expect(200).json(), expected, "{path}");
        }
        let other = DEMO.call("GET", &format!("/api/v1/links/{encoded}?provider=nobank")).await;
        assert!([400, 404].contains(&other.status), "{other:?}");
        let unknown = DEMO.call("GET", &format!("/api/v1/links/{encoded}?colour=red")).await;
        assert!([200, 400].contains(&unknown.status), "{unknown:?}");
        DEMO.call("DELETE", &format!("/api/v1/partner/links/{encoded}")).await.expect(204);
        assert_eq!(DEMO.status(&user).await["link_status"], "UNLINKED");
    });
}

#[test]
fn ending_a_link_is_repeatable() {
    run(async {
        let user = fresh("u");
        DEMO.unlink(&user).await.refused(404, "not_found");
        land(DEMO, &user).await;
        for _ in 0..2 {
            let response = DEMO.unlink(&user).await.expect(204);
            assert_eq!(response.body, "");
            assert_eq!(DEMO.status(&user).await, unlinked(&user, "UNLINKED", 0, Some("cancelled")));
        }
        link(DEMO, &user).await;
        for _ in 0..2 {
            DEMO.unlink(&user).await.expect(204);
            assert_eq!(DEMO.status(&user).await, unlinked(&user, "UNLINKED", 2, Some("partner")));
        }
    });
}

#[test]
fn another_partners_link_is_not_there() {
    run(async {
        receiver();
        let user = fresh("u");
        link(STRICT, &user).await;
        assert_eq!(STRICT.status(&user).await["link_status"], "LINKED");
        let theirs = DEMO.call("GET", &format!("/api/v1/links/{user}")).await.refused(404, "not_found");
        let nobodys =
            DEMO.call("GET", &format!("/api/v1/links/{}", fresh("u"))).await.refused(404, "not_found");
        assert_eq!(theirs.anonymous(), nobodys.anonymous());
        DEMO.unlink(&user).await.refused(404, "not_found");
        assert_eq!(STRICT.status(&user).await["link_status"], "LINKED");
        // The same name with another partner is another link.
        link(DEMO, &user).await;
        let (one, other) = (STRICT.status(&user).await, DEMO.status(&user).await);
        assert_ne!(one["account_uuid"], other["account_uuid"]);
        DEMO.unlink(&user).await.expect(204);
        assert_eq!(STRICT.status(&user).await, one);
    });
}
