//! What follows a login, a new password or a new account: the next screen, and a code where it asks for one.

use crate::core::account::{Needed, Purpose, Sent};
use crate::core::arrival::{Leads, leads};
use crate::core::flow::{Arrival, Holder, Second};
use crate::core::kyc::Case;
use crate::error::Failure;
use crate::http::connect::mails;
use crate::http::connect::visit::Visit;
use crate::object::account;
use crate::store::keys;
use account_link_shared::cabital::models::Email;
use account_link_shared::problem::Code;
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;

/// Decides where the owner of an account arrives. Refuses an account that is not the linked one, where there is one.
pub fn arrive<'a>(visit: &'a Visit, email: &'a Email) -> LocalBoxFuture<'a, Result<Arrival, Failure>> {
    async move {
        let (env, config) = (&visit.context.env, &visit.context.config);
        let name = keys::account(config, email);
        if visit.flow.owner.as_ref().is_some_and(|owner| *owner != name) {
            return Err(Code::OtherAccount.into());
        }
        let standing = account::relation(env, &name, &visit.partner.key, &visit.flow.id).await?;
        let case = standing.case.as_ref().map(Case::status);
        let (checks, required) = (config.caas.is_some(), visit.partner.kyc_required);
        let kept = standing.kept;
        Ok(match leads(visit.flow.request.feature, checks, required, standing.bound, case) {
            Leads::Kyc => Arrival::Kyc,
            Leads::Checked(status) => Arrival::Checked(status),
            Leads::Bound => Arrival::Bound,
            Leads::Authenticator => Arrival::Authenticator(Holder {
                email: email.clone(),
                second: mailed(visit, email, Purpose::Bind, kept).await?,
            }),
            Leads::Confirm => {
                let second = match standing.needed {
                    Needed::Totp => Second::Totp,
                    Needed::Locked { until } => Second::Locked(until),
                    Needed::Mail => mailed(visit, email, Purpose::Confirm, kept).await?,
                };
                Arrival::Confirm(Holder { email: email.clone(), second })
            }
        })
    }
    .boxed_local()
}

/// The onboarding code that still counts, or another one.
async fn mailed(
    visit: &Visit,
    email: &Email,
    purpose: Purpose,
    kept: Option<Sent>,
) -> Result<Second, Failure> {
    match kept {
        Some(kept) => Ok(Second::Kept(kept)),
        None => mails::send(visit, email, purpose, false).await.map(Second::Mailed),
    }
}
