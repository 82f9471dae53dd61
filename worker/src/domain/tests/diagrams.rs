//! The state diagrams of ARCHITECTURE.md are those of the code: drawn from the transition functions, and compared.
//! `ACCOUNT_LINK_WRITE_DIAGRAMS=1 cargo test diagrams` writes them.

use super::{email, hosted};
use crate::domain::account::Sent;
use crate::domain::flow::stage::next;
use crate::domain::flow::{Event, Holder, LoginOutcome, Second, Stage, Target};
use crate::domain::link::flow_state::{ActiveFlow, FlowState, FlowTransition};
use crate::domain::polling::ReturnResult;
use crate::domain::polling::phase::{OpenIn, Phase, Transition};
use account_link_shared::error_code::Code;
use account_link_shared::id::flow_id;
use account_link_shared::link::reason::{AccountStatus, CloseReason, UnlinkReason};
use account_link_shared::link::{Holder as LinkHolder, Life, Link, LinkEvent, Linking};
use account_link_shared::qr::{Qr, ReturnTo};
use account_link_shared::session::End;
use account_link_shared::status::KycStatus;
use account_link_shared::time::{Millis, Seconds};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../ARCHITECTURE.md");
const WRITE: &str = "ACCOUNT_LINK_WRITE_DIAGRAMS";
const NOW: Millis = Millis::ZERO;

/// From, to, and by what.
type Edges = BTreeSet<(String, String, String)>;

/// The name of a variant, as it is stored.
fn kind(value: &impl Serialize) -> String {
    match serde_json::to_value(value).unwrap() {
        serde_json::Value::String(name) => name,
        other => other.as_object().unwrap().keys().next().unwrap().clone(),
    }
}

fn edge(from: &str, to: &str, by: &str) -> (String, String, String) {
    (from.to_owned(), to.to_owned(), by.to_owned())
}

/// Between two states one arrow, with all that leads along it.
fn draw(edges: &Edges) -> String {
    let mut arrows: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
    for (from, to, by) in edges {
        arrows.entry((from, to)).or_default().push(by);
    }
    let lines = arrows.iter().map(|((from, to), by)| format!("  {from} --> {to}: {}\n", by.join(", ")));
    format!("```mermaid\nstateDiagram-v2\n{}```\n", lines.collect::<String>())
}

/// Holds the diagram of that name to these edges.
fn compare(name: &str, edges: &Edges) {
    let text = std::fs::read_to_string(FILE).unwrap();
    let begin = format!("<!-- diagram: {name} -->\n");
    let (before, rest) = text.split_once(&begin).unwrap_or_else(|| panic!("ARCHITECTURE.md has no {begin}"));
    let (shown, after) = rest.split_once("<!-- end -->").unwrap();
    let drawn = draw(edges);
    if std::env::var_os(WRITE).is_some() {
        std::fs::write(FILE, format!("{before}{begin}{drawn}<!-- end -->{after}")).unwrap();
        return;
    }
    assert_eq!(
        shown, drawn,
        "the diagram {name} of ARCHITECTURE.md is not the code's: see the head of this file"
    );
}

#[test]
fn the_diagrams_are_those_of_the_code() {
    compare("link", &links());
    compare("flow_state", &flow_states());
    compare("phase", &phases());
    compare("stage", &stages());
}

fn links() -> Edges {
    let linking = Linking {
        account_uuid: account_link_shared::id::account_uuid([1; 16]),
        account_status: AccountStatus::Active,
        valid_until: None,
        holder: LinkHolder { otp_ready: false, kyc_status: None, email_address: None, accounts: Vec::new() },
    };
    let told = |event: Result<LinkEvent, _>| event.ok().map(|event| event.link);
    let mut edges = Edges::from([edge("[*]", "pending", "opened")]);
    for life in [
        Life::Pending,
        Life::Closed { reason: CloseReason::Cancelled },
        Life::Linked(linking.clone()),
        Life::Unlinked { reason: UnlinkReason::Partner },
    ] {
        let from = kind(&life);
        let link = || Link { life: life.clone(), ..Link::first(super::identity()) };
        let frozen = || link().account_changed(AccountStatus::Frozen, Vec::new(), NOW);
        for (by, to) in [
            ("opened", Some(link().opened()).filter(|link| link.life != life)),
            ("linked", told(link().linked(linking.clone(), NOW))),
            ("rebound", told(link().rebound(linking.clone(), NOW))),
            ("account changed", told(frozen())),
            ("closed", link().closed(CloseReason::Cancelled).ok()),
            ("unlinked", told(link().unlinked(UnlinkReason::Partner, NOW))),
        ] {
            edges.extend(to.map(|to| edge(&from, &kind(&to.life), by)));
        }
    }
    edges
}

fn flow_states() -> Edges {
    let flow = |n: u8| ActiveFlow {
        flow: flow_id([n; 16]),
        signature: n.to_string(),
        state: None,
        request: hosted(),
        account_screen_only: false,
    };
    let states = [
        FlowState::Idle,
        FlowState::Open { flow: flow(1), suspended: None },
        FlowState::Open { flow: flow(1), suspended: Some(flow(0)) },
        FlowState::Detached { flow: flow(1) },
    ];
    let name = |state: &FlowState| match state {
        FlowState::Open { suspended: Some(_), .. } => "open_with_suspended".to_owned(),
        state => kind(state),
    };
    let transitions = || {
        [
            ("open", FlowTransition::Open { flow: flow(2), suspend: false }),
            ("open, the one before may be decided", FlowTransition::Open { flow: flow(2), suspend: true }),
            ("go on", FlowTransition::GoOn),
            ("detach", FlowTransition::Detach),
            ("resume", FlowTransition::Resume),
            ("end", FlowTransition::End),
        ]
    };
    let mut edges = Edges::from([edge("[*]", "idle", "first opened")]);
    for state in &states {
        for (by, transition) in transitions() {
            let to = state.after(transition);
            edges.extend(to.filter(|to| to != state).map(|to| edge(&name(state), &name(&to), by)));
        }
    }
    edges
}

fn phases() -> Edges {
    let open_in = OpenIn::NewTab;
    let mut edges = Edges::from([
        edge("[*]", &kind(&Phase::new(None)), "asks what is there"),
        edge("[*]", &kind(&Phase::new(Some(open_in))), "the user is sent, or shown a QR"),
    ]);
    let open = Some(open_in);
    for phase in [
        Phase::Preflight,
        Phase::Awaiting { open_in },
        Phase::Returned { open_in },
        Phase::Linked { open_in: open },
        Phase::Closed { open_in: open },
    ] {
        for (by, transition) in
            [("return", Transition::Return), ("link", Transition::Link), ("close", Transition::Close)]
        {
            edges.extend(phase.after(transition).map(|to| edge(&kind(&phase), &kind(&to), by)));
        }
    }
    edges
}

/// One stage of each kind, but for the last.
fn open_stages() -> Vec<Stage> {
    let resend_at = Seconds::new(1);
    let (holder, status) = (holder(), KycStatus::KycPending);
    vec![
        Stage::Unopened,
        Stage::Choose,
        Stage::Landing,
        Stage::Login,
        Stage::OnboardEmail,
        Stage::OnboardCode { email: email(), resend_at },
        Stage::OnboardPassword { email: email() },
        Stage::ResetEmail,
        Stage::ResetCode { email: email(), resend_at },
        Stage::ResetPassword { email: email() },
        Stage::Kyc { email: email() },
        Stage::Checked { email: email(), status },
        Stage::Waiting { status },
        Stage::Authenticator(holder.clone()),
        Stage::Bind { email: email(), sealed: String::new() },
        Stage::RecoveryCodes { email: email(), sealed: String::new() },
        Stage::Bound { email: email() },
        Stage::Confirm(holder),
        Stage::Scan(qr()),
        Stage::Portal(Some(ReturnResult { pending: true, error: None, terminal: false })),
    ]
}

fn holder() -> Holder {
    let sent = Sent { valid_until: Seconds::new(9), resend_at: Seconds::new(1) };
    Holder { email: email(), second: Second::Mailed(sent) }
}

fn qr() -> Qr {
    let expires_at = Seconds::new(9);
    Qr { qr_string: String::new(), deeplink: String::new(), expires_at, return_to: ReturnTo::Web }
}

/// One event of each kind, with what leads to another place.
fn events() -> Vec<(String, Event)> {
    let (resend_at, valid_until) = (Seconds::new(5), Seconds::new(20));
    let (masked, status) = (None, KycStatus::KycReview);
    let result = ReturnResult { pending: false, error: None, terminal: false };
    let target = Target { request: hosted(), link: String::new() };
    let mut events = vec![
        Event::Choosing(target.clone()),
        Event::Chosen(target),
        Event::Continued,
        Event::QrShown(qr()),
        Event::AtPortal(None),
        Event::Sent { ticket: 1 },
        Event::Returned(result),
        Event::Waits { status },
        Event::KeepsLink { account: String::new() },
        Event::KeyMade { sealed: String::new() },
        Event::AppBound { sealed: String::new() },
        Event::EmailGiven { email: email(), resend_at },
        Event::EmailVerified,
        Event::CodeSent { valid_until, resend_at },
        Event::Finished,
        Event::Linked { masked: masked.clone() },
        Event::Ended { end: End::Cancelled, masked },
        Event::Failed { reason: Code::ProviderRejected.into() },
        Event::Unlinked,
        Event::LeftPending,
    ];
    for outcome in [
        LoginOutcome::Confirm(holder()),
        LoginOutcome::Kyc,
        LoginOutcome::Checked(status),
        LoginOutcome::Authenticator(holder()),
        LoginOutcome::Bound,
    ] {
        events.push(Event::LoggedIn { email: email(), outcome: outcome.clone() });
        events.push(Event::KycSubmitted(outcome));
    }
    // A change of mind leads back from nearly everywhere: it is said in words, and walked in `walk`.
    events.into_iter().map(|event| (kind(&event), event)).collect()
}

fn stages() -> Edges {
    let all = open_stages();
    let mut edges = Edges::new();
    for stage in &all {
        for (by, event) in events() {
            let to = next(stage, event, NOW);
            edges.extend(
                to.filter(|to| kind(to) != kind(stage)).map(|to| edge(&kind(stage), &kind(&to), &by)),
            );
        }
    }
    // Redeeming the opening code is the session's, see `Flow::redeem`.
    edges.insert(edge("unopened", "landing", "redeemed"));
    edges.insert(edge("unopened", "choose", "redeemed"));
    edges.insert(edge("[*]", "unopened", "created"));
    // What leads everywhere from everywhere is drawn once.
    let ways: BTreeSet<(String, String)> = edges.iter().map(|(_, to, by)| (to.clone(), by.clone())).collect();
    for (to, by) in ways {
        let from: Vec<_> = all.iter().map(|stage| edge(&kind(stage), &to, &by)).collect();
        if from.iter().all(|one| edges.contains(one) || one.0 == to) {
            edges.retain(|one| !from.contains(one));
            edges.insert(edge("open", &to, &by));
        }
    }
    edges
}
