//! SIGKILLs while cases are created at CaaS, which makes another one each time it is asked: nobody has two, the webhook
//! finds the one there is, and who agreed is linked once.

use crate::around::Deed;
use account_link_tests::browser::Session;
use account_link_tests::caas::Applicant;
use account_link_tests::client::{Request, Response};
use account_link_tests::journey::{Person, land, onboard_to};
use account_link_tests::partner::KYC;
use account_link_tests::random::{Random, fresh};
use account_link_tests::status_api::{told, told_so_far};
use account_link_tests::until::until;
use account_link_tests::{pause, process, run};
use serde_json::{Value, json};

const KILLS: usize = 6;
const USERS: usize = 3;
/// Change it to kill at other moments.
const SEED: u64 = 0x0CAA_5012;

/// Somebody with the form before them.
struct Form {
    user: String,
    applicant: Applicant,
    code: String,
    session: Session,
    submit: Request,
}

#[test]
fn nobody_has_two_cases_though_the_process_is_killed_while_they_are_made() {
    println!("seed {SEED:#x}");
    run(async {
        let mut random = Random::new(SEED);
        let (mut between, mut never, mut linked) = (0, 0, Vec::new());
        for kill in 0..KILLS {
            let how = [json!("hang"), Value::Null, json!(503)][kill % 3].clone();
            let mut forms = Vec::new();
            for _ in 0..USERS {
                forms.push(prepare(&how).await);
            }
            kill_while_creating(&mut random, &forms, how == json!("hang")).await;
            for form in &mut forms {
                between += form.applicant.cases().await.len();
                match settle(form).await {
                    true => linked.push(form.user.clone()),
                    false => never += 1,
                }
            }
        }
        pause(3_000).await;
        for user in &linked {
            assert_eq!(told_so_far(user), 1, "{user}");
        }
        println!("{} linked once, {between} cases there when killed, {never} never made", linked.len());
        // Two kills of the six wait for every case.
        assert!(between >= USERS * 2, "the kills came at other moments");
        assert!(linked.len() >= between, "a case that was made was lost");
    });
}

async fn prepare(how: &Value) -> Form {
    let (user, applicant, person) = (fresh("kyc"), Applicant::new().await, Person::new());
    if !how.is_null() {
        let fault = json!({ "answer": how, "endpoint": "create", "done_anyway": true, "times": 1 });
        applicant.settings(fault).await;
    }
    let mut session = land(KYC, &user).await;
    let code = onboard_to(&mut session, &person, "kyc").await;
    let submit = session.request("kyc", &applicant.form(), &fresh("submit"));
    Form { user, applicant, code, session, submit }
}

/// Hands all forms in and kills: where CaaS hangs, once it has made each case; else within some milliseconds.
async fn kill_while_creating(random: &mut Random, forms: &[Form], hangs: bool) {
    let pid = process::workerd().expect("a workerd that runs the worker");
    let submits: Vec<Deed> = forms.iter().map(|form| submit_once(form.submit.clone())).collect();
    let submits: Vec<_> = submits.into_iter().map(tokio::spawn).collect();
    if hangs {
        for form in forms {
            until(10, async || {
                let cases = form.applicant.cases().await;
                if cases.is_empty() { Err(format!("no case of {}", form.user)) } else { Ok(()) }
            })
            .await;
        }
    } else {
        pause(u64::try_from(random.below(160)).unwrap()).await;
    }
    process::kill(pid);
    for submit in submits {
        submit.await.expect("it was done");
    }
    process::wait_for_another(pid).await;
}

fn submit_once(request: Request) -> Deed {
    Box::pin(async move {
        // The kill may take its answer; it is repeated afterwards.
        let _ = request.attempt().await;
    })
}

/// The page tries again and the user agrees. Whose case was made is linked when CaaS says so; true if there is one.
async fn settle(form: &mut Form) -> bool {
    retry(form).await.shows("confirm");
    form.session.perform("confirm", json!({ "code": form.code })).await.shows("ended/pending");
    pause(500).await;
    let cases = form.applicant.cases().await;
    assert!(cases.len() <= 1, "{}: {cases:#?}", form.user);
    let asked = form.applicant.requests_to("create").await.len();
    assert!(asked <= 1, "{} was asked for {asked} times", form.user);
    if cases.is_empty() {
        // Killed between its record and the call: nobody knows, so it is not made by us.
        assert_eq!(KYC.status(&form.user).await["link_status"], "PENDING");
        return false;
    }
    form.applicant.say(json!({ "suggestion": "SUGGEST_TO_ACCEPT" })).await;
    let status = KYC.shows(&form.user, "link_status", "LINKED").await;
    assert_eq!((&status["kyc_status"], &status["sequence"]), (&json!("KYC_PASS"), &json!(1)));
    assert_eq!(told(&form.user, 1).await.remove(0)["staus"], "LINKED");
    true
}

/// Repeats the form as the page does, with the same id, until it is answered.
async fn retry(form: &mut Form) -> Response {
    let response = form.submit.answered().await;
    form.session.keep(&response);
    response
}
