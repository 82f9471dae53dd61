//! A link of a partner with `link_valid_days` ends by itself: by an alarm, with a callback, for good.

use account_link_tests::journey::link;
use account_link_tests::partner::DAYS;
use account_link_tests::random::fresh;
use account_link_tests::{feed, now, run, stack};

#[test]
fn a_link_ends_at_its_time_and_the_partner_is_told() {
    run(async {
        let user = fresh("u");
        let before = now();
        link(DAYS, &user).await;
        let status = DAYS.status(&user).await;
        let until = status["valid_until"].as_i64().expect("a time");
        let day = 86_400 / stack::divisor();
        assert!((before + day..=now() + day).contains(&until), "{until} is one scaled day from now");
        let told = feed::callbacks().wait(2, feed::about(&user)).await;
        let bodies: Vec<serde_json::Value> =
            told.iter().map(|one| serde_json::from_str(one["body"].as_str().unwrap()).unwrap()).collect();
        assert_eq!((&bodies[0]["staus"], &bodies[1]["staus"]), (&"LINKED".into(), &"UNLINKED".into()));
        assert_eq!(bodies[0]["data"]["valid_until"].as_i64(), Some(until));
        assert!(now() >= until, "not before its time");
        let ended = DAYS.status(&user).await;
        assert_eq!((&ended["link_status"], &ended["reason"]), (&"UNLINKED".into(), &"validity_ended".into()));
        let uuid = status["account_uuid"].as_str().unwrap();
        DAYS.call("GET", &format!("/api/v1/accounts/{uuid}")).await.refused(403, "unlinked");
    });
}
