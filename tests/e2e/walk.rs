//! Hundreds of random walks through the page's API, in any order, with everything but the right confirm code: no
//! walk links, none makes the product stumble, and each answer is the one of the reference machine.

use crate::walk_machine::{ACTIONS, Machine, ON, Want};
use account_link_tests::browser::{Browser, Session, follow};
use account_link_tests::caas::Applicant;
use account_link_tests::client::Response;
use account_link_tests::feed;
use account_link_tests::journey::{Person, link};
use account_link_tests::partner::{DEMO, KYC};
use account_link_tests::random::{Random, fresh};
use account_link_tests::run;
use account_link_tests::tier::times;
use account_link_tests::totp::{App, none_of};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const LENGTH: usize = 10;
const AT_ONCE: usize = 16;
/// Change it to walk elsewhere.
const SEED: u64 = 0x57A6_E000;

/// One walker: what it knows and holds, and what its page shows.
struct Walker {
    session: Session,
    known: Person,
    new: Person,
    machine: Machine,
    /// How many codes were mailed to the new address, and the newest.
    mails: usize,
    code: String,
    app: Option<App>,
    recovery: Vec<String>,
    trail: Vec<String>,
}

impl Walker {
    async fn step(&mut self, action: &str) {
        let want = self.machine.want(action);
        let (name, body) = self.request(action).await;
        let response = self.session.perform(name, body).await;
        let stage = self.machine.stage.clone();
        self.trail.push(format!(
            "{stage}, {action}: {}{} {}",
            response.status,
            response.code(),
            response.step()
        ));
        self.check(action, &want, &response);
        if response.status == 200 {
            self.machine.went(action, &response.step());
            self.take_in(action).await;
        }
    }

    async fn request(&mut self, action: &str) -> (&'static str, Value) {
        let code = |code: &str| json!({ "code": code });
        let wrong = none_of(std::slice::from_ref(&self.code));
        match action {
            "goto landing" => ("goto", json!({ "to": "landing" })),
            "goto login" => ("goto", json!({ "to": "login" })),
            "goto onboard_email" => ("goto", json!({ "to": "onboard_email" })),
            "goto reset_email" => ("goto", json!({ "to": "reset_email" })),
            "login wrong" => ("login", json!({ "email": self.known.email, "password": "not the password" })),
            "login" => ("login", self.known.credentials()),
            "login new" => ("login", self.new.credentials()),
            "onboarding/email" => ("onboarding/email", json!({ "email": self.address() })),
            "onboarding/code wrong" => ("onboarding/code", code(&wrong)),
            "onboarding/code" => ("onboarding/code", code(self.held(&wrong))),
            "onboarding/password" => {
                ("onboarding/password", json!({ "password": self.new.password, "terms": true }))
            }
            "reset/email" => ("reset/email", json!({ "email": self.reset_address() })),
            "reset/code wrong" => ("reset/code", code(&wrong)),
            "reset/code" => ("reset/code", code(self.held(&wrong))),
            "reset/password" => ("reset/password", json!({ "password": self.new.password })),
            "kyc" if self.machine.who == Some(crate::walk_machine::Who::New) => {
                ("kyc", Applicant { name: fresh("Walker") }.form())
            }
            "kyc" | "kyc wrong" => {
                let mut form = Applicant { name: fresh("Walker") }.form();
                form["dob"] = "2001-02-29".into();
                ("kyc", form)
            }
            "authenticator wrong" => ("authenticator", code(&wrong)),
            "authenticator" => ("authenticator", code(self.held(&wrong))),
            "bind" if self.machine.stage == "bind" => {
                ("authenticator/bind", code(&self.app.as_mut().expect("an app").next().await))
            }
            "bind" | "bind wrong" => ("authenticator/bind", code("abcdef")),
            "remove" if !self.recovery.is_empty() => ("authenticator/remove", code(&self.recovery[0])),
            "remove" | "remove wrong" => ("authenticator/remove", code("zzzzz-zzzzz")),
            "confirm wrong" => ("confirm", code(&wrong)),
            "resend" => ("resend", json!({})),
            "leave" => ("leave", json!({})),
            "cancel" => ("cancel", json!({})),
            _ => ("continue", json!({})),
        }
    }

    /// The code that was mailed for this screen, or one that is wrong.
    fn held<'a>(&'a self, wrong: &'a str) -> &'a str {
        if self.machine.coded { &self.code } else { wrong }
    }

    /// Each address is asked for once: another one, until an account was opened.
    fn address(&mut self) -> String {
        if self.machine.stage == "onboard_email" && !self.machine.exists {
            (self.new, self.mails) = (Person::new(), 0);
        }
        self.new.email.clone()
    }

    /// The own address once, where there is an account; else one that nobody has.
    fn reset_address(&self) -> String {
        if self.resets() { self.new.email.clone() } else { Person::new().email }
    }

    fn resets(&self) -> bool {
        self.machine.exists
            && !self.machine.reset
            && !self.trail.iter().any(|line| line.contains("reset/email"))
    }

    /// Takes what the answer and the mailbox brought.
    async fn take_in(&mut self, action: &str) {
        let step = self.session.view["step"].clone();
        if let Some(uri) = step["uri"].as_str() {
            self.app = Some(App::scan(uri));
        }
        if let Some(codes) = step["codes"].as_array() {
            self.recovery = codes.iter().map(|code| code.as_str().expect("a code").to_owned()).collect();
        }
        let own = step["email"] == self.new.email.as_str();
        let mailed = match action {
            // The code that proved the address goes on counting.
            "onboarding/code" | "onboarding/password" | "reset/code" => return,
            "onboarding/email" => own && !self.machine.exists,
            "reset/email" => own,
            _ => own && step["second_step"]["kind"] == "email_code",
        };
        self.machine.coded = mailed;
        if mailed {
            self.mails += 1;
            self.code = feed::code(&self.new.email, self.mails).await;
        }
    }

    fn check(&self, action: &str, want: &Want, response: &Response) {
        let trail = &self.trail;
        let limited = (response.status, response.code().as_str()) == (429, "too_many_attempts");
        let (step, code) = (response.step(), response.code());
        let went = |to: &String| response.status == 200 && step == *to;
        let mails = action.starts_with("login") || action.ends_with("/email");
        let fine = match want {
            Want::To(to) => went(to) || (limited && mails),
            Want::Perhaps(to) => went(to) || code == "wrong_step",
            Want::Refused(codes) => response.status >= 400 && codes.contains(&code.as_str()),
        };
        assert!(fine, "seed {SEED:#x}: wanted {want:?}, came {response:?}: {trail:#?}");
    }
}

async fn walk(mut random: Random, known: Person) -> (String, usize) {
    let user = fresh("walk");
    let browser = if random.below(2) == 0 { Browser::new() } else { Browser::without_cookies() };
    let partner = *random.one(&[DEMO, KYC]);
    let feature = *random.one(&["", "", "2fa", "kyc"]);
    let asked = partner.link(&user).with("feature", feature).sign();
    let session = browser.open(&follow(&asked).await).await;
    let machine = Machine::new(feature, partner == KYC);
    let (new, code) = (Person::new(), "123456".to_owned());
    let (app, recovery, trail) = (None, Vec::new(), vec![format!("{} {feature}", partner.key)]);
    let mut walker = Walker { session, known, new, machine, mails: 0, code, app, recovery, trail };
    let mut steps = 0;
    while steps < LENGTH && !(walker.machine.stage.starts_with("ended") && random.below(3) == 0) {
        // Most steps are drawn from those that lead on, so that walks get far.
        let leading: Vec<&str> = ON.into_iter().filter(|action| walker.machine.leads_on(action)).collect();
        let lead = random.below(6) > 0 && !leading.is_empty();
        let action = if lead { *random.one(&leading) } else { *random.one(&ACTIONS) };
        walker.step(action).await;
        steps += 1;
    }
    let read = walker.session.read().await;
    let stage = walker.machine.stage.clone();
    assert_eq!((read.status, &read.step()), (200, &stage), "{:#?}", walker.trail);
    let status = partner.status(&user).await;
    assert_ne!(status["link_status"], "LINKED", "seed {SEED:#x}: {:#?}", walker.trail);
    assert_eq!(
        (&status["account_uuid"], &status["sequence"]),
        (&Value::Null, &json!(0)),
        "{:#?}",
        walker.trail
    );
    assert_eq!(status["email_address"], Value::Null);
    (stage, steps)
}

#[test]
fn no_order_of_calls_links_without_the_second_step() {
    println!("seed {SEED:#x}");
    let walks_in_all = times(240, 500);
    run(async {
        let mut random = Random::new(SEED);
        let mut ends: BTreeMap<String, usize> = BTreeMap::new();
        let mut steps = 0;
        for _ in 0..walks_in_all.div_ceil(3 * AT_ONCE) {
            // Every few walks another account, so that no limit on logins stands in the way.
            let (_, known) = link(DEMO, &fresh("u")).await;
            for _ in 0..3 {
                let walks = (0..AT_ONCE).map(|_| walk(Random::new(random.bits()), known.clone()));
                for (stage, length) in join_all(walks).await {
                    *ends.entry(stage).or_default() += 1;
                    steps += length;
                }
            }
        }
        println!("{steps} steps; walks ended at {ends:?}");
        assert!(ends.values().sum::<usize>() >= walks_in_all);
        for stage in ["login", "onboard_code", "reset_code", "confirm", "kyc", "authenticator", "ended/done"]
        {
            assert!(
                ends.get(stage).is_some_and(|walks| *walks >= 5),
                "hardly any walk ended at {stage}: {ends:?}"
            );
        }
    });
}
