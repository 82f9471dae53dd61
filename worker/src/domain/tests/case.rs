//! A case: created once, asked about when somebody says that it moved, reported when nothing comes.

use crate::domain::case::{Call, Case, CaseReport};
use account_link_shared::id::{CaseId, CaseUuid, PartnerKey};
use account_link_shared::kyc::values::{Decision, Suggestion};
use account_link_shared::status::KycStatus;
use account_link_shared::time::{DAY, HOUR, Millis};

const NOW: Millis = Millis::ZERO;

fn case(starts: bool) -> Case {
    let partner = PartnerKey::parse("demo").unwrap();
    Case::new(partner, CaseId::parse("external").unwrap(), starts, 1, NOW)
}

fn id() -> Option<CaseUuid> {
    CaseUuid::parse("system").ok()
}

fn calls(case: &mut Case, now: Millis) -> Vec<Call> {
    case.take(now).0.into_iter().map(|due| due.call).collect()
}

const PASS: CaseReport = CaseReport { suggestion: Some(Suggestion::SuggestToAccept), decision: None };

#[test]
fn a_case_whose_id_is_not_known_waits_for_a_webhook_and_is_reported_after_a_day() {
    let mut case = case(false);
    case.created(None);
    assert_eq!(case.due(), Some(NOW.plus(DAY)));
    assert_eq!(case.take(NOW.plus(DAY - 1)), (Vec::new(), false));
    assert_eq!(case.take(NOW.plus(DAY)), (Vec::new(), true));
    assert_eq!(case.take(NOW.plus(2 * DAY)), (Vec::new(), false), "once");
    case.hint(id(), NOW.plus(2 * DAY));
    assert_eq!(calls(&mut case, NOW.plus(2 * DAY)), [Call::Screen, Call::Ask]);
}

#[test]
fn a_hint_that_does_not_say_the_id_leaves_the_case_to_be_reported() {
    let mut case = case(true);
    case.created(None);
    case.hint(None, NOW);
    assert_eq!(case.take(NOW.plus(DAY)), (Vec::new(), true));
}

#[test]
fn no_webhook_for_a_day_asks() {
    let mut case = case(true);
    case.created(id());
    assert_eq!(calls(&mut case, NOW.plus(DAY - 1)), []);
    assert_eq!(calls(&mut case, NOW.plus(DAY)), [Call::Ask]);
}

#[test]
fn the_scan_starts_with_screening_unless_creating_starts_it() {
    let mut case = case(false);
    case.created(id());
    assert_eq!(calls(&mut case, NOW), [Call::Screen]);
    assert_eq!(calls(&mut case, NOW), [], "taken");
    case.screened(false, NOW);
    assert_eq!(calls(&mut case, NOW.plus(2_000)), [Call::Screen]);
    case.screened(true, NOW);
    assert_eq!(calls(&mut case, NOW.plus(HOUR)), []);
}

#[test]
fn a_hint_while_we_ask_is_asked_about_again_and_a_failure_later() {
    let mut case = case(true);
    case.created(id());
    case.hint(None, NOW);
    assert_eq!(calls(&mut case, NOW), [Call::Ask]);
    case.hint(None, NOW.plus(5));
    case.reported(Some(PASS), NOW, NOW.plus(10));
    assert_eq!(case.status(), KycStatus::KycPass);
    assert_eq!(calls(&mut case, NOW.plus(10)), [Call::Ask]);
    case.reported(None, NOW.plus(10), NOW.plus(20));
    assert_eq!((case.status(), case.due()), (KycStatus::KycPass, Some(NOW.plus(2_020))));
    assert_eq!(calls(&mut case, NOW.plus(2_020)), [Call::Ask]);
    case.reported(Some(PASS), NOW.plus(2_020), NOW.plus(2_030));
    assert_eq!(case.due(), None);
}

#[test]
fn whatever_the_order_of_webhooks_the_last_answer_counts() {
    let mut case = case(true);
    case.created(id());
    case.decided(Decision::Reject, NOW);
    assert_eq!(case.status(), KycStatus::KycReject);
    case.reported(Some(CaseReport { decision: Some(Decision::Accept), ..PASS }), NOW, NOW);
    assert_eq!(case.status(), KycStatus::KycPass);
}

#[test]
fn an_answer_that_was_overtaken_by_a_later_question_counts_no_more() {
    let rejected = CaseReport { decision: Some(Decision::Reject), ..PASS };
    let mut case = case(true);
    case.created(id());
    case.hint(None, NOW);
    assert_eq!(calls(&mut case, NOW), [Call::Ask]);
    case.hint(None, NOW.plus(5));
    assert_eq!(calls(&mut case, NOW.plus(5)), [Call::Ask]);
    case.reported(Some(rejected), NOW.plus(5), NOW.plus(10));
    case.reported(Some(PASS), NOW, NOW.plus(20));
    assert_eq!((case.status(), case.due()), (KycStatus::KycReject, None));
    case.decided(Decision::Accept, NOW.plus(30));
    case.reported(Some(rejected), NOW.plus(29), NOW.plus(40));
    assert_eq!(case.status(), KycStatus::KycPass, "asked before it was decided");
    assert_eq!(calls(&mut case, NOW.plus(40)), [Call::Ask]);
}
