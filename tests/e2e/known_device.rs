//! A browser that its owner logged in from counts its own guesses: nobody can lock the owner out, no device guesses
//! freely, and a reset makes strangers of them all.

use account_link_tests::browser::{Browser, Session};
use account_link_tests::client::{Request, Response};
use account_link_tests::journey::{Person, land, land_in, link, login_to, onboard, reset_to};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::run;
use account_link_tests::together::together;
use serde_json::json;

const COOKIE: &str = "__Host-al-device";

async fn at_login(browser: &Browser) -> Session {
    let mut session = land_in(browser, DEMO, &fresh("u")).await;
    session.perform("continue", json!({})).await.shows("login");
    session
}

async fn guess(session: &mut Session, person: &Person) -> Response {
    session.perform("login", json!({ "email": person.email, "password": fresh("a guess") })).await
}

/// Guesses from somewhere until that has to wait.
async fn exhaust(browser: &Browser, person: &Person) {
    let mut session = at_login(browser).await;
    for _ in 0..5 {
        guess(&mut session, person).await.refused(401, "credentials_wrong");
    }
    guess(&mut session, person).await.refused(429, "too_many_attempts");
    session.perform("login", person.credentials()).await.refused(429, "too_many_attempts");
}

/// A linked account, and a browser that its owner has logged in from.
async fn owner() -> (Person, Browser) {
    let (_, person) = link(DEMO, &fresh("u")).await;
    let browser = Browser::new();
    let mut session = land_in(&browser, DEMO, &fresh("u")).await;
    session.perform("continue", json!({})).await.shows("login");
    let answer = session.perform("login", person.credentials()).await.shows("confirm");
    let cookies = answer.all("set-cookie");
    let cookie = cookies.iter().find(|cookie| cookie.starts_with(COOKIE)).expect("the device is remembered");
    let age = cookie.split("Max-Age=").nth(1).and_then(|rest| rest.split(';').next());
    let age: u32 = age.expect("for a time").parse().expect("seconds");
    assert!((31_000_000..=31_622_400).contains(&age), "about a year: {cookie}");
    for rule in ["Path=/", "Secure", "HttpOnly", "SameSite=None", "Partitioned"] {
        assert!(cookie.contains(rule), "{rule}: {cookie}");
    }
    let value = browser.cookie(COOKIE).expect("kept");
    assert!(!value.contains(&person.email) && value.len() >= 22, "opaque: {value}");
    (person, browser)
}

#[test]
fn strangers_do_not_lock_the_owner_out() {
    run(async {
        let (person, browser) = owner().await;
        exhaust(&Browser::new(), &person).await;
        at_login(&browser).await.perform("login", person.credentials()).await.shows("confirm");
        // Everybody else still has to wait.
        let mut stranger = at_login(&Browser::new()).await;
        stranger.perform("login", person.credentials()).await.refused(429, "too_many_attempts");
    });
}

#[test]
fn a_known_device_guesses_no_more_freely_than_others() {
    run(async {
        let (person, browser) = owner().await;
        exhaust(&browser, &person).await;
        // And uses up nobody else's guesses.
        login_to(&mut land(DEMO, &fresh("u")).await, &person, "confirm").await;
    });
}

#[test]
fn a_device_is_known_to_its_own_account_only() {
    run(async {
        let ((_, browser), (other, _)) = (owner().await, owner().await);
        exhaust(&Browser::new(), &other).await;
        let mut session = at_login(&browser).await;
        session.perform("login", other.credentials()).await.refused(429, "too_many_attempts");
    });
}

#[test]
fn a_made_up_device_is_nobodys() {
    run(async {
        let (person, _) = owner().await;
        let made_up = ["".into(), "x".into(), "A".repeat(43), "0".repeat(64)];
        let logins = together(made_up, async |device: String| {
            let session = at_login(&Browser::without_cookies()).await;
            let login = session.request("login", &person.credentials(), &fresh("login"));
            login.header("cookie", &format!("{COOKIE}={device}"))
        })
        .await;
        // All at once, while the address has to wait.
        exhaust(&Browser::new(), &person).await;
        together(logins, async |login: Request| login.send().await.refused(429, "too_many_attempts")).await;
    });
}

#[test]
fn a_reset_forgets_the_devices() {
    run(async {
        let (mut person, browser) = owner().await;
        reset_to(&mut land(DEMO, &fresh("u")).await, &mut person, "confirm").await;
        exhaust(&Browser::new(), &person).await;
        let mut session = at_login(&browser).await;
        session.perform("login", person.credentials()).await.refused(429, "too_many_attempts");
    });
}

#[test]
fn a_browser_in_which_the_password_was_chosen_is_known() {
    run(async {
        let (browser, mut person) = (Browser::new(), Person::new());
        onboard(&mut land_in(&browser, DEMO, &fresh("u")).await, &person).await;
        exhaust(&Browser::new(), &person).await;
        at_login(&browser).await.perform("login", person.credentials()).await.shows("confirm");
        let other = Browser::new();
        reset_to(&mut land_in(&other, DEMO, &fresh("u")).await, &mut person, "confirm").await;
        exhaust(&Browser::new(), &person).await;
        at_login(&other).await.perform("login", person.credentials()).await.shows("confirm");
    });
}

#[test]
fn a_browser_of_two_accounts_is_known_to_both() {
    run(async {
        let ((person, browser), (_, other)) = (owner().await, link(DEMO, &fresh("u")).await);
        at_login(&browser).await.perform("login", other.credentials()).await.shows("confirm");
        for person in [person, other] {
            exhaust(&Browser::new(), &person).await;
            at_login(&browser).await.perform("login", person.credentials()).await.shows("confirm");
        }
    });
}

#[test]
fn an_answer_that_gets_lost_makes_no_stranger_of_the_browser() {
    run(async {
        let (person, browser) = owner().await;
        let session = at_login(&browser).await;
        let lost = session.request("login", &person.credentials(), &fresh("login")).send().await;
        lost.expect(200);
        exhaust(&Browser::new(), &person).await;
        at_login(&browser).await.perform("login", person.credentials()).await.shows("confirm");
    });
}
