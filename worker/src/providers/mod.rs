//! Clients of who is asked, one file each. What a provider that holds no account of ours says becomes a outcome;
//! `domain::reconcile` decides what comes of it. CaaS checks identities; `domain::case` keeps what it says.

pub mod caas;
pub mod payway;
pub mod worldfirst;

use crate::config::Config;
use crate::domain::polling::ProviderToken;
use crate::domain::reconcile::PollOutcome;
use account_link_shared::link::Identity;
use account_link_shared::problem::Code;
use account_link_shared::provider::Provider;
use account_link_shared::time::Millis;

/// SecondFactor about an attempt.
pub async fn ask(config: &Config, identity: &Identity, attempt: &str, now: Millis) -> PollOutcome {
    match identity.provider {
        Provider::Cabital => PollOutcome::Absent,
        Provider::Worldfirst => worldfirst::ask(config, identity, attempt, now).await,
        Provider::Payway => payway::ask(config, identity, attempt, now).await,
    }
}

/// Removes what is held there. True if it is gone.
pub async fn remove(config: &Config, identity: &Identity, token: &ProviderToken, now: Millis) -> bool {
    match identity.provider {
        Provider::Cabital | Provider::Worldfirst => true,
        Provider::Payway => payway::remove(config, identity, token, now).await,
    }
}

/// Renews what is held there.
pub async fn renew(
    config: &Config,
    identity: &Identity,
    attempt: &str,
    token: &ProviderToken,
    now: Millis,
) -> Result<(), Code> {
    match identity.provider {
        Provider::Cabital | Provider::Worldfirst => Err(Code::InvalidParameter),
        Provider::Payway => payway::renew(config, identity, attempt, token, now).await,
    }
}
