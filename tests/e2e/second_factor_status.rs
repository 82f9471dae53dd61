//! `otp_ready` of 000: every link of the account shows it, whenever the app comes or goes, and nobody is called for it.

use account_link_tests::factor::{bind, bound, code};
use account_link_tests::journey::{land, link, link_too};
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::{pause, run};

#[test]
fn every_link_there_is_follows() {
    run(async {
        receiver();
        let (one, two, strict) = (fresh("u"), fresh("u"), fresh("u"));
        let (_, person) = link(DEMO, &one).await;
        link_too(DEMO, &two, &person).await;
        link_too(STRICT, &strict, &person).await;
        let links = [(DEMO, &one), (DEMO, &two), (STRICT, &strict)];
        let mut before = Vec::new();
        for (partner, user) in links {
            before.push(partner.shows(user, "otp_ready", false).await);
        }
        let factor = bind(&person).await;
        for ((partner, user), before) in links.into_iter().zip(&before) {
            let mut bound = partner.shows(user, "otp_ready", true).await;
            bound["otp_ready"] = false.into();
            assert_eq!(bound, *before, "nothing else has changed, the sequence number neither");
        }
        let mut session = bound(&person).await;
        session.perform("authenticator/remove", code(&factor.recovery[0])).await.shows("ended/done");
        for ((partner, user), before) in links.into_iter().zip(&before) {
            assert_eq!(partner.shows(user, "otp_ready", false).await, *before);
        }
        told(&one, 1).await;
        pause(500).await;
        assert_eq!((told_so_far(&one), told_so_far(&two)), (1, 1), "the links were told, the app was not");
        assert_eq!(receiver().about(&strict).len(), 1);
    });
}

#[test]
fn who_is_not_linked_is_told_nothing_about() {
    run(async {
        let (user, other) = (fresh("u"), fresh("u"));
        let (_, person) = link(DEMO, &user).await;
        land(DEMO, &other).await;
        bind(&person).await;
        DEMO.shows(&user, "otp_ready", true).await;
        assert_eq!(DEMO.status(&other).await["otp_ready"], false);
        DEMO.unlink(&user).await.expect(204);
        assert_eq!(DEMO.status(&user).await["otp_ready"], false, "whose it is no longer shows");
    });
}
