//! The answers of the gallery's screens (`sandbox/gallery/screens`) are answers that the worker could give: each is read by
//! the page as the derived readers of `shared` read it, and nothing in it is missing or too much. And every step, and every
//! problem with a screen of its own, has one.

use super::{code, problem, reply, unlink_view};
use crate::model::RefusalKind;
use account_link_shared::connect::{Reply, UnlinkView};
use account_link_shared::error_code::Code;
use account_link_shared::problem::Problem;
use account_link_shared::secret::Secret;
use account_link_shared::session::StepName;
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Name and content of each file.
fn screens() -> Vec<(String, Value)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../sandbox/gallery/screens");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let named = |file: &Path| file.file_stem().unwrap().to_str().unwrap().to_owned();
    files
        .map(|file| (named(&file), serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap()))
        .collect()
}

/// What the derived reader makes of a body, which must be all that the body says.
fn whole<T: DeserializeOwned + Serialize>(at: &str, body: &Value) -> T {
    let read: T = serde_json::from_value(body.clone()).unwrap_or_else(|error| panic!("{at}: {error}"));
    assert_eq!(&serde_json::to_value(&read).unwrap(), body, "{at}: something is missing or too much");
    read
}

/// Holds one answer to `shared`; the step that it shows, or the problem.
fn held(at: &str, call: &str, status: u64, body: &Value) -> Result<StepName, Code> {
    let text = body.to_string();
    if status >= 400 {
        let derived: Problem = whole(at, body);
        let code = derived.code;
        assert_eq!(u64::from(code.status()), status, "{at}");
        assert_eq!(problem(&text), Some(derived), "{at}");
        return Err(code);
    }
    if call.contains("/unlink/") {
        let derived: UnlinkView = whole(at, body);
        assert_eq!(unlink_view(&text), Some(derived), "{at}");
        return Err(Code::NotFound);
    }
    let derived: Reply = whole(at, body);
    let read = reply(&text).unwrap_or_else(|| panic!("{at}: the page cannot read it"));
    assert_eq!(read.view, derived.view, "{at}");
    assert_eq!(read.token.as_ref().map(Secret::expose), derived.token.as_ref().map(Secret::expose), "{at}");
    Ok(derived.view.step.name())
}

#[test]
fn every_answer_is_one_that_the_worker_could_give() {
    let mut count = 0;
    for (name, screen) in screens() {
        for (call, answer) in screen["answers"].as_object().into_iter().flatten() {
            let status = answer["status"].as_u64().unwrap();
            if answer["broken"] != Value::Bool(true) {
                let _ = held(&format!("{name}, {call}"), call, status, &answer["body"]);
                count += 1;
            }
        }
    }
    assert!(count > 90, "{count} answers");
}

#[test]
fn every_flow_in_an_answer_is_the_one_that_its_page_is_opened_with() {
    for (name, screen) in screens() {
        let opened = screen["open"].as_str().unwrap();
        for (call, answer) in screen["answers"].as_object().into_iter().flatten() {
            let flow = answer["body"]["view"]["flow"].as_str();
            if let Some(flow) = flow.filter(|_| opened.contains("flow=")) {
                assert!(opened.contains(flow), "{name}, {call}");
                assert!(call.contains(flow) || call.ends_with("/sessions"), "{name}, {call}");
            }
        }
    }
}

#[test]
fn every_step_and_every_problem_with_a_screen_of_its_own_is_there() {
    let (mut steps, mut refusals) = (BTreeSet::new(), BTreeSet::new());
    let mut refused = |code: Code| refusals.insert(kind(code));
    for (name, screen) in screens() {
        if let Some(code) = screen["template"]["problem"].as_str() {
            refused(self::code(code).unwrap_or_else(|| panic!("{name}: {code}")));
        }
        for (call, answer) in screen["answers"].as_object().into_iter().flatten() {
            let status = answer["status"].as_u64().unwrap();
            if answer["broken"] == Value::Bool(true) {
                continue;
            }
            match held(&name, call, status, &answer["body"]) {
                Ok(step) => _ = steps.insert(format!("{step:?}")),
                Err(code) if status >= 400 => _ = refused(code),
                Err(_) => {}
            }
        }
    }
    let all: BTreeSet<String> = StepName::ALL.iter().map(|step| format!("{step:?}")).collect();
    assert_eq!(steps, all);
    let wanted: BTreeSet<String> = Code::ALL.iter().map(|code| kind(*code)).collect();
    assert!(wanted.is_subset(&refusals), "without a screen: {:?}", wanted.difference(&refusals));
}

/// Which screen a problem has: those of a link differ by their sentences (`pages/refused.rs`).
fn kind(code: Code) -> String {
    match RefusalKind::of(code) {
        RefusalKind::Link(code) => match code {
            Code::LinkSignatureInvalid | Code::Unauthenticated | Code::ForeignHost => "link_signature".into(),
            Code::LinkFromFuture | Code::RedirectNotAllowed | Code::ProviderNotOffered => format!("{code:?}"),
            _ => "link_generic".into(),
        },
        kind => format!("{kind:?}"),
    }
}
