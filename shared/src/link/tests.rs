//! Rules of the life of a link, over random histories.

#![allow(clippy::arithmetic_side_effects, reason = "a test")]

use super::*;
use proptest::prelude::*;

#[derive(Debug, Clone, Copy)]
enum Action {
    Open,
    Link,
    Unlink,
    Close,
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    prop::collection::vec(
        prop_oneof![Just(Action::Open), Just(Action::Link), Just(Action::Unlink), Just(Action::Close)],
        0..40,
    )
}

fn identity() -> Identity {
    Identity {
        partner: PartnerKey::parse("demo").unwrap(),
        user_ext_ref: UserExtRef::parse("user").unwrap(),
        provider: Provider::default(),
    }
}

fn linking(seed: u8) -> Linking {
    let holder = Holder {
        otp_ready: false,
        kyc_status: Some(KycStatus::KycInit),
        email_address: Some("a@example.com".into()),
        accounts: Vec::new(),
    };
    let account_uuid = crate::id::account_uuid([seed; 16]);
    Linking { account_uuid, account_status: AccountStatus::Active, valid_until: None, holder }
}

proptest! {
    /// The sequence number counts exactly the entries into Linked and Unlinked, and every told body names
    /// the linking it is about.
    #[test]
    fn the_sequence_counts_what_is_told(actions in actions()) {
        let mut link = Link::first(identity());
        let mut told = 0;
        let mut current = None;
        for (step, action) in actions.into_iter().enumerate() {
            let now = Millis::new(1_000);
            let result = match action {
                Action::Open => { link = link.opened(); continue; }
                Action::Close => { if let Ok(closed) = link.clone().closed(CloseReason::Cancelled) { link = closed; } continue; }
                Action::Link => link.clone().linked(linking(u8::try_from(step).unwrap()), now),
                Action::Unlink => link.clone().unlinked(UnlinkReason::Partner, now),
            };
            if let Ok(next) = result {
                told += 1;
                match next.body.status {
                    LinkEventStatus::Linked => current = Some(next.body.account_uuid.clone()),
                    LinkEventStatus::Unlinked => prop_assert_eq!(current.take(), Some(next.body.account_uuid.clone())),
                }
                link = next.link;
            }
            prop_assert_eq!(link.sequence, told);
            prop_assert_eq!(link.status().account_uuid, current.clone());
            prop_assert_eq!(link.status().email_address.is_some(), current.is_some());
        }
    }
}

#[test]
fn a_link_that_ran_out_is_no_longer_valid() {
    let mut ends = linking(1);
    ends.valid_until = Some(Seconds::new(100));
    let link = Link::first(identity()).linked(ends, Millis::new(1)).unwrap().link;
    assert!(link.linking(Seconds::new(99)).is_some());
    assert!(link.linking(Seconds::new(100)).is_none());
}

#[test]
fn the_status_of_a_pending_link_has_every_field_of_the_source() {
    let json = serde_json::to_value(Link::first(identity()).status()).unwrap();
    for field in ["account_uuid", "link_status", "otp_ready", "kyc_status", "email_address"] {
        assert!(json.get(field).is_some(), "{field}");
    }
    assert_eq!(json["link_status"], "PENDING");
    assert!(json.get("valid_until").is_none());
}
