//! Twenty at once with one code of the app: one of them counts, in one flow and over twenty.

use account_link_tests::browser::{Browser, Session};
use account_link_tests::client::Response;
use account_link_tests::factor::{ask, bind, bound, code, enrol};
use account_link_tests::journey::{Person, link, login_to};
use account_link_tests::partner::{DEMO, KYC};
use account_link_tests::random::fresh;
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::totp::App;
use account_link_tests::{feed, pause, run};
use futures_util::future::join_all;

const MANY: usize = 20;

/// Those that ended so; every other one was refused, and nothing stumbled.
fn count(answers: &[Response], step: &str) -> usize {
    for answer in answers.iter().filter(|answer| answer.step() != step) {
        let refusals = ["code_wrong", "too_many_attempts", "wrong_step", "unavailable"];
        assert!(answer.status < 500 || answer.code() == "unavailable", "{answer:?}");
        assert!(refusals.contains(&answer.code().as_str()), "{answer:?}");
    }
    answers.iter().filter(|answer| answer.step() == step).count()
}

async fn at_once(sessions: &[Session], name: &str, typed: &str) -> Vec<Response> {
    let requests: Vec<_> =
        sessions.iter().map(|session| session.request(name, &code(typed), &fresh("at-once"))).collect();
    join_all(requests.iter().map(|request| request.send())).await
}

#[test]
fn twenty_submissions_in_one_flow_are_one_success() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut factor = bind(&person).await;
        let user = fresh("u");
        let session = ask(&person, &user).await;
        let now = factor.app.next().await;
        let answers = at_once(&vec![session; MANY], "confirm", &now).await;
        // Whoever comes later may be shown the truth.
        assert!(count(&answers, "ended/linked") >= 1, "{answers:#?}");
        let status = DEMO.status(&user).await;
        assert_eq!((&status["link_status"], &status["sequence"]), (&"LINKED".into(), &1.into()));
        told(&user, 1).await;
        pause(1000).await;
        assert_eq!(told_so_far(&user), 1);
        let mut again = ask(&person, &fresh("u")).await;
        let refused = again.perform("confirm", code(&now)).await;
        assert!([422, 429].contains(&refused.status), "{refused:?}");
    });
}

/// Users of two partners, each in a flow of their own on the confirm screen.
async fn flows(person: &Person) -> (Vec<String>, Vec<Session>) {
    let (mut users, mut sessions) = (Vec::new(), Vec::new());
    let browser = Browser::new();
    for _ in 0..MANY {
        let user = fresh("u");
        let mut session = account_link_tests::journey::land_in(&browser, DEMO, &user).await;
        login_to(&mut session, person, "confirm").await;
        users.push(user);
        sessions.push(session);
    }
    (users, sessions)
}

#[test]
fn twenty_flows_of_one_account_are_one_success() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut factor = bind(&person).await;
        let (users, sessions) = flows(&person).await;
        let now = factor.app.next().await;
        let answers = at_once(&sessions, "confirm", &now).await;
        assert_eq!(count(&answers, "ended/linked"), 1, "{answers:#?}");
        let mut linked = 0;
        for user in &users {
            linked += usize::from(DEMO.status(user).await["link_status"] == "LINKED");
        }
        assert_eq!(linked, 1, "one code, one link");
        feed::callbacks().wait(1, |one| users.iter().any(|user| feed::about(user)(one))).await;
        pause(1000).await;
        assert_eq!(users.iter().map(|user| told_so_far(user)).sum::<usize>(), 1);
    });
}

#[test]
fn twenty_removals_with_one_recovery_code_are_one_success() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let factor = bind(&person).await;
        let mut sessions = Vec::new();
        for _ in 0..MANY {
            sessions.push(bound(&person).await);
        }
        let answers = at_once(&sessions, "authenticator/remove", &factor.recovery[4]).await;
        assert_eq!(count(&answers, "ended/done"), 1, "{answers:#?}");
    });
}

#[test]
fn the_same_code_for_a_user_of_another_partner_does_not_count_either() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let mut factor = bind(&person).await;
        let mut session = ask(&person, &fresh("u")).await;
        let now = factor.app.next().await;
        session.perform("confirm", code(&now)).await.shows("ended/linked");
        let user = fresh("u");
        let mut other = account_link_tests::journey::land(KYC, &user).await;
        login_to(&mut other, &person, "kyc").await;
        let applicant = account_link_tests::caas::Applicant::new().await;
        other.perform("kyc", applicant.form()).await.shows("confirm");
        other.perform("confirm", code(&now)).await.refused(422, "code_wrong");
    });
}

#[test]
fn twenty_bindings_at_once_show_the_recovery_codes_that_count() {
    run(async {
        let (_, person) = link(DEMO, &fresh("u")).await;
        let (mut session, mailed) = enrol(&person).await;
        session.perform("authenticator", code(&mailed)).await.shows("bind");
        let mut app = App::scan(session.view["step"]["uri"].as_str().expect("a URI"));
        let now = app.next().await;
        let answers = at_once(&vec![session.clone(); MANY], "authenticator/bind", &now).await;
        assert!(count(&answers, "recovery_codes") >= 1, "{answers:#?}");
        let shown = answers.iter().find(|answer| answer.step() == "recovery_codes").expect("one");
        session.keep(shown);
        session.read().await.shows("recovery_codes");
        let codes = session.view["step"]["codes"].clone();
        session.perform("continue", serde_json::json!({})).await.shows("ended/done");
        let mut session = bound(&person).await;
        let last = codes[9].as_str().expect("ten of them");
        session.perform("authenticator/remove", code(last)).await.shows("ended/done");
    });
}
