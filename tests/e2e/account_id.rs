//! "Valid Account Id?": what partners ask before they move money.

use account_link_tests::journey::link;
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::run;
use serde_json::json;

#[test]
fn an_account_id_is_valid_while_it_is_linked_for_its_partner() {
    run(async {
        receiver();
        let user = fresh("u");
        link(DEMO, &user).await;
        let uuid = DEMO.status(&user).await["account_uuid"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/accounts/{uuid}");
        let body = DEMO.call("GET", &path).await.expect(200).json();
        let expected = json!({ "account_uuid": uuid, "user_ext_ref": user, "provider": "cabital", "link_status": "LINKED" });
        assert_eq!(body, expected);

        let never = "/api/v1/accounts/00000000-0000-4000-8000-000000000000";
        let nobodys = DEMO.call("GET", never).await.refused(404, "not_found");
        let others = STRICT.call("GET", &path).await.refused(404, "not_found");
        assert_eq!(nobodys.anonymous(), others.anonymous());
        DEMO.call("GET", "/api/v1/accounts/not-an-id").await.refused(404, "not_found");
        DEMO.request("GET", &path).header("access-sign", "AAAA").send().await.refused(401, "unauthenticated");

        DEMO.unlink(&user).await.expect(204);
        DEMO.call("GET", &path).await.refused(403, "unlinked");
        STRICT.call("GET", &path).await.refused(404, "not_found");
    });
}

#[test]
fn an_old_account_id_never_comes_back() {
    run(async {
        let user = fresh("u");
        let mut ids = Vec::new();
        for _ in 0..2 {
            link(DEMO, &user).await;
            ids.push(DEMO.status(&user).await["account_uuid"].as_str().unwrap().to_owned());
            DEMO.unlink(&user).await.expect(204);
        }
        link(DEMO, &user).await;
        for id in &ids {
            DEMO.call("GET", &format!("/api/v1/accounts/{id}")).await.refused(403, "unlinked");
        }
        assert_ne!(ids[0], ids[1]);
    });
}
