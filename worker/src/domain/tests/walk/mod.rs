//! Random walks over flow, account and link together, in any order of calls, held against a reference machine
//! (`machine`, `allowed`, `second`): nothing becomes LINKED but by the right fresh second step of that very flow, or by a passed
//! identity check after consent was given so.

mod action;
mod allowed;
mod machine;
mod post;
mod second;
mod shell;
mod world;

use account_link_shared::connect::Destination;
use account_link_shared::feature::Feature;
use account_link_shared::kyc::values::{Decision, Suggestion};
use account_link_shared::link::Life;
use account_link_shared::link::reason::UnlinkReason;
use account_link_shared::status::KycStatus;
use action::{Action, SubmittedCode, action};
use machine::{Effect, Machine, Place, Stands};
use proptest::prelude::*;
use world::World;

use crate::domain::flow::Stage;
use account_link_shared::time::{DAY, MINUTE};

/// One step of both.
fn step(world: &mut World, machine: &mut Machine, action: Action) {
    let before = (machine.stands, world.link.as_ref().map(|link| link.link.clone()), machine.beside);
    let moved = world.call(action);
    machine.pass(world.now);
    match action {
        Action::Open(feature) => machine.open(feature, world.now),
        Action::Wait(_) | Action::Settle { .. } => {}
        Action::Delete => machine.unlink(UnlinkReason::Partner),
        Action::UnlinkByMail => machine.unlink(UnlinkReason::User),
        Action::Caas(suggestion, decision) => {
            machine.case = machine.case.map(|_| status_of(suggestion, decision))
        }
        _ => machine.read(world.now),
    }
    let mut did = None;
    for effect in core::mem::take(&mut world.effects) {
        if let Effect::Did(action) = effect {
            did = Some(action);
        }
        machine.note(&effect, world);
    }
    if let (Some(did), true) = (did, moved) {
        machine.moved(did);
        // A visit to another screen never moves a link that is linked.
        if before.2 && before.0 == Stands::Linked {
            assert_eq!(before.1, world.link.as_ref().map(|link| link.link.clone()), "by a visit: {did:?}");
        }
    }
    compare(world, machine, action);
}

/// As docs/PROTOCOL.md maps a case to `kyc_status`.
fn status_of(suggestion: Option<Suggestion>, decision: Option<Decision>) -> KycStatus {
    match (suggestion, decision) {
        (_, Some(Decision::Accept)) | (Some(Suggestion::SuggestToAccept), None) => KycStatus::KycPass,
        (_, Some(Decision::Reject)) => KycStatus::KycReject,
        (Some(_), None) => KycStatus::KycReview,
        (None, None) => KycStatus::KycPending,
    }
}

/// What is, and what the reference machine says.
fn compare(world: &mut World, machine: &Machine, action: Action) {
    if let Some(flow) = &mut world.flow {
        flow.tick(world.now);
        assert_eq!(place(&flow.stage), machine.place, "after {action:?}");
    }
    let stands = world.link.as_ref().map_or(Stands::Never, |link| match &link.link.life {
        Life::Pending => Stands::Pending { consent: link.consent.waits().is_some() },
        Life::Closed { reason } => Stands::Closed(*reason),
        Life::Linked(_) => Stands::Linked,
        Life::Unlinked { reason } => Stands::Unlinked(*reason),
    });
    assert_eq!(stands, machine.stands, "after {action:?}");
    // One callback for each entering of Linked or Unlinked, numbered from one.
    let told: Vec<(&str, u64)> = world.told.iter().map(|(staus, n)| (staus.as_str(), *n)).collect();
    let expected: Vec<(&str, u64)> = machine.events.iter().copied().zip(1..).collect();
    assert_eq!(told, expected, "after {action:?}");
}

fn place(stage: &Stage) -> Place {
    match stage {
        // Of links with a choice and of other providers: `reconcile` walks there.
        Stage::Unopened | Stage::Choose | Stage::Scan(_) | Stage::Portal(_) => Place::Nowhere,
        Stage::Landing => Place::Landing,
        Stage::Login => Place::Login,
        Stage::OnboardEmail => Place::OnboardEmail,
        Stage::OnboardCode { .. } => Place::OnboardCode,
        Stage::OnboardPassword { .. } => Place::OnboardPassword,
        Stage::ResetEmail => Place::ResetEmail,
        Stage::ResetCode { .. } => Place::ResetCode,
        Stage::ResetPassword { .. } => Place::ResetPassword,
        Stage::Kyc { .. } => Place::Kyc,
        Stage::Checked { .. } => Place::Checked,
        Stage::Waiting { .. } => Place::Waiting,
        Stage::Authenticator(_) => Place::Authenticator,
        Stage::Bind { .. } => Place::Bind,
        Stage::RecoveryCodes { .. } => Place::RecoveryCodes,
        Stage::Bound { .. } => Place::Bound,
        Stage::Confirm(_) => Place::Confirm,
        Stage::Ended { end, .. } => Place::Over(*end),
    }
}

fn walk(required: bool, checks: bool, actions: Vec<Action>) -> (World, Machine) {
    let (mut world, mut machine) = (World::new(required, checks), Machine::new(required, checks));
    for action in actions {
        step(&mut world, &mut machine, action);
    }
    (world, machine)
}

/// So many walks, or as many as asked for.
fn walks() -> ProptestConfig {
    ProptestConfig::with_cases(100_000)
}

proptest! {
    #![proptest_config(walks())]

    #[test]
    fn nothing_links_without_the_second_step(
        required: bool,
        checks in prop::bool::weighted(0.9),
        actions in prop::collection::vec(action(), 1..60),
    ) {
        walk(required, checks, actions);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// The walks do get there: a walk that does everything right ends linked, whatever happened before.
    #[test]
    fn doing_it_right_links(required: bool, actions in prop::collection::vec(action(), 0..40)) {
        let (mut world, mut machine) = walk(required, true, actions);
        let accept = Action::Caas(Some(Suggestion::SuggestToAccept), None);
        let mut right = vec![accept, Action::Delete, Action::Wait(2 * DAY), Action::Open(Feature::First)];
        right.extend([Action::Right; 7]);
        // Who has no app, and whose onboarding was not the first, logs in; a case is accepted.
        right.extend([accept, Action::Settle { heard: true }, Action::Wait(MINUTE), accept, Action::Settle { heard: true }]);
        right.extend([Action::Wait(MINUTE), Action::Settle { heard: true }, Action::Right, Action::Right]);
        right.into_iter().for_each(|action| step(&mut world, &mut machine, action));
        prop_assert_eq!(machine.stands, Stands::Linked, "at {:?}", machine.place);
    }
}

/// What it takes to get somewhere, in words.
#[test]
fn the_reference_gets_everywhere() {
    let (right, feature) = (Action::Right, Action::Open(Feature::TwoFactor));
    let bind = [vec![feature], vec![right; 8], vec![Action::BindApp(SubmittedCode::App(0))]].concat();
    let (world, machine) = walk(false, true, bind);
    assert!(machine.app.is_some() && world.account.is_bound(), "{:?}", machine.place);
    let reset =
        [Action::Open(Feature::First), right, Action::Goto(Destination::OnboardEmail), right, right, right];
    let again = [Action::Wait(MINUTE), Action::Goto(Destination::ResetEmail), right, right, right];
    let (_, machine) = walk(false, true, [&reset[..], &again[..]].concat());
    assert!(machine.reset.is_some() && machine.place == Place::Confirm, "{:?}", machine.place);
}
