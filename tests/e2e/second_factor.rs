//! Binding an authenticator app: a mailed code first, then the app's own, then the codes for the day it is lost.

use account_link_tests::factor::{ask, bind, bind_in, code, enrol};
use account_link_tests::feed;
use account_link_tests::journey::{Person, land_for, link, onboard_to};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::run;
use account_link_tests::totp::{App, base32, none_of};
use serde_json::json;
use std::collections::BTreeSet;

#[test]
fn an_app_is_bound_and_confirms_from_then_on() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let (mut session, mailed) = enrol(&person).await;
        let step = session.view["step"].clone();
        assert_eq!(step["email"], person.email.as_str());
        assert_eq!(step["second_step"]["kind"], "email_code");
        session.perform("authenticator", code(&mailed)).await.shows("bind");
        let shown = session.view["step"].clone();
        // A reload does not lose what the user is scanning.
        assert_eq!(session.read().await.shows("bind").json()["view"]["step"], shown);
        let uri = shown["uri"].as_str().unwrap();
        let mut app = App::scan(uri);
        assert!(app.key.len() >= 20, "as long as its hash (RFC 4226, R6): {} bytes", app.key.len());
        let key = shown["key"].as_str().unwrap();
        assert!(key.split(' ').all(|group| (1..=4).contains(&group.len())), "{key}");
        assert_eq!(base32(key), app.key, "for typing the same key");
        let (label, _) = uri.strip_prefix("otpauth://totp/").and_then(|rest| rest.split_once('?')).unwrap();
        let label = label.replace("%40", "@").replace("%3A", ":");
        assert!(label.ends_with(&person.email), "the app says whose code it is: {uri}");
        assert!(uri.contains("issuer="), "and where it is for: {uri}");
        let first = app.next().await;
        session.perform("authenticator/bind", code(&first)).await.shows("recovery_codes");
        let codes = session.view["step"]["codes"].as_array().unwrap().clone();
        let codes: BTreeSet<&str> = codes.iter().map(|code| code.as_str().unwrap()).collect();
        assert_eq!(codes.len(), 10, "{codes:?}");
        for code in codes {
            let halves: Vec<&str> = code.split('-').collect();
            assert!(halves.iter().all(|half| half.len() == 5) && halves.len() == 2, "{code}");
        }
        session.perform("continue", json!({})).await.shows("ended/done");
        assert_eq!(session.view["step"]["outcome"]["result"], "done");

        let mails = feed::codes(&person.email).len();
        let user = fresh("u");
        let mut session = ask(&person, &user).await;
        session.perform("resend", json!({})).await.refused(409, "wrong_step");
        session.perform("confirm", code(&app.next().await)).await.shows("ended/linked");
        assert_eq!(DEMO.status(&user).await["otp_ready"], true);
        assert_eq!(feed::codes(&person.email).len(), mails, "no code is mailed where the app has one");
    });
}

#[test]
fn nothing_is_bound_without_the_mailed_code() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let (mut session, mailed) = enrol(&person).await;
        assert!(session.view["step"].get("uri").is_none() && session.view["step"].get("key").is_none());
        for name in ["authenticator/bind", "authenticator/remove", "confirm"] {
            session.perform(name, code(&mailed)).await.refused(409, "wrong_step");
        }
        session.perform("continue", json!({})).await.refused(409, "wrong_step");
        let wrong = none_of(std::slice::from_ref(&mailed));
        for _ in 0..4 {
            session.perform("authenticator", code(&wrong)).await.refused(422, "code_wrong");
        }
        assert_eq!(session.perform("authenticator", code(&wrong)).await.status, 422);
        session.perform("authenticator", code(&mailed)).await.refused(422, "code_expired");
        session.read().await.shows("authenticator");
        // The code of another flow is none of this one's.
        let (mut session, own) = enrol(&person).await;
        if own != mailed {
            session.perform("authenticator", code(&mailed)).await.refused(422, "code_wrong");
        }
        session.perform("authenticator", code(&own)).await.shows("bind");
        // Seen, but not confirmed by the app: nothing is bound.
        let app = App::scan(session.view["step"]["uri"].as_str().unwrap());
        let now = account_link_tests::totp::step_for(10).await;
        let shown: Vec<String> = (now - 2..now + 3).map(|step| app.at(step)).collect();
        session.perform("authenticator/bind", code(&none_of(&shown))).await.refused(422, "code_wrong");
        let (mut again, _) = enrol(&person).await;
        again.read().await.shows("authenticator");
    });
}

#[test]
fn a_new_account_binds_with_the_code_of_its_onboarding() {
    run(async {
        let (user, person) = (fresh("u"), Person::new());
        let mut session = land_for(DEMO, &user, "2fa").await;
        let mailed = onboard_to(&mut session, &person, "authenticator").await;
        assert_eq!(session.view["step"]["second_step"]["kind"], "onboarding_code");
        let mut factor = bind_in(&mut session, &mailed).await;
        assert_eq!(feed::codes(&person.email).len(), 1, "one mail was enough");
        session.perform("continue", json!({})).await.shows("ended/done");
        let outcome = session.view["step"]["outcome"].clone();
        assert_eq!((&outcome["result"], &outcome["masked_account"]), (&json!("done"), &json!(null)));
        assert_eq!(outcome["link_status"], DEMO.status(&user).await["link_status"]);
        assert_eq!(DEMO.status(&user).await["account_uuid"], json!(null), "nothing was linked");
        let mut session = ask(&person, &user).await;
        session.perform("confirm", code(&factor.app.next().await)).await.shows("ended/linked");
    });
}

#[test]
fn two_accounts_have_two_keys() {
    run(async {
        let people = [link(DEMO, &fresh("u")).await.1, link(DEMO, &fresh("u")).await.1];
        let (mut one, two) = (bind(&people[0]).await, bind(&people[1]).await);
        assert_ne!(one.app.key, two.app.key);
        assert!(one.recovery.iter().all(|code| !two.recovery.contains(code)));
        let mut session = ask(&people[1], &fresh("u")).await;
        session.perform("confirm", code(&one.app.next().await)).await.refused(422, "code_wrong");
    });
}
