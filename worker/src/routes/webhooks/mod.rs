//! Who calls us: the providers, and CaaS. What they say is only a reason to ask them.

pub mod caas;
pub mod provider;
