//! Canaries of the accounts: the seed of an app, recovery codes, new passwords, what an identity check was told, the
//! ways to unlink. None is in the log or in KV; of a seed and of a check nothing is in the objects either.

use crate::canary::{Canaries, search};
use account_link_tests::browser::Session;
use account_link_tests::caas::{Applicant, credentials, webhook_at};
use account_link_tests::client::Request;
use account_link_tests::factor::{Factor, ask, code, enrol};
use account_link_tests::journey::{land, link, reset_to};
use account_link_tests::kyc::submit;
use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::totp::App;
use account_link_tests::transcript::files;
use account_link_tests::{feed, now, pause, run, stack};
use serde_json::json;
use std::path::PathBuf;

/// A seed as it might be written.
fn written(factor: &Factor, shown: &str) -> Canaries {
    let key = &factor.app.key;
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let base64 = base64::Engine::encode(&base64::engine::general_purpose::STANDARD_NO_PAD, key);
    let list = format!("{key:?}");
    let forms =
        [("seed", shown.replace(' ', "")), ("seed in groups", shown.to_owned()), ("seed in hex", hex)];
    let forms = forms.into_iter().chain([
        ("seed in base64", base64),
        ("seed as a list", list.replace(", ", ",")),
        ("seed in Debug", list),
    ]);
    forms.map(|(what, form)| (what.to_owned(), form)).collect()
}

struct Flown {
    secrets: Canaries,
    seeds: Canaries,
    raw: Vec<u8>,
    subject: Canaries,
}

/// From the screen with the QR to the recovery codes.
async fn bound_in(session: &mut Session) -> Factor {
    let mut app = App::scan(session.view["step"]["uri"].as_str().expect("a URI"));
    session.perform("authenticator/bind", code("wrong!")).await;
    session.perform("authenticator/bind", code(&app.next().await)).await.shows("recovery_codes");
    let codes = session.view["step"]["codes"].as_array().expect("a list").iter();
    Factor { app, recovery: codes.map(|code| code.as_str().expect("a code").to_owned()).collect() }
}

async fn fly() -> Flown {
    let user = fresh("u");
    let (_, mut person) = link(DEMO, &user).await;
    let notice = feed::notices(&person.email, 1).await.remove(0);
    let (mut session, mailed): (Session, String) = enrol(&person).await;
    session.perform("authenticator", code("wrong!")).await;
    session.perform("authenticator", code(&mailed)).await.shows("bind");
    let shown = session.view["step"]["key"].as_str().expect("a key").to_owned();
    let mut factor = bound_in(&mut session).await;
    let seeds = written(&factor, &shown);
    let mut secrets: Canaries = vec![("unlink token".into(), notice.replace("/unlink/", ""))];
    secrets.extend(factor.recovery.iter().map(|code| ("recovery code".to_owned(), code.clone())));
    secrets.extend(factor.recovery.iter().map(|code| ("recovery code".to_owned(), code.replace('-', ""))));
    let mut session = ask(&person, &fresh("u")).await;
    // Failures are where values slip into logs.
    session.perform("confirm", code(&factor.recovery[0])).await;
    session.perform("confirm", json!({ "code": factor.app.next().await, "more": factor.recovery[1] })).await;
    session.perform("confirm", code(&factor.app.next().await)).await.shows("ended/linked");
    secrets.push(("old password".into(), person.password.clone()));
    reset_to(&mut land(DEMO, &fresh("u")).await, &mut person, "confirm").await;
    secrets.push(("new password".into(), person.password.clone()));
    let applicant = Applicant { name: format!("Canary{}", fresh("Subject").replace('-', "")) };
    let mut form = applicant.form();
    submit(DEMO, &user, &person, &form).await;
    form["dob"] = applicant.name.clone().into();
    session.perform("kyc", form).await;
    let path = DEMO.path(&user, "/kyc/decision");
    let comment = format!("comment{}", applicant.name);
    let body = json!({ "caseResult": "ACCEPT", "comment": comment }).to_string();
    applicant.case_with("ogs", true.into()).await;
    DEMO.request_with("POST", &path, &body).send().await.expect(201);
    DEMO.call("GET", &DEMO.path(&user, "/kyc")).await.expect(200);
    webhook_at(&json!({ "comment": applicant.name, "caseSystemId": "x" }).to_string(), now()).send().await;
    Request::new("GET", &format!("{notice}x?{}", applicant.name)).send().await;
    let browser = account_link_tests::browser::Browser::without_cookies();
    browser.write(&format!("/connect/v1{notice}"), &json!({}), &fresh("unlink")).send().await.expect(200);
    let subject = vec![("subject".to_owned(), applicant.name), ("comment".to_owned(), comment)];
    Flown { secrets, seeds, raw: factor.app.key.clone(), subject }
}

#[test]
fn nothing_of_the_second_factor_and_of_the_check_is_in_logs_or_kv() {
    run(async {
        let flown = fly().await;
        pause(1000).await;
        let mut all: Canaries = [flown.secrets.clone(), flown.seeds.clone(), flown.subject.clone()].concat();
        all.extend(credentials().1.into_iter().map(|secret| ("CaaS secret".to_owned(), secret)));
        let vars = stack::vars();
        let keys = vars.iter().find(|(name, _)| name == "SECOND_FACTOR_KEYS").expect("the keys of the seeds");
        let keys = keys.1.split(',').filter_map(|one| one.split_once(':'));
        all.extend(keys.map(|(_, key)| ("key of the seeds".to_owned(), key.to_owned())));
        let log: String =
            stack::log().lines().filter(|line| line.starts_with('{')).collect::<Vec<_>>().join("\n");
        assert!(log.contains("authenticator/bind"), "the log is the one of this product");
        search("a log line", log.as_bytes(), &all);
        for file in files(&stack::state_dir().join("v3/kv")) {
            search(&file.display().to_string(), &std::fs::read(&file).unwrap_or_default(), &all);
        }
        // The objects: a seed is sealed, recovery codes and passwords are hashed, a subject is not kept. A way to unlink
        // stands in a mail that waits to be sent.
        all.retain(|(what, _)| what != "unlink token");
        let mut stored = 0;
        // What the machine's own tool records of the requests is none of the product's.
        let ours = |file: &PathBuf| !file.components().any(|part| part.as_os_str() == "observability");
        for file in files(&stack::state_dir()).into_iter().filter(ours) {
            let bytes = std::fs::read(&file).unwrap_or_default();
            stored += bytes.len();
            search(&file.display().to_string(), &bytes, &all);
            let raw = bytes.windows(flown.raw.len()).any(|window| window == flown.raw);
            assert!(!raw, "a raw seed stands in {}", file.display());
        }
        println!("{} canaries, {stored} bytes of state", all.len());
        assert!(stored > 100_000, "this is where the product keeps its state");
    });
}
