//! What one flow may cost.

use super::state::{Flow, FlowRefusal};
use serde::{Deserialize, Serialize};

/// What a write costs, besides the limits of each address: one flow cannot mail or hash without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cost {
    /// Nothing.
    Free,
    /// A mail.
    Mail,
    /// A password hash, and perhaps a mail.
    Guess,
    /// A call to a provider.
    ProviderCall,
}

/// Mails one flow may send.
const MAILS: u8 = 12;
/// Passwords one flow may try.
const PASSWORD_TRIES: u8 = 40;
/// Calls to a provider one flow may cause: a QR each minute of its hour.
const PROVIDER_CALLS: u8 = 60;
impl Flow {
    /// Pays for a write.
    pub fn charge(&mut self, cost: Cost) -> Result<(), FlowRefusal> {
        let (paid, most) = match cost {
            Cost::Free => return Ok(()),
            Cost::Mail => (&mut self.mails, MAILS),
            Cost::Guess => (&mut self.password_tries, PASSWORD_TRIES),
            Cost::ProviderCall => (&mut self.provider_calls, PROVIDER_CALLS),
        };
        if *paid >= most {
            return Err(FlowRefusal::Spent);
        }
        *paid = paid.saturating_add(1);
        Ok(())
    }
}
