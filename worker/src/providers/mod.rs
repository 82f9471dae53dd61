//! The clients of the providers: the register of them, and what each can be asked to do.
//!
//! A client talks to its provider and to nobody else: it knows neither objects nor routes, and what comes of its answers is
//! decided in `domain::reconcile`. The settings of a provider are its own variables.

mod acme;
mod cabital;
mod payway;
mod rsa;
mod worldfirst;

use crate::config::error::{ConfigError, Variables};
use crate::config::name_key::NameKey;
use crate::domain::polling::{ProviderCredential, ProviderToken, ReturnResult};
use crate::domain::reconcile::PollOutcome;
use crate::error::ApiError;
use account_link_shared::error_code::Code;
use account_link_shared::link::Identity;
use account_link_shared::partner::AppReturn;
use account_link_shared::providers::error::{ProviderError, ProviderErrorKind};
use account_link_shared::providers::{Provider, ProviderRequest};
use account_link_shared::qr::Qr;
use account_link_shared::secret::KeyRing;
use account_link_shared::time::Millis;
use account_link_shared::url::Strictness;
use core::fmt::Debug;

/// What every call is about, and what it needs.
pub struct Call<'a> {
    /// Of all providers.
    pub settings: &'a Settings,
    /// For the names under which a provider knows our users.
    pub names: &'a NameKey,
    /// What is kept of a provider's credentials is sealed with these.
    pub sealing_keys: &'a KeyRing,
    /// The name of the link's object.
    pub link: &'a str,
    /// Whose link it is, and with whom.
    pub identity: &'a Identity,
    /// The time of the call.
    pub now: Millis,
}

/// A QR that is asked for.
pub struct QrRequest<'a> {
    /// Our id of it, see [`Client::attempt_id`].
    pub id: &'a str,
    /// What the partner asks for.
    pub request: &'a ProviderRequest,
    /// The partner's app, where the provider's app should lead there.
    pub app_return: Option<&'a AppReturn>,
    /// Where the provider calls us.
    pub callback_url: &'a str,
}

/// A user who is about to be sent to the provider's page.
pub struct RedirectRequest<'a> {
    /// What the partner asks for.
    pub request: &'a ProviderRequest,
    /// Which of our names for the user counts.
    pub subject_generation: u32,
    /// Where the page leads back to: the same for each time the user is sent in a generation.
    pub return_url: &'a str,
}

/// What a user brought back from the provider's page.
pub struct Returned {
    /// What it says; unsigned, so only a reason to ask.
    pub result: ReturnResult,
    /// For the log: what the operator should look at.
    pub advice: Option<&'static str>,
}

/// The client of one provider. What a provider does not have is left at its default.
pub(crate) trait Client {
    /// Its own variables, read.
    type Settings: Debug + Clone;

    /// Reads its variables; `None` where there are none, and it is not offered. Errors: some are missing or wrong.
    fn settings(
        variables: &Variables<'_>,
        strictness: Strictness,
    ) -> Result<Option<Self::Settings>, ConfigError>;

    /// Asks what came of an attempt.
    async fn poll(_: &Self::Settings, _: &Call<'_>, _attempt: &str) -> PollOutcome {
        PollOutcome::Absent
    }

    /// Revokes what is held there. True if it is gone.
    async fn revoke(_: &Self::Settings, _: &Call<'_>, _token: &ProviderToken) -> bool {
        true
    }

    /// Renews what is held there.
    async fn renew(
        _: &Self::Settings,
        _: &Call<'_>,
        _credential: &ProviderCredential,
    ) -> Result<(), ProviderError> {
        Err(ProviderError::new(ProviderErrorKind::Rejected, "not_renewable"))
    }

    /// An id for a QR, in the provider's form.
    fn attempt_id(_random: [u8; 12]) -> Option<String> {
        None
    }

    /// Asks for a QR.
    async fn create_qr(_: &Self::Settings, _: &Call<'_>, _: QrRequest<'_>) -> Result<Qr, ProviderError> {
        Err(ProviderError::new(ProviderErrorKind::Rejected, "no_qr"))
    }

    /// The attempt that a call of the provider's is about. Nothing else in it counts.
    fn called_about(_body: &str) -> Option<String> {
        None
    }

    /// The way to the provider's page.
    async fn redirect_url(
        _: &Self::Settings,
        _: &Call<'_>,
        _: RedirectRequest<'_>,
    ) -> Result<String, ApiError> {
        Err(ApiError::internal("a provider without a page"))
    }

    /// What the query says by which a user comes back. Errors: it cannot be read, or is not of this link.
    fn read_return(
        _: &Self::Settings,
        _: &Call<'_>,
        _subject_generation: u32,
        _query: &str,
    ) -> Result<Returned, ApiError> {
        Err(Code::NotFound.into())
    }
}

macro_rules! register {
    ($($name:ident = $module:ident,)+) => {
        /// The settings of every provider that this deployment serves.
        #[derive(Debug, Clone)]
        pub struct Settings {
            $($module: Option<<$module::Client as Client>::Settings>,)+
        }

        impl Settings {
            /// Reads them. Errors: one of them is not whole.
            pub fn read(variables: &Variables<'_>, strictness: Strictness) -> Result<Self, ConfigError> {
                Ok(Self { $($module: <$module::Client as Client>::settings(variables, strictness)?,)+ })
            }

            /// Whether links of that provider can be made here.
            pub fn serves(&self, provider: Provider) -> bool {
                match provider {
                    $(Provider::$name => self.$module.is_some(),)+
                }
            }
        }

        /// See [`Client::poll`].
        pub async fn poll(call: &Call<'_>, attempt: &str) -> PollOutcome {
            match call.identity.provider {
                $(Provider::$name => match &call.settings.$module {
                    Some(settings) => $module::Client::poll(settings, call, attempt).await,
                    None => PollOutcome::Silent,
                },)+
            }
        }

        /// See [`Client::revoke`].
        pub async fn revoke(call: &Call<'_>, token: &ProviderToken) -> bool {
            match call.identity.provider {
                $(Provider::$name => match &call.settings.$module {
                    Some(settings) => $module::Client::revoke(settings, call, token).await,
                    None => false,
                },)+
            }
        }

        /// See [`Client::renew`].
        pub async fn renew(call: &Call<'_>, credential: &ProviderCredential) -> Result<(), ProviderError> {
            match call.identity.provider {
                $(Provider::$name => match &call.settings.$module {
                    Some(settings) => $module::Client::renew(settings, call, credential).await,
                    None => Err(ProviderError::no_answer()),
                },)+
            }
        }

        /// See [`Client::attempt_id`].
        pub fn attempt_id(provider: Provider, random: [u8; 12]) -> Option<String> {
            match provider {
                $(Provider::$name => $module::Client::attempt_id(random),)+
            }
        }

        /// See [`Client::create_qr`].
        pub async fn create_qr(call: &Call<'_>, request: QrRequest<'_>) -> Result<Qr, ProviderError> {
            match call.identity.provider {
                $(Provider::$name => match &call.settings.$module {
                    Some(settings) => $module::Client::create_qr(settings, call, request).await,
                    None => Err(ProviderError::no_answer()),
                },)+
            }
        }

        /// See [`Client::called_about`].
        pub fn called_about(provider: Provider, body: &str) -> Option<String> {
            match provider {
                $(Provider::$name => $module::Client::called_about(body),)+
            }
        }

        /// See [`Client::redirect_url`].
        pub async fn redirect_url(call: &Call<'_>, request: RedirectRequest<'_>) -> Result<String, ApiError> {
            match call.identity.provider {
                $(Provider::$name => match &call.settings.$module {
                    Some(settings) => $module::Client::redirect_url(settings, call, request).await,
                    None => Err(Code::ProviderNotOffered.into()),
                },)+
            }
        }

        /// See [`Client::read_return`].
        pub fn read_return(
            call: &Call<'_>,
            subject_generation: u32,
            query: &str,
        ) -> Result<Returned, ApiError> {
            match call.identity.provider {
                $(Provider::$name => match &call.settings.$module {
                    Some(settings) => $module::Client::read_return(settings, call, subject_generation, query),
                    None => Err(Code::NotFound.into()),
                },)+
            }
        }
    };
}

register! {
    Cabital = cabital,
    Worldfirst = worldfirst,
    Payway = payway,
    Acme = acme,
}
