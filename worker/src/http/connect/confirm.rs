//! `POST …/confirm`: the fresh second step that links (PRODUCT, "The flow").
//!
//! The account trades the code for a grant, the index learns the new `account_uuid`, the link consumes the grant
//! in one synchronous block. Killed anywhere in between, the same code finishes it.

use crate::core::flow::{Cost, Event, Stage};
use crate::core::link::{Confirm, LinkRefusal};
use crate::http::call::Call;
use crate::http::connect::mails;
use crate::http::connect::visit::{Stop, Visit};
use crate::object::{account, index, link};
use crate::store::keys;
use account_link_shared::connect::EnterCode;
use account_link_shared::id::{account_uuid, event_id};
use account_link_shared::link::Refusal;
use account_link_shared::problem::Code;
use account_link_shared::session::End;
use account_link_shared::time::Seconds;
use axum::response::Response;

/// A day, in seconds.
const DAY: i64 = 86_400;

/// Links.
pub async fn confirm(call: Call) -> Result<Response, Stop> {
    let (visit, EnterCode { code }) = Visit::write(call, Cost::Free).await?;
    let Stage::Confirm(holder) = &visit.flow.stage else { return Err(Code::WrongStep.into()) };
    let (env, config) = (&visit.context.env, &visit.context.config);
    let (flow, link) = (&visit.flow.id, visit.link()?);
    let hash = mails::typed(config, flow, &holder.email, &code)?;
    let name = keys::account(config, &holder.email);
    let grant_id = hex::encode(crate::random::<16>()?);
    let (grant, holder) = account::grant(env, &name, flow, link, hash, grant_id).await?;
    let account_uuid = account_uuid(crate::random()?);
    index::put(env, &keys::index_of_account(&account_uuid), link).await?;
    let valid_until = valid_until(&visit);
    let confirm = Confirm { grant, account_uuid, holder, valid_until, event: event_id(crate::random()?) };
    let event = match link::confirm(env, link, confirm).await? {
        Ok(masked) => Event::Linked { masked },
        Err(LinkRefusal::Life(Refusal::AlreadyLinked)) => {
            Event::Ended { end: End::AlreadyLinked, masked: None }
        }
        Err(LinkRefusal::Over | LinkRefusal::NotLinked | LinkRefusal::Life(_)) => {
            Event::Ended { end: End::Cancelled, masked: None }
        }
        Err(LinkRefusal::Replaced | LinkRefusal::InUse { .. }) => {
            Event::Ended { end: End::Replaced, masked: None }
        }
    };
    visit.apply_rotating(event).await
}

/// When the link ends by itself. The divisor is 1 outside development.
fn valid_until(visit: &Visit) -> Option<Seconds> {
    let days = i64::from(visit.partner.link_valid_days?);
    let seconds = days.saturating_mul(DAY).checked_div(visit.context.config.divisor.into())?;
    Some(visit.context.now.seconds().plus(seconds))
}
