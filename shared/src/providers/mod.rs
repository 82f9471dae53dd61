//! The providers of financial accounts: the register of them, and what each tells the rest of the code about itself.
//!
//! A provider is a folder here, with what both the worker and the page need of it: its parameters of a link, its canonical
//! strings, its codes. `docs/ADDING_A_PROVIDER.md` shows how one is added.

pub mod acme;
pub mod cabital;
pub mod error;
pub mod payway;
pub mod worldfirst;

use crate::parameter_error::ParameterError;
use crate::scope::Scope;
use crate::signed_link::SignedLink;
use serde::{Deserialize, Serialize};

/// How a user shows a provider that the account is theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Connect {
    /// On our own screens: the accounts are ours. Only then do they have an address, a KYC case and a second factor.
    Login,
    /// With a QR code or a deeplink that the provider's app takes.
    Qr,
    /// On a page of the provider's, which leads back to us.
    Redirect,
}

/// What a provider is.
#[derive(Debug)]
pub struct Info {
    /// The key on the wire, lower case.
    pub key: &'static str,
    /// The name people know.
    pub name: &'static str,
    /// How a user shows that an account is theirs.
    pub connect: Connect,
    /// What was linked there can, and must, be revoked there by us.
    pub revocable: bool,
    /// Its credentials end, and can be renewed on a partner's wish.
    pub renewable: bool,
    /// Offered in development only: a template for another provider, of which partners are not told.
    pub development: bool,
    /// Its parameters of a link: name, what it is, and the pattern that it matches (ECMA-262).
    pub parameters: &'static [Parameter],
}

/// A parameter that the links of a provider have besides the common ones.
#[derive(Debug)]
pub struct Parameter {
    /// As in the URL.
    pub name: &'static str,
    /// What it is, for partners' developers.
    pub description: &'static str,
    /// What it matches (ECMA-262).
    pub pattern: &'static str,
    /// The most characters.
    pub max_length: usize,
}

/// What a partner asks of one provider with a link.
pub trait LinkParameters: Sized {
    /// Reads a verified link. Errors: a parameter is missing or breaks its rule.
    fn read(link: &SignedLink) -> Result<Self, ParameterError>;

    /// What the user allows by going on; `None` where that is not known yet.
    fn scope(&self) -> Option<Scope>;

    /// The id by which another account takes the place of the one that is linked; used once.
    fn rebind_id(&self) -> Option<&str> {
        None
    }

    /// For a re-binding: what is left out is taken from the first binding. Errors: a value that differs from it.
    fn completed_by(self, _first: &Self) -> Result<Self, ParameterError> {
        Ok(self)
    }

    /// What the provider may take otherwise than it is meant: a code, and the parameter's name.
    fn warnings(&self) -> Vec<(&'static str, &'static str)> {
        Vec::new()
    }

    /// Whether the provider's app leads back to the partner's app, which must then be registered.
    fn returns_to_app(&self) -> bool {
        false
    }
}

macro_rules! register {
    ($($(#[$attribute:meta])* $name:ident = $module:ident,)+) => {
        /// Who holds the account that is linked.
        // Code outside the providers' folders knows a provider, not which one.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        #[allow(missing_docs, reason = "each is the folder of that name")]
        pub enum Provider {
            $($(#[$attribute])* $name,)+
        }

        impl Provider {
            /// Each, in the order in which a user is offered them.
            pub const ALL: [Self; [$(stringify!($name),)+].len()] = [$(Self::$name,)+];

            /// What it says of itself.
            pub fn info(self) -> &'static Info {
                match self {
                    $(Self::$name => &$module::INFO,)+
                }
            }
        }

        /// A provider, with what a partner asks of it.
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        #[allow(missing_docs, reason = "each is the provider of that name")]
        pub enum ProviderRequest {
            $($name($module::Parameters),)+
        }

        impl ProviderRequest {
            /// Reads what a link asks of a provider. Errors: see [`LinkParameters::read`].
            pub fn read(provider: Provider, link: &SignedLink) -> Result<Self, ParameterError> {
                match provider {
                    $(Provider::$name => $module::Parameters::read(link).map(Self::$name),)+
                }
            }

            /// Of whom.
            pub fn provider(&self) -> Provider {
                match self {
                    $(Self::$name(_) => Provider::$name,)+
                }
            }

            /// See [`LinkParameters::scope`].
            pub fn scope(&self) -> Option<Scope> {
                match self {
                    $(Self::$name(parameters) => parameters.scope(),)+
                }
            }

            /// See [`LinkParameters::rebind_id`].
            pub fn rebind_id(&self) -> Option<&str> {
                match self {
                    $(Self::$name(parameters) => parameters.rebind_id(),)+
                }
            }

            /// See [`LinkParameters::completed_by`].
            pub fn completed_by(self, first: &Self) -> Result<Self, ParameterError> {
                match (self, first) {
                    $((Self::$name(parameters), Self::$name(first)) => {
                        parameters.completed_by(first).map(Self::$name)
                    })+
                    (request, _) => Ok(request),
                }
            }

            /// See [`LinkParameters::warnings`].
            pub fn warnings(&self) -> Vec<(&'static str, &'static str)> {
                match self {
                    $(Self::$name(parameters) => parameters.warnings(),)+
                }
            }

            /// See [`LinkParameters::returns_to_app`].
            pub fn returns_to_app(&self) -> bool {
                match self {
                    $(Self::$name(parameters) => parameters.returns_to_app(),)+
                }
            }
        }
    };
}

register! {
    #[default]
    Cabital = cabital,
    Worldfirst = worldfirst,
    Payway = payway,
    Acme = acme,
}

impl Provider {
    /// The key on the wire, lower case.
    pub fn key(self) -> &'static str {
        self.info().key
    }

    /// The name people know.
    pub fn name(self) -> &'static str {
        self.info().name
    }

    /// Whether the accounts are ours: only then do they have an address, a KYC case and a second factor.
    pub fn hosts_accounts(self) -> bool {
        self.info().connect == Connect::Login
    }

    /// Whether what was linked there can, and must, be revoked there by us.
    pub fn revocable(self) -> bool {
        self.info().revocable
    }

    /// The provider of that key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.key() == key)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Provider {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let known = Self::ALL.into_iter().filter(|provider| !provider.info().development);
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::Type::String)
            .description(Some("Who holds the account that is linked."))
            .enum_values(Some(known.map(Self::key)))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Provider {}

impl ProviderRequest {
    /// Whether another account takes the place of the one that is linked: only a linked link can be opened so.
    pub fn is_rebind(&self) -> bool {
        self.rebind_id().is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::Provider;
    use std::collections::HashSet;

    #[test]
    fn each_has_a_key_of_its_own_which_is_its_name_on_the_wire() {
        let keys: HashSet<_> = Provider::ALL.into_iter().map(Provider::key).collect();
        assert_eq!(keys.len(), Provider::ALL.len());
        for provider in Provider::ALL {
            assert_eq!(serde_json::to_value(provider).unwrap(), provider.key());
            assert_eq!(Provider::parse(provider.key()), Some(provider));
        }
    }
}
