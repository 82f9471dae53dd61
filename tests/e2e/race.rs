//! Many at once: twenty confirms make one link, one account id and one callback.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::client::Response;
use account_link_tests::journey::{Person, land, onboard};
use account_link_tests::partner::STRICT;
use account_link_tests::random::fresh;
use account_link_tests::receiver::receiver;
use account_link_tests::{pause, run};
use futures_util::future::join_all;
use serde_json::json;

const MANY: usize = 20;

async fn confirm_at_once(same_id: bool) {
    receiver();
    let (user, person) = (fresh("u"), Person::new());
    let mut session = land(STRICT, &user).await;
    let code = onboard(&mut session, &person).await;
    let id = fresh("confirm");
    let requests: Vec<_> = (0..MANY)
        .map(|_| {
            session.request(
                "confirm",
                &json!({ "code": code }),
                &if same_id { id.clone() } else { fresh("confirm") },
            )
        })
        .collect();
    let answers: Vec<Response> = join_all(requests.iter().map(|request| request.send())).await;
    let mut linked = 0;
    for answer in &answers {
        match (answer.status, answer.step().as_str()) {
            (200, "ended/linked") => linked += 1,
            // The loser is shown the truth, or told to look again.
            (409, _) if ["wrong_step", "unavailable"].contains(&answer.code().as_str()) => {}
            _ => panic!("neither linked nor a truthful refusal: {answer:?}"),
        }
    }
    assert!(linked >= 1, "{answers:#?}");
    println!("{linked} of {MANY} were answered linked");
    let status = STRICT.status(&user).await;
    assert_eq!((&status["link_status"], &status["sequence"]), (&json!("LINKED"), &json!(1)));
    receiver().wait(&user, 1, 10).await;
    pause(1500).await;
    let callbacks = receiver().about(&user);
    assert_eq!(callbacks.len(), 1, "{callbacks:#?}");
    assert_eq!(callbacks[0].json()["account_uuid"], status["account_uuid"]);
    // Each answer brought a session of its own; the newest of them goes on.
    let mut goes_on = false;
    for answer in answers.iter().filter(|answer| answer.status == 200) {
        session.keep(answer);
        goes_on |= session.read().await.step() == "ended/linked";
    }
    assert!(goes_on, "no session is left");
}

#[test]
fn twenty_confirms_with_their_own_ids_make_one_link() {
    run(confirm_at_once(false));
}

#[test]
fn twenty_confirms_with_one_id_make_one_link() {
    run(confirm_at_once(true));
}

#[test]
fn two_flows_of_one_user_make_one_link() {
    run(async {
        receiver();
        let user = fresh("u");
        let mut one = land(STRICT, &user).await;
        let code_one = onboard(&mut one, &Person::new()).await;
        let newer = STRICT.link(&user).with("state", "newer").sign();
        let mut two = Browser::new().enter(&follow(&newer).await).await;
        let code_two = onboard(&mut two, &Person::new()).await;
        let confirm_one = one.request("confirm", &json!({ "code": code_one }), &fresh("confirm"));
        let confirm_two = two.request("confirm", &json!({ "code": code_two }), &fresh("confirm"));
        let (first, second) = futures_util::future::join(confirm_one.send(), confirm_two.send()).await;
        assert_ne!(first.step(), "ended/linked", "the replaced flow links nothing: {first:?}");
        assert_eq!(second.step(), "ended/linked", "{second:?}");
        receiver().wait(&user, 1, 10).await;
        pause(500).await;
        assert_eq!(receiver().about(&user).len(), 1);
    });
}

#[test]
fn wrong_codes_at_once_are_no_more_than_five_tries() {
    run(async {
        let (user, person) = (fresh("u"), Person::new());
        let mut session = land(STRICT, &user).await;
        let code = onboard(&mut session, &person).await;
        let wrong = if code == "000000" { "000001" } else { "000000" };
        let requests: Vec<_> = (0..MANY)
            .map(|_| session.request("confirm", &json!({ "code": wrong }), &fresh("confirm")))
            .collect();
        let answers = join_all(requests.iter().map(|request| request.send())).await;
        let counted = answers.iter().filter(|answer| answer.code() == "code_wrong").count();
        assert!(counted <= 5, "{counted} tries: {answers:#?}");
        assert!(answers.iter().all(|answer| (400..500).contains(&answer.status)), "{answers:#?}");
        assert_eq!(session.perform("confirm", json!({ "code": code })).await.status, 422);
        assert_eq!(STRICT.status(&user).await["link_status"], "PENDING");
    });
}
