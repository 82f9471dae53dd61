//! `POST …/confirm`: the fresh second step that links (docs/PROTOCOL.md).
//!
//! The account trades the code for a grant, the index learns the new `account_uuid`, the link consumes the grant
//! in one synchronous block. Killed anywhere in between, the same code finishes it.

use crate::domain::consent::state::ConsentTerms;
use crate::domain::flow::{Event, Stage};
use crate::domain::link::{Confirm, LinkRefusal};
use crate::durable::link::Outcome;
use crate::durable::{account, index, link};
use crate::kv::keys;
use crate::routes::connect::mails;
use crate::routes::connect::next_step::to_next_step;
use crate::routes::connect::session::{FlowContext, FlowWrite, Rejection, cost};
use account_link_shared::connect::EnterCode;
use account_link_shared::error_code::Code;
use account_link_shared::id::{account_uuid, event_id};
use account_link_shared::link::reason::Refusal;
use account_link_shared::session::End;
use axum::response::Response;

/// A day, in seconds.
const DAY: i64 = 86_400;

/// Links; or stores the consent, where the partner wants the identity check passed before.
#[worker::send]
pub async fn confirm(
    FlowWrite(session, body, ..): FlowWrite<EnterCode, cost::Free>,
) -> Result<Response, Rejection> {
    let EnterCode { code } = body;
    let Stage::Confirm(holder) = &session.flow.stage else { return Err(Code::WrongStep.into()) };
    let (env, config) = (&session.context.env, &session.context.config);
    let (flow, link) = (&session.flow.id, session.link()?);
    let submitted = mails::readings(&session, &holder.email, &code, false)?;
    let account = keys::account(config, &holder.email);
    let grant_id = hex::encode(crate::runtime::random::<16>()?);
    let partner = &session.partner;
    let granted = account::grant(env, &account, flow, link, &partner.key, submitted, grant_id).await;
    let (grant, holder) = match granted {
        Ok(granted) => granted,
        Err(failure) => {
            let email = holder.email.clone();
            return Err(to_next_step(session, email, failure).await);
        }
    };
    let account_uuid = account_uuid(crate::runtime::random()?);
    index::put(env, &keys::index_of_account(&account_uuid), link).await?;
    let request = &session.flow.request;
    let terms = ConsentTerms {
        account,
        holder,
        valid_for: valid_for(&session),
        label: request.user_label.clone(),
        locale: request.locale,
    };
    let (kyc_required, event) = (partner.kyc_required, event_id(crate::runtime::random()?));
    let confirm = Confirm { grant, account_uuid, terms, kyc_required, event };
    let event = match link::confirm(env, link, confirm).await? {
        Ok(Outcome::Linked(masked)) => Event::Linked { masked },
        Ok(Outcome::Waits) => Event::LeftPending,
        Ok(Outcome::Rejected) => Event::Failed { reason: Code::KycRejected.into() },
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
    session.apply_rotating(event).await
}

/// How long the link lasts, in seconds. The divisor is 1 outside development.
fn valid_for(session: &FlowContext) -> Option<i64> {
    let days = i64::from(session.partner.link_valid_days?);
    days.saturating_mul(DAY).checked_div(session.context.config.divisor.into())
}
