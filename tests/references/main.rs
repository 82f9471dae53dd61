//! A user who leaves something behind: links in every state, a KYC case, callbacks that were sent. What they are called
//! goes into files, from which the requests of tests/schemathesis take their references.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a test stops with a message, reads the clock and prints what it saw"
)]

mod kyc;

use account_link_tests::client::Response;
use account_link_tests::journey::{land, link};
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::{feed, payway, run, stack};
use std::path::PathBuf;

/// Writes a dictionary as schemathesis reads it: a quoted text a line.
fn leave(name: &str, texts: &[&str]) {
    let folder = PathBuf::from(std::env::var("ACCOUNT_LINK_REFERENCES").expect("where to"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let lines: String = texts.iter().map(|text| format!("\"{text}\"\n")).collect();
    std::fs::write(folder.join(name), lines).expect("a file");
    println!("{name}: {}", texts.join(" "));
}

fn uuid(status: &serde_json::Value) -> String {
    status["account_uuid"].as_str().expect("a linked account").to_owned()
}

#[test]
fn references_are_left_behind() {
    run(async {
        let [linked, pending, ended, leaving, bank, screened] =
            ["linked", "pending", "ended", "leaving", "bank", "screened"].map(fresh);
        // Linked for the second time: three callbacks, and an account id that was valid once.
        link(DEMO, &linked).await;
        let former = uuid(&DEMO.status(&linked).await);
        DEMO.unlink(&linked).await.expect(204);
        link(DEMO, &linked).await;
        feed::callbacks().wait(3, feed::about(&linked)).await;
        let present = uuid(&DEMO.status(&linked).await);
        let log: Response = DEMO.call("GET", &format!("/api/v1/links/{linked}/callbacks")).await.expect(200);
        let events: Vec<String> = log.json()["callbacks"]
            .as_array()
            .expect("callbacks")
            .iter()
            .map(|one| one["event_id"].as_str().expect("an id").to_owned())
            .collect();
        for user in [&pending, &leaving] {
            land(DEMO, user).await;
        }
        link(DEMO, &ended).await;
        DEMO.unlink(&ended).await.expect(204);
        payway::linked(DEMO, &bank).await;
        kyc::screened(&screened).await;

        leave("users", &[&linked, &pending, &ended, &screened]);
        leave("linked", &[&linked]);
        leave("leaving", &[&leaving, &ended]);
        leave("bank", &[&bank]);
        leave("screened", &[&screened]);
        leave("accounts", &[&present, &former]);
        leave("events", &events.iter().map(String::as_str).collect::<Vec<_>>());
        leave("redirects", &[&format!("{}/linked", stack::sandbox())]);
    });
}
