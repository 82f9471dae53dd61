//! The ways to the portal: good once, for one flow, at one step; anybody else's GET leads nowhere.

use account_link_tests::browser::{Browser, Session};
use account_link_tests::client::{Request, Response};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::socket::Handshake;
use account_link_tests::together::together;
use account_link_tests::worldfirst::{
    self, STATUS_API, authorise, authorise_at, back, bare, go, land, looks, read_return, requests_of,
    return_token, sent, sent_by, show, way,
};
use account_link_tests::{names, pause, run};
use serde_json::json;

/// A page that says so, in nobody's frame, and leads nowhere.
#[track_caller]
fn assert_used(what: &str, answer: &Response) {
    assert_eq!(answer.status, 410, "{what}: {answer:?}");
    assert_eq!(answer.header("location"), None, "{what}");
    assert!(answer.body.contains("ticket_invalid"), "{what}: {}", answer.body);
    assert!(
        answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html")),
        "{what}: {answer:?}"
    );
    let policy = answer.header("content-security-policy").expect("a policy");
    assert!(policy.ends_with("frame-ancestors 'none'"), "{what}: {policy}");
}

fn both(session: &Session) -> [String; 2] {
    ["tab", "top"].map(|which| way(session, which))
}

#[test]
fn a_way_is_taken_once_and_both_are_replaced() {
    run(async {
        together(0..2, async |taken| {
            let mut session = show(DEMO, &fresh("u")).await;
            let old = both(&session);
            session.read().await.shows("portal");
            assert_eq!(both(&session), old, "reading replaces nothing");
            for path in &old {
                let ticket = path.rsplit('/').next().unwrap_or_default();
                assert!(path.starts_with(&format!("/connect/v1/flows/{}/go/", session.flow)), "{path}");
                assert!(ticket.len() >= 43, "256 bits: {ticket}");
            }
            assert_ne!(old[0], old[1]);
            let location = go(&old[taken]).await.expect(303).header("location").unwrap().to_owned();
            assert!(location.contains("/enterprise/auth?clientId="), "{location}");
            for path in &old {
                assert_used("used, or the other of the two", &go(path).await);
            }
            session.read().await.shows("portal");
            let new = both(&session);
            assert!(new.iter().all(|path| !old.contains(path)), "{new:?}");
            go(&new[1 - taken]).await.expect(303);
            assert_used("the old one still", &go(&old[taken]).await);
        })
        .await;
    });
}

#[test]
fn twenty_at_once_lead_there_once() {
    run(async {
        let session = show(DEMO, &fresh("u")).await;
        let ways = both(&session);
        let all = (0..20).map(|n| {
            let path = ways[n % 2].clone();
            tokio::spawn(async move { go(&path).await.status })
        });
        let mut led = 0;
        for one in all.collect::<Vec<_>>() {
            match one.await.expect("an answer") {
                303 => led += 1,
                status => assert_eq!(status, 410),
            }
        }
        assert_eq!(led, 1);
    });
}

#[test]
fn nobody_elses_way_leads_there() {
    run(async {
        let (mut mine, other) = (show(DEMO, &fresh("u")).await, show(DEMO, &fresh("u")).await);
        let flow = mine.flow.clone();
        let place = |ticket: &str| format!("/connect/v1/flows/{flow}/go/{ticket}");
        let ticket = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
        let (good, foreign) = (ticket(&way(&mine, "tab")), ticket(&way(&other, "tab")));
        let turned = format!("{}{}", &good[1..], &good[..1]);
        for (what, ticket) in [
            ("of another flow", foreign.as_str()),
            ("guessed", &"A".repeat(43)),
            ("cut", &good[..42]),
            ("longer", &format!("{good}A")),
            ("turned", &turned),
            ("in capitals", &good.to_uppercase()),
            ("short", "x"),
        ] {
            if ticket != good {
                assert_used(what, &go(&place(ticket)).await);
            }
        }
        assert_used(
            "a flow that never was",
            &go(&format!("/connect/v1/flows/{}/go/{good}", "0".repeat(32))).await,
        );
        assert_used("what is no flow", &go(&format!("/connect/v1/flows/x/go/{good}")).await);
        for method in ["POST", "PUT", "DELETE"] {
            let write = Request::new(method, &way(&mine, "tab")).send().await;
            assert_eq!(write.status, 405, "{write:?}");
        }
        // Programs look before they leap: a HEAD, or what only prepares a visit, goes nowhere.
        let head = Request::new("HEAD", &way(&mine, "tab")).send().await;
        assert_ne!(head.status, 303, "{head:?}");
        // None of that spent it, and it is the user's whoever took it: it needs no session.
        mine.read().await.shows("portal");
        go(&place(&good)).await.expect(303);
    });
}

#[test]
fn there_is_no_way_before_continue_nor_after_the_end() {
    run(async {
        let mut session = land(DEMO, &fresh("u")).await;
        assert_eq!(session.view["step"], json!({ "name": "landing" }), "no way is given");
        session.perform("continue", json!({})).await.shows("portal");
        let ways = both(&session);
        session.perform("goto", json!({ "to": "landing" })).await.shows("landing");
        for path in &ways {
            assert_used("back at the first screen", &go(path).await);
        }
        session.perform("continue", json!({})).await.shows("portal");
        let ways = both(&session);
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
        let user = fresh("u");
        let mut linked = show(DEMO, &user).await;
        authorise(&mut linked).await;
        linked.read().await;
        let mut left = Vec::new();
        if linked.view["step"]["name"] == "portal" {
            left.extend(both(&linked));
        }
        linked.settle("ended/linked", 10).await;
        for path in ways.iter().chain(&left) {
            assert_used("after the end", &go(path).await);
        }
    });
}

#[test]
fn a_flow_that_was_replaced_leads_nowhere() {
    run(async {
        let user = fresh("u");
        let mut old = show(DEMO, &user).await;
        let ways = both(&old);
        let mut newer = worldfirst::open(&worldfirst::link(DEMO, &user).with("state", "newer")).await;
        old.read().await.shows("ended/replaced");
        for path in &ways {
            assert_used("replaced", &go(path).await);
        }
        newer.perform("continue", json!({})).await.shows("portal");
        go(&way(&newer, "top")).await.expect(303);
    });
}

#[test]
fn a_flow_that_the_partner_ended_leads_nowhere() {
    run(async {
        let user = fresh("u");
        let mut session = show(DEMO, &user).await;
        let ways = both(&session);
        STATUS_API.unlink(DEMO, &user).await.expect(204);
        for path in &ways {
            assert_used("ended by the partner", &go(path).await);
        }
        session.read().await.shows("ended/cancelled");
    });
}

#[test]
fn the_way_that_was_taken_last_says_where_the_return_is() {
    run(async {
        together([("tab", "top", false), ("top", "tab", true)], async |(first, last, beside)| {
            let mut session = show(DEMO, &fresh("u")).await;
            sent_by(&mut session, first).await;
            let submitted = authorise_at(&sent_by(&mut session, last).await).await;
            back(&submitted.redirect).await.expect(303);
            let view = looks(&return_token(&submitted.redirect), "ended/linked", 10).await;
            assert_eq!(view["beside"], beside, "{first}, then {last}");
            assert_eq!(view["step"]["outcome"]["return_url"] == "", beside);
            session.read().await.shows("ended/linked");
            assert_ne!(
                session.view["step"]["outcome"]["return_url"], "",
                "the flow's own page leads back in any case"
            );
        })
        .await;
    });
}

#[test]
fn the_page_hears_that_its_way_was_taken() {
    run(async {
        let mut session = show(DEMO, &fresh("u")).await;
        let ticket = session.perform("channel", json!({})).await.expect(200).json()["ticket"].clone();
        let handshake = Handshake::new(&session.flow, ticket.as_str().expect("a ticket"));
        let mut socket = handshake.open().await.expect("it opens");
        let old = both(&session);
        let url = go(&old[0]).await.expect(303).header("location").unwrap().to_owned();
        assert!(socket.next(2000).await.is_some(), "told within 2 s that there are other ways");
        session.read().await.shows("portal");
        assert_ne!(both(&session), old);
        let submitted = authorise_at(&url).await;
        back(&submitted.redirect).await.expect(303);
        assert!(socket.next(5000).await.is_some(), "told that the user is back, or linked");
        session.settle("ended/linked", 10).await;
    });
}

#[test]
fn the_page_of_the_return_can_be_reloaded() {
    run(async {
        let mut session = show(DEMO, &fresh("u")).await;
        let submitted = authorise(&mut session).await;
        let (page, return_token) = (bare(&submitted.redirect), return_token(&submitted.redirect));
        for _ in 0..3 {
            let loaded = Request::new("GET", &page).header("accept", "text/html").send().await.expect(200);
            let policy = loaded.header("content-security-policy").expect("a policy");
            assert!(policy.ends_with("frame-ancestors 'none'"), "{policy}");
            assert!(loaded.all("set-cookie").is_empty());
            let step = read_return(&return_token).await.expect(200).step();
            assert!(["returned", "ended/linked"].contains(&step.as_str()), "{step}");
        }
        session.settle("ended/linked", 10).await;
        Request::new("GET", &page).header("accept", "text/html").send().await.expect(200);
        assert_eq!(read_return(&return_token).await.step(), "ended/linked");
    });
}

#[test]
fn a_flow_gives_only_so_many_ways() {
    run(async {
        let mut session = show(DEMO, &fresh("u")).await;
        let mut taken = 0;
        while taken < 200 {
            session.read().await.shows("portal");
            let answer = go(&way(&session, "tab")).await;
            if answer.status != 303 {
                assert!([410, 429].contains(&answer.status), "{answer:?}");
                break;
            }
            taken += 1;
        }
        println!("{taken} ways in one flow");
        assert!((20..200).contains(&taken), "{taken}");
        session.perform("cancel", json!({})).await.shows("ended/cancelled");
    });
}

#[test]
fn in_a_frame_without_cookies_it_goes_the_same_way() {
    run(async {
        let user = fresh("u");
        let opening = account_link_tests::browser::follow(&worldfirst::link(DEMO, &user).sign()).await;
        let mut session = Browser::without_cookies().enter(&opening).await;
        session.perform("continue", json!({})).await.shows("portal");
        let url = sent(&mut session).await;
        let reference = names::reference(DEMO, &user, 0);
        let sessions = requests_of("portal", &reference).await.len();
        let opened = Request::to("GET", &url).header("accept", "text/html").send().await.expect(200);
        assert!(opened.body.contains("MyShop"), "the portal shows the store");
        assert!(requests_of("portal", &reference).await.len() > sessions);
        let submitted = authorise_at(&url).await;
        back(&submitted.redirect).await.expect(303);
        session.settle("ended/linked", 10).await;
        pause(100).await;
    });
}
