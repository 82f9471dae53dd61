//! Five hundred random walks through the page's API, in any order, with everything but the right confirm code: no
//! walk links, none makes the product stumble, and each answer is one that a small model of the stage allows.

use account_link_tests::browser::{Browser, Visit};
use account_link_tests::chance::{Chance, fresh};
use account_link_tests::client::Response;
use account_link_tests::feed;
use account_link_tests::journey::{Person, land_in, link};
use account_link_tests::partner::DEMO;
use account_link_tests::run;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const WALKS: usize = 500;
const LENGTH: usize = 7;
const AT_ONCE: usize = 8;
/// Change it to walk elsewhere.
const SEED: u64 = 0x57A6_E000;

/// What the walker can do. A code of the onboarding may be the right one: it proves the address, no more.
const ACTS: [&str; 13] = [
    "continue",
    "goto landing",
    "goto login",
    "goto onboard_email",
    "login wrong",
    "login",
    "onboarding/email",
    "onboarding/code wrong",
    "onboarding/code",
    "onboarding/password",
    "resend",
    "confirm wrong",
    "cancel",
];

/// Those that lead on.
const ON: [&str; 6] =
    ["continue", "goto onboard_email", "login", "onboarding/email", "onboarding/code", "onboarding/password"];

/// Where each act may lead from each stage; whatever is not here must leave the stage as it is.
fn moves(stage: &str, act: &str) -> &'static [&'static str] {
    match (stage, act) {
        ("landing", "continue") => &["login"],
        (from, "goto landing") if ["login", "onboard_email"].contains(&from) => &["landing"],
        (from, "goto login") if from.starts_with("onboard_") || from == "confirm" => &["login"],
        ("login" | "onboard_code" | "onboard_password" | "confirm", "goto onboard_email") => {
            &["onboard_email"]
        }
        (from, "goto landing") if from.starts_with("onboard_") || from == "confirm" => &["landing"],
        ("login", "login") => &["confirm"],
        ("onboard_email", "onboarding/email") => &["onboard_code"],
        ("onboard_code", "onboarding/code") => &["onboard_password"],
        ("onboard_password", "onboarding/password") => &["confirm"],
        (from, "cancel") if !from.starts_with("ended") => &["ended/cancelled"],
        _ => &[],
    }
}

/// One walker: what it knows, and what its page shows.
struct Walker {
    visit: Visit,
    known: Person,
    new: Person,
    stage: String,
    trail: Vec<String>,
}

impl Walker {
    async fn step(&mut self, act: &str) {
        let (name, body) = self.request(act).await;
        let response = self.visit.act(name, body).await;
        self.trail.push(format!("{act}: {}{} {}", response.status, response.code(), response.step()));
        self.check(act, &response);
        if response.status == 200 {
            self.stage = response.step();
        }
    }

    async fn request(&self, act: &str) -> (&'static str, Value) {
        let login = |password: &str| json!({ "email": self.known.email, "password": password });
        match act {
            "goto landing" => ("goto", json!({ "to": "landing" })),
            "goto login" => ("goto", json!({ "to": "login" })),
            "goto onboard_email" => ("goto", json!({ "to": "onboard_email" })),
            "login wrong" => ("login", login("not the password")),
            "login" => ("login", login(&self.known.password)),
            "onboarding/email" => ("onboarding/email", json!({ "email": self.new.email })),
            "onboarding/code wrong" => ("onboarding/code", json!({ "code": "000000" })),
            "onboarding/code" => ("onboarding/code", json!({ "code": self.code().await })),
            "onboarding/password" => {
                ("onboarding/password", json!({ "password": self.new.password, "terms": true }))
            }
            "confirm wrong" => ("confirm", json!({ "code": "000000" })),
            "resend" => ("resend", json!({})),
            "cancel" => ("cancel", json!({})),
            _ => ("continue", json!({})),
        }
    }

    /// The newest code of the new address; any code before there is one.
    async fn code(&self) -> String {
        if self.stage != "onboard_code" {
            return "123456".to_owned();
        }
        feed::code(&self.new.email, 1).await
    }

    fn check(&self, act: &str, response: &Response) {
        let trail = &self.trail;
        assert!(response.status < 500, "seed {SEED:#x}: {trail:#?}");
        let step = response.step();
        assert!(!step.contains("linked"), "seed {SEED:#x}: linked without the second step: {trail:#?}");
        if response.status == 200 {
            let allowed = moves(&self.stage, act);
            let fine = step == self.stage || allowed.contains(&step.as_str());
            assert!(fine, "seed {SEED:#x}: from {} to {step}: {trail:#?}", self.stage);
        }
    }
}

async fn walk(mut chance: Chance, known: Person) -> (String, usize) {
    let user = fresh("walk");
    let browser = if chance.below(2) == 0 { Browser::new() } else { Browser::without_cookies() };
    let visit = land_in(&browser, DEMO, &user).await;
    let mut walker = Walker { visit, known, new: Person::new(), stage: "landing".into(), trail: Vec::new() };
    for _ in 0..LENGTH {
        // Most steps are drawn from those that lead on, so that walks get far.
        let leading: Vec<&str> = ON.into_iter().filter(|act| !moves(&walker.stage, act).is_empty()).collect();
        let lead = chance.below(3) > 0 && !leading.is_empty();
        let act = if lead { *chance.one(&leading) } else { *chance.one(&ACTS) };
        walker.step(act).await;
    }
    let read = walker.visit.read().await;
    assert_eq!((read.status, read.step()), (200, walker.stage.clone()), "{:#?}", walker.trail);
    let status = DEMO.status(&user).await;
    assert_ne!(status["link_status"], "LINKED", "seed {SEED:#x}: {:#?}", walker.trail);
    assert_eq!(status["account_uuid"], Value::Null);
    assert_eq!(status["sequence"], 0);
    (walker.stage, LENGTH)
}

#[test]
fn no_order_of_calls_links_without_the_second_step() {
    println!("seed {SEED:#x}");
    run(async {
        let mut chance = Chance::new(SEED);
        let mut ends: BTreeMap<String, usize> = BTreeMap::new();
        let mut steps = 0;
        for _ in 0..WALKS.div_ceil(50) {
            // Every fifty walks another account, so that no limit on logins stands in the way.
            let (_, known) = link(DEMO, &fresh("u")).await;
            for _ in 0..50_usize.div_ceil(AT_ONCE) {
                let walks =
                    (0..AT_ONCE).map(|_| tokio::spawn(walk(Chance::new(chance.bits()), known.clone())));
                for walked in walks.collect::<Vec<_>>() {
                    let (stage, length) = walked.await.expect("a walk");
                    *ends.entry(stage).or_default() += 1;
                    steps += length;
                }
            }
        }
        println!("{steps} steps; walks ended at {ends:?}");
        assert!(ends.values().sum::<usize>() >= WALKS);
        for stage in ["login", "onboard_code", "onboard_password", "confirm"] {
            assert!(
                ends.get(stage).is_some_and(|walks| *walks >= 5),
                "hardly any walk ended at {stage}: {ends:?}"
            );
        }
    });
}
