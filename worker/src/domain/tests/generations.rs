//! A link and a provider that is a page of its own, in any order of events: what was there before anybody was sent links
//! nothing, what a user did there after Continue does, and a replacement that comes to nothing changes nothing.

mod world;

use super::identity_with;
use crate::domain::link::{CloseOutcome, LinkState};
use crate::domain::polling::ReturnResult;
use crate::domain::reconcile::{BeginRefusal, Preflight};
use account_link_shared::link::Life;
use account_link_shared::link::reason::CloseReason;
use account_link_shared::providers::Connect;
use account_link_shared::time::{DAY, HOUR, MINUTE};
use proptest::prelude::*;
use world::{Action, Back, World, action, current, result};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(20_000))]

    #[test]
    fn only_what_a_user_did_there_links(actions in prop::collection::vec(action(), 1..60)) {
        let mut world = World::new();
        for action in actions {
            let (before, linkings) = (world.held(), world.linkings);
            world.call(action);
            prop_assert_eq!(world.linked(), world.held().is_some(), "after {:?}", action);
            let held = world.held();
            prop_assert!(held.is_none_or(|account| world.wished.contains(&account)), "after {:?}: {:?}", action, held);
            // What is linked is told once.
            let changes = u64::from(held != before && held.is_some());
            prop_assert!(world.linkings - linkings <= 1.max(changes), "after {:?}", action);
            prop_assert!(changes == 1 || world.linkings == linkings, "after {:?}: linked once more", action);
            if held != before && held.is_some() {
                // Who has not pressed Continue in the present flow is not linked.
                prop_assert!(world.continued, "after {:?}", action);
            }
        }
        prop_assert_eq!(world.link.link.sequence, world.callbacks, "each event makes one callback");
        // When nobody is there any more it comes to rest: nothing stays pending, and few questions are asked.
        world.call(Action::Leave);
        let polls = world.polls;
        world.obey_until(world.now.plus(3 * DAY));
        prop_assert!(world.link.link.life != Life::Pending);
        prop_assert!(world.polls - polls < 120, "{} questions", world.polls - polls);
    }
}

fn linked() -> World {
    let mut world = World::new();
    for action in
        [Action::Continue, Action::Go, Action::Authorise { after: 0 }, Action::ComeBack(Back::Success)]
    {
        world.call(action);
    }
    world.call(Action::Wait { seconds: 5 });
    assert_eq!((world.held(), world.callbacks), (Some(1), 1));
    world
}

#[test]
fn an_account_of_before_is_left_behind_and_another_name_is_used() {
    let mut world = World::new();
    world.call(Action::OutOfTheBlue);
    assert!(matches!(world.prepare(), Some(Ok(Preflight::Open(None)))));
    assert_eq!((world.link.polling.subject_generation, world.linked()), (1, false));
    let came = ReturnResult { pending: true, error: None, terminal: false };
    assert_eq!(
        world.link.polling.returned(0, came.clone(), world.now),
        None,
        "by the way of the earlier name"
    );
    assert_eq!(world.link.polling.returned(1, came, world.now), None, "nobody was sent");
    world.obey_until(world.now.plus(HOUR));
    assert!(!world.linked());
}

#[test]
fn without_an_answer_nobody_is_sent() {
    let mut world = World::new();
    world.hang = 1;
    assert_eq!(world.prepare(), Some(Err(BeginRefusal::NoAnswer)));
    assert!(matches!(world.prepare(), Some(Ok(_))));
}

#[test]
fn what_an_earlier_flow_brought_about_links_at_continue() {
    let mut world = World::new();
    for action in
        [Action::Continue, Action::Go, Action::Open { again: false }, Action::Authorise { after: 0 }]
    {
        world.call(action);
    }
    world.call(Action::ComeBack(Back::Success));
    world.call(Action::Wait { seconds: 600 });
    assert!(!world.linked(), "the newer flow has not pressed Continue");
    assert!(matches!(world.prepare(), Some(Ok(Preflight::Linked(_)))));
}

#[test]
fn one_return_counts_and_a_final_refusal_ends_it_when_the_question_agrees() {
    let mut world = World::new();
    world.call(Action::Continue);
    world.call(Action::Go);
    let refused = result(Back::Refused);
    assert_eq!(world.link.polling.returned(0, refused.clone(), world.now), Some((world.flow(), refused)));
    let again = ReturnResult { pending: true, error: None, terminal: false };
    assert_eq!(world.link.polling.returned(0, again, world.now), None);
    world.obey_until(world.now.plus(MINUTE));
    assert_eq!(world.link.link.life, Life::Closed { reason: CloseReason::Failed });
}

#[test]
fn left_while_the_provider_decides_it_links_without_a_browser_or_is_given_up_after_a_day() {
    let mut late = World::new();
    for action in [
        Action::Continue,
        Action::Go,
        Action::Authorise { after: 20 * 3_600 },
        Action::ComeBack(Back::Success),
    ] {
        late.call(action);
    }
    assert_eq!(late.link.leave(&late.flow(), late.now), Some(CloseOutcome::Pending));
    late.obey_until(late.now.plus(DAY));
    assert!(late.linked(), "{:?}", late.link.link.life);

    let mut never = World::new();
    for action in [Action::Continue, Action::Go, Action::ComeBack(Back::Busy), Action::Leave] {
        never.call(action);
    }
    assert_eq!(never.link.link.life, Life::Pending);
    never.obey_until(never.now.plus(DAY + MINUTE));
    assert_eq!(never.link.link.life, Life::Closed { reason: CloseReason::Expired });
}

#[test]
fn a_replacement_counts_only_where_something_changed() {
    let mut world = linked();
    for action in
        [Action::Open { again: true }, Action::Continue, Action::Go, Action::ComeBack(Back::Success)]
    {
        world.call(action);
    }
    world.call(Action::Wait { seconds: 60 });
    assert_eq!((world.held(), world.callbacks), (Some(1), 1), "the same account as before");
    world.call(Action::Authorise { after: 0 });
    world.call(Action::Wait { seconds: 60 });
    assert_eq!((world.held(), world.callbacks), (Some(2), 2));
    assert_eq!(world.link.link.sequence, 2);
}

#[test]
fn a_replacement_that_fails_leaves_the_link_as_it_is() {
    for last in [Action::ComeBack(Back::Refused), Action::Cancel, Action::Leave] {
        let mut world = linked();
        let before = world.link.link.clone();
        for action in
            [Action::Open { again: true }, Action::Continue, Action::Go, last, Action::Wait { seconds: 120 }]
        {
            world.call(action);
        }
        assert_eq!(world.link.link, before, "{last:?}");
        assert_eq!(world.link.end_flow(&world.flow(), CloseReason::Cancelled, world.now), CloseOutcome::Over);
    }
}

#[test]
fn after_an_unlink_the_next_linking_is_under_another_name() {
    let mut world = linked();
    world.call(Action::Delete);
    world.call(Action::Open { again: false });
    assert!(
        matches!(world.prepare(), Some(Ok(Preflight::Open(None)))),
        "the old account is not taken for the new"
    );
    assert_eq!(world.link.polling.subject_generation, 1);
}

#[test]
fn a_re_binding_needs_something_that_is_linked() {
    let refused = LinkState::open(None, identity_with(Connect::Redirect), current(0, true), None);
    assert!(refused.is_err());
}

#[test]
fn a_replacement_that_was_found_before_the_user_came_back_is_told_once() {
    let mut world = linked();
    for action in [Action::Open { again: true }, Action::Continue, Action::Go, Action::Authorise { after: 0 }]
    {
        world.call(action);
    }
    world.call(Action::Wait { seconds: 10 });
    assert_eq!((world.held(), world.callbacks), (Some(2), 2));
    world.call(Action::ComeBack(Back::Success));
    world.call(Action::Wait { seconds: 60 });
    assert_eq!((world.held(), world.callbacks), (Some(2), 2));
}

#[test]
fn a_second_replacement_needs_the_user_at_the_provider_again() {
    let mut world = linked();
    for action in [Action::Open { again: true }, Action::Continue, Action::Go, Action::Authorise { after: 0 }]
    {
        world.call(action);
    }
    world.call(Action::Wait { seconds: 10 });
    world.call(Action::Open { again: true });
    assert_eq!(world.prepare(), Some(Ok(Preflight::Open(None))));
    world.call(Action::Continue);
    world.call(Action::Go);
    world.call(Action::Wait { seconds: 60 });
    assert_eq!(world.callbacks, 2, "nothing was changed");
    world.call(Action::Authorise { after: 0 });
    world.call(Action::Wait { seconds: 60 });
    assert_eq!((world.held(), world.callbacks), (Some(3), 3));
}

#[test]
fn a_replacement_that_was_left_before_it_was_found_links_at_the_next_continue() {
    let mut world = linked();
    for action in [
        Action::Open { again: true },
        Action::Continue,
        Action::Go,
        Action::Authorise { after: 0 },
        Action::Cancel,
    ] {
        world.call(action);
    }
    world.call(Action::Wait { seconds: 600 });
    assert_eq!(world.held(), Some(1));
    world.call(Action::Open { again: true });
    assert!(matches!(world.prepare(), Some(Ok(Preflight::Linked(_)))));
    assert_eq!(world.held(), Some(2));
}

#[test]
fn a_later_refusal_does_not_take_back_what_the_provider_still_decides() {
    let mut world = World::new();
    for action in [
        Action::Continue,
        Action::Go,
        Action::Authorise { after: 3_600 },
        Action::ComeBack(Back::Success),
        Action::Go,
    ] {
        world.call(action);
    }
    let refused = result(Back::Refused);
    let told = world.link.polling.returned(0, refused, world.now);
    assert_eq!(told.map(|(_, came)| came.pending), Some(true), "the page is told what the link keeps");
    world.call(Action::Wait { seconds: 600 });
    assert_eq!(world.link.link.life, Life::Pending);
    world.call(Action::Wait { seconds: 3_600 });
    assert!(world.linked());
}

#[test]
fn what_an_earlier_flow_was_refused_does_not_end_a_newer_one() {
    let mut world = World::new();
    for action in [
        Action::Continue,
        Action::Go,
        Action::Open { again: false },
        Action::Continue,
        Action::ComeBack(Back::Refused),
    ] {
        world.call(action);
    }
    world.call(Action::Wait { seconds: 60 });
    assert_eq!(world.link.link.life, Life::Pending);
}

#[test]
fn a_newer_flow_that_comes_to_nothing_leaves_what_was_left_as_it_was() {
    let mut world = World::new();
    let actions = [
        Action::Continue,
        Action::Go,
        Action::Authorise { after: 7_200 },
        Action::ComeBack(Back::Success),
        Action::Leave,
    ];
    actions.into_iter().for_each(|action| world.call(action));
    // Opened again, seen, and left alone.
    world.call(Action::Open { again: false });
    world.call(Action::Leave);
    world.obey_until(world.now.plus(3 * HOUR));
    assert!(world.linked(), "{:?}", world.link.link.life);
    let mut declined = World::new();
    actions.into_iter().for_each(|action| declined.call(action));
    declined.call(Action::Open { again: false });
    declined.call(Action::Cancel);
    declined.obey_until(declined.now.plus(3 * HOUR));
    assert_eq!(declined.link.link.life, Life::Closed { reason: CloseReason::Cancelled });
}
