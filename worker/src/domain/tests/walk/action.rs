//! What may happen, in any order.

use account_link_shared::connect::Destination;
use account_link_shared::feature::Feature;
use account_link_shared::kyc::values::{Decision, Suggestion};
use account_link_shared::time::{DAY, HOUR, MINUTE};
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
pub(super) enum Action {
    /// A newly signed link is redeemed.
    Open(Feature),
    /// What a user who wants to get on does here.
    Right,
    Continue,
    Goto(Destination),
    LogIn {
        right: bool,
    },
    GiveEmail,
    /// The field of the address's code.
    EnterCode(SubmittedCode),
    ChoosePassword,
    Resend,
    Confirm(SubmittedCode),
    /// The field of the mailed code before an app is bound, of its first code, and of its removal.
    StartApp(SubmittedCode),
    BindApp(SubmittedCode),
    RemoveApp(SubmittedCode),
    SubmitKyc,
    Leave,
    Cancel,
    /// The partner's DELETE, and the user's way in the mail.
    Delete,
    UnlinkByMail,
    /// CaaS moves the case.
    Caas(Option<Suggestion>, Option<Decision>),
    /// What account and link owe each other is done, or lost on the way.
    Settle {
        heard: bool,
    },
    Wait(i64),
}

/// What is typed into a field for a code.
#[derive(Debug, Clone, Copy)]
pub(super) enum SubmittedCode {
    /// The newest code mailed in this flow, whatever for.
    Mailed,
    /// The newest of another flow.
    OfFormerFlow,
    Guessed,
    /// What the app shows, or shows half a minute before or after.
    App(i64),
    /// What an app showed that was bound before.
    OfFormerApp,
    /// The code of the app that was used last.
    Again,
    Recovery,
    UsedRecovery,
}

fn submitted() -> impl Strategy<Value = SubmittedCode> {
    use SubmittedCode::*;
    prop_oneof![
        4 => Just(Mailed),
        1 => Just(OfFormerFlow),
        1 => Just(Guessed),
        4 => (-2..3_i64).prop_map(App),
        1 => Just(OfFormerApp),
        2 => Just(Again),
        1 => Just(Recovery),
        1 => Just(UsedRecovery),
    ]
}

pub(super) fn action() -> impl Strategy<Value = Action> {
    use Destination::*;
    let feature = prop_oneof![
        3 => Just(Feature::First), 1 => Just(Feature::Link), 1 => Just(Feature::Kyc), 2 => Just(Feature::TwoFactor)
    ];
    let to = prop_oneof![Just(Landing), Just(Login), Just(OnboardEmail), Just(ResetEmail), Just(ResetEmail)];
    let suggestion = prop_oneof![
        Just(None),
        Just(Some(Suggestion::SuggestToAccept)),
        Just(Some(Suggestion::SuggestToReject)),
        Just(Some(Suggestion::NoSuggestion)),
    ];
    let decision =
        prop_oneof![4 => Just(None), 1 => Just(Some(Decision::Accept)), 1 => Just(Some(Decision::Reject))];
    let wait = prop_oneof![
        4 => (1..90_i64).prop_map(|seconds| seconds * 1000),
        2 => (1..20_i64).prop_map(|minutes| minutes * MINUTE),
        1 => (1..26_i64).prop_map(|hours| hours * HOUR),
        1 => (1..3_i64).prop_map(|days| days * DAY),
    ];
    prop_oneof![
        5 => feature.prop_map(Action::Open),
        40 => Just(Action::Right),
        2 => Just(Action::Continue),
        4 => to.prop_map(Action::Goto),
        1 => any::<bool>().prop_map(|right| Action::LogIn { right }),
        1 => Just(Action::GiveEmail),
        2 => submitted().prop_map(Action::EnterCode),
        1 => Just(Action::ChoosePassword),
        2 => Just(Action::Resend),
        5 => submitted().prop_map(Action::Confirm),
        2 => submitted().prop_map(Action::StartApp),
        2 => submitted().prop_map(Action::BindApp),
        2 => submitted().prop_map(Action::RemoveApp),
        1 => Just(Action::SubmitKyc),
        1 => Just(Action::Leave),
        1 => Just(Action::Cancel),
        1 => Just(Action::Delete),
        1 => Just(Action::UnlinkByMail),
        4 => (suggestion, decision).prop_map(|(suggestion, decision)| Action::Caas(suggestion, decision)),
        5 => prop_oneof![3 => Just(true), 1 => Just(false)].prop_map(|heard| Action::Settle { heard }),
        5 => wait.prop_map(Action::Wait),
    ]
}
