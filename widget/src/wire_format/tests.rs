//! Held to the derived readers and writers of `shared`.
//!
//! Long because each kind of body has an example here.

use super::{
    Json, choose_password, destination, event, identity, object, problem, reply, step_name, step_text,
    ticket, unlink_view,
};
use crate::model::Identity;
use account_link_shared::connect::{
    ChoosePassword, Destination, GiveEmail, Login, PartnerView, Reply, ResetPassword, SubmitKyc, Ticket,
    UnlinkView, View,
};
use account_link_shared::error_code::Code;
use account_link_shared::frame::{Event, EventName};
use account_link_shared::id::{FlowId, PartnerKey, RequestId, UserExtRef};
use account_link_shared::kyc::values::{Gender, ScreenType};
use account_link_shared::locale::{Locale, Theme};
use account_link_shared::problem::Problem;
use account_link_shared::problem::{FailureReason, ProviderFailure};
use account_link_shared::providers::{Connect, Provider};
use account_link_shared::qr::{Qr, ReturnTo};
use account_link_shared::scope::Scope;
use account_link_shared::secret::Secret;
use account_link_shared::session::{End, FlowResult, Outcome, Portal, SecondStep, Step, StepName};
use account_link_shared::status::{KycStatus, LinkStatus};
use account_link_shared::time::{Millis, Seconds};

const HOSTILE: &str = "\u{1}\"\\/\n\t<script>ភាសា 😀 \u{2028}";

fn outcome(result: FlowResult, link_status: LinkStatus) -> Outcome {
    let return_url = "https://a.example/".into();
    Outcome { result, link_status, return_url, masked_account: None, reason: None }
}

/// A scope of the provider that users are redirected to.
fn scope() -> Scope {
    let values = [("store", HOSTILE), ("url", "https://shop.example/seller/1?a=b"), ("currency", "USD,EUR")];
    Scope::with("open_accounts", &values)
}

fn redirected() -> Provider {
    let redirects = |provider: &Provider| provider.info().connect == Connect::Redirect;
    Provider::ALL.into_iter().find(redirects).unwrap()
}

/// Every code, and with it what a provider may have said.
fn failure(number: usize, code: Code) -> FailureReason {
    let said = |name: &str| (number % 4 != 3).then(|| format!("{name}-{number}"));
    let failure = ProviderFailure {
        provider: redirected(),
        reason: HOSTILE.into(),
        provider_code: said("CODE"),
        provider_trace_id: said("trace"),
    };
    FailureReason { code, provider: (number % 2 == 1).then_some(failure) }
}

fn steps() -> Vec<Step> {
    let (email, until, at) = (HOSTILE.to_owned(), Seconds::new(1_767_268_800), Seconds::new(7));
    let mut steps = vec![
        Step::Choose { providers: Provider::ALL.to_vec() },
        Step::Choose { providers: Vec::new() },
        Step::Landing,
        Step::Login,
        Step::OnboardEmail,
        Step::OnboardCode { email: email.clone(), resend_at: at },
        Step::OnboardPassword { email: email.clone() },
        Step::ResetEmail,
        Step::ResetCode { email: email.clone(), resend_at: at },
        Step::ResetPassword { email: email.clone() },
        Step::Kyc { email: email.clone() },
        Step::Bind { email: email.clone(), uri: Secret::new(HOSTILE), key: Secret::new("AB CD") },
        Step::RecoveryCodes { codes: vec![Secret::new(HOSTILE), Secret::new("abcde-fghij")] },
        Step::RecoveryCodes { codes: Vec::new() },
        Step::Bound { email: email.clone() },
    ];
    for status in [
        KycStatus::KycInit,
        KycStatus::KycPending,
        KycStatus::KycPass,
        KycStatus::KycReject,
        KycStatus::KycReview,
    ] {
        steps.push(Step::Checked { email: email.clone(), status });
        steps.push(Step::Waiting { status });
    }
    let seconds = [
        SecondStep::EmailCode { valid_until: until, resend_at: at },
        SecondStep::OnboardingCode { valid_until: until, resend_at: at },
        SecondStep::Totp,
        SecondStep::Locked { until },
    ];
    for second_step in seconds {
        steps.push(Step::Authenticator { email: email.clone(), second_step: second_step.clone() });
        steps.push(Step::Confirm { email: email.clone(), second_step });
    }
    for return_to in [ReturnTo::Web, ReturnTo::App] {
        let (qr_string, deeplink) = (HOSTILE.to_owned(), "abamobilebank://".to_owned());
        steps.push(Step::Scan(Qr { qr_string, deeplink, expires_at: until, return_to }));
    }
    for (number, code) in Code::ALL.iter().copied().map(Some).chain([None]).enumerate() {
        let problem = code.map(|code| failure(number, code));
        let (tab, top) = (HOSTILE.to_owned(), "/connect/v1/flows/aa/go/b".to_owned());
        let (returned, pending) = (number % 2 == 0, number % 3 == 0);
        steps.push(Step::Portal(Portal { tab, top, returned, problem: problem.clone(), pending }));
        steps.push(Step::Returned { problem, outcome: outcome(FlowResult::Pending, LinkStatus::Pending) });
    }
    let ends = [
        End::Linked,
        End::AlreadyLinked,
        End::Cancelled,
        End::Expired,
        End::Replaced,
        End::Failed,
        End::Pending,
        End::Done,
    ];
    for end in ends {
        for result in [
            FlowResult::Linked,
            FlowResult::Pending,
            FlowResult::Cancelled,
            FlowResult::Expired,
            FlowResult::Failed,
            FlowResult::Done,
        ] {
            for link_status in [LinkStatus::Pending, LinkStatus::Linked, LinkStatus::Unlinked] {
                let masked_account = (end == End::Linked).then(|| "j•••@example.com".to_owned());
                let reason = (end == End::Failed).then(|| failure(1, Code::ProviderRejected));
                let outcome = Outcome { masked_account, reason, ..outcome(result, link_status) };
                steps.push(Step::Ended { end, outcome });
            }
        }
    }
    steps
}

fn view(step: Step, full: bool) -> View {
    View {
        flow: FlowId::parse("0123456789abcdef").unwrap(),
        step,
        partner: PartnerView {
            key: PartnerKey::parse("demo").unwrap(),
            name: HOSTILE.into(),
            logo: full.then(|| "data:image/png;base64,AA==".into()),
            accent: full.then(|| "#1a56db".into()),
        },
        provider: full.then(redirected),
        scope: full.then(scope),
        chosen: full,
        beside: full,
        user_ext_ref: UserExtRef::parse("użytkownik 1").unwrap(),
        user_label: full.then(|| HOSTILE.into()),
        state: full.then(|| "s".into()),
        locale: full.then_some(Locale::Km),
        theme: full.then_some(Theme::Dark),
        now: Millis::new(1_767_268_800_123),
        expires_at: Seconds::new(1_767_272_400),
    }
}

#[test]
fn every_reply_is_read_as_the_law_writes_it() {
    let mut names = std::collections::HashSet::new();
    for step in steps() {
        for full in [false, true] {
            names.insert(step.name());
            let sent = Reply { view: view(step.clone(), full), token: full.then(|| Secret::new("t\"")) };
            let read = reply(&serde_json::to_string(&sent).unwrap()).unwrap();
            assert_eq!(read.view, sent.view);
            assert_eq!(read.token.map(|t| t.expose().to_owned()), sent.token.map(|t| t.expose().to_owned()));
        }
    }
    assert_eq!(names.len(), StepName::ALL.len());
    let scopes = [scope(), Scope { name: "replace_accounts".into(), ..scope() }];
    for scope in scopes {
        let mut sent = Reply { view: view(Step::Landing, true), token: None };
        sent.view.scope = Some(scope);
        assert_eq!(reply(&serde_json::to_string(&sent).unwrap()).unwrap().view, sent.view);
    }
}

#[test]
fn what_the_screens_could_not_show_in_full_is_none_of_ours() {
    let sent = Reply { view: view(Step::Choose { providers: vec![redirected()] }, true), token: None };
    let text = serde_json::to_string(&sent).unwrap();
    assert!(reply(&text).is_some());
    for (ours, other) in [
        ("\"name\":\"open_accounts\"", "\"name\":\"close_accounts\""),
        ("\"provider\":\"KEY\"", "\"provider\":\"newbank\""),
        ("[\"KEY\"]", "[\"KEY\",\"newbank\"]"),
        ("[\"KEY\"]", "\"KEY\""),
    ] {
        let [ours, other] = [ours, other].map(|text| text.replace("KEY", redirected().key()));
        assert!(text.contains(&ours), "{ours}");
        assert!(reply(&text.replace(&ours, &other)).is_none(), "{other}");
    }
    let portal = |problem| {
        Step::Portal(Portal { tab: "/a".into(), top: "/b".into(), returned: true, problem, pending: true })
    };
    let busy = Reply { view: view(portal(Some(failure(1, Code::ProviderBusy))), true), token: None };
    let mut opened = Reply { view: view(Step::Landing, true), token: None };
    opened.view.scope = Some(scope());
    let texts = [busy, opened].map(|sent| serde_json::to_string(&sent).unwrap());
    for (text, ours, other) in [
        (&texts[0], "\"provider_busy\"", "\"provider_new\""),
        (&texts[1], "\"open_accounts\"", "\"close_accounts\""),
        (&texts[1], "\"currency\"", "\"currencies\""),
    ] {
        assert!(text.contains(ours) && reply(text).is_some());
        assert!(reply(&text.replace(ours, other)).is_none(), "{other}");
    }
}

#[test]
fn every_problem_and_every_step_has_the_laws_name() {
    for (number, code) in Code::ALL.iter().enumerate() {
        let provider = failure(number, *code).provider;
        let sent = Problem {
            code: *code,
            message: HOSTILE.into(),
            request_id: RequestId::parse("r1").unwrap(),
            provider,
        };
        assert_eq!(problem(&serde_json::to_string(&sent).unwrap()), Some(sent));
    }
    for step in StepName::ALL {
        assert_eq!(serde_json::to_value(step).unwrap(), step_text(step));
        assert_eq!(step_name(step_text(step)), Some(step));
    }
}

#[test]
fn bodies_and_messages_are_written_as_the_law_reads_them() {
    let body: Login = serde_json::from_str(&object(&[("email", HOSTILE), ("password", "p\u{7f}")])).unwrap();
    assert_eq!((body.email.as_str(), body.password.expose()), (HOSTILE, "p\u{7f}"));
    let body: ChoosePassword = serde_json::from_str(&choose_password(HOSTILE, true)).unwrap();
    assert_eq!((body.password.expose(), body.terms), (HOSTILE, true));
    let given = Ticket { ticket: Secret::new("t\"") };
    assert_eq!(ticket(&serde_json::to_string(&given).unwrap()).as_deref(), Some("t\""));
    let email: GiveEmail = serde_json::from_str(&object(&[("email", HOSTILE)])).unwrap();
    let reset: ResetPassword = serde_json::from_str(&object(&[("password", HOSTILE)])).unwrap();
    assert_eq!((email.email.as_str(), reset.password.expose()), (HOSTILE, HOSTILE));
    for to in [
        Destination::Choose,
        Destination::Landing,
        Destination::Login,
        Destination::OnboardEmail,
        Destination::ResetEmail,
    ] {
        assert_eq!(serde_json::to_value(to).unwrap(), destination(to));
    }
    for name in [EventName::Open, EventName::Step, EventName::Linked, EventName::Exit, EventName::Error] {
        let mut said = Event::new(name);
        let one = view(Step::Landing, true);
        said.flow = Some(one.flow);
        said.provider = one.provider;
        said.step = Some(StepName::OnboardCode);
        said.result = Some(FlowResult::Done);
        said.link_status = Some(LinkStatus::Unlinked);
        said.user_ext_ref = Some(one.user_ext_ref);
        said.state = Some(HOSTILE.into());
        said.code = Some(Code::LinkExpired);
        said.request_id = RequestId::parse("r1").ok();
        let members = event(&said);
        let pairs: Vec<(&str, &str)> = members.iter().map(|(n, v)| (*n, v.as_str())).collect();
        assert_eq!(serde_json::from_str::<Event>(&object(&pairs)).unwrap(), said);
        assert_eq!(event(&Event::new(name)).len(), 1);
    }
}

#[test]
fn a_form_of_the_identity_check_says_what_the_law_takes() {
    let text = |text: &str| text.to_owned();
    let mut form = Identity {
        screen_type: text("INDIVIDUAL"),
        full_name: text(" \"Sok\" Sokha "),
        gender: text("FEMALE"),
        birthday: ["1990", "3", "7"].map(text),
        nationality: text("KHM"),
        residence: text("JPN"),
        today: [2026, 7, 1],
    };
    let body: SubmitKyc = serde_json::from_str(&identity(&form)).unwrap();
    assert_eq!((body.screen_type, body.gender), (ScreenType::Individual, Some(Gender::Female)));
    assert_eq!((&*body.full_name, body.dob.as_deref()), ("\"Sok\" Sokha", Some("1990-03-07")));
    assert_eq!(body.nationality.as_deref(), Some("KHM"));
    assert_eq!(body.residential_country.as_deref(), Some("JPN"));

    form.gender = text("MALE");
    let body: SubmitKyc = serde_json::from_str(&identity(&form)).unwrap();
    assert_eq!(body.gender, Some(Gender::Male));

    // What was typed before is no organisation's.
    form.screen_type = text("ORGANISATION");
    let body: SubmitKyc = serde_json::from_str(&identity(&form)).unwrap();
    assert_eq!((body.screen_type, body.gender, body.dob), (ScreenType::Organisation, None, None));
    assert_eq!((body.nationality, body.residential_country), (None, None));
}

#[test]
fn the_link_of_a_mail_is_read_as_the_law_writes_it() {
    for full in [false, true] {
        let sent = UnlinkView {
            partner: view(Step::Landing, full).partner,
            user_label: full.then(|| HOSTILE.into()),
            masked_account: full.then(|| "j•••@example.com".into()),
            linked: full,
        };
        assert_eq!(unlink_view(&serde_json::to_string(&sent).unwrap()), Some(sent));
    }
    assert!(unlink_view("{\"linked\":true}").is_none());
}

#[test]
fn what_is_not_ours_is_nothing() {
    let deep = "[".repeat(100_000);
    for bad in
        ["", "{", "[1,]", "{\"a\"}", "\"\u{1}\"", "nul", "1 2", "\"\\ud800\"", "\"\\u12\"", "<html>", &deep]
    {
        assert_eq!(Json::parse(bad), None, "{bad:.20}");
    }
    assert_eq!(
        Json::parse(" [ -1.5 , \"\\ud83d\\ude00\" ] "),
        Some(Json::List(vec![Json::Number(-1), Json::Text("😀".into())]))
    );
    assert!(reply("{\"view\":{}}").is_none());
    assert!(problem("{\"code\":\"new_code\",\"message\":\"\",\"request_id\":\"r\"}").is_none());
}
