//! Where a user arrives who has shown that an account is theirs (000: `feature`).

use account_link_shared::feature::Feature;
use account_link_shared::status::KycStatus;

/// The screen that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// The second step that links.
    Confirm,
    /// The form of the identity check.
    Kyc,
    /// What became of it.
    Checked(KycStatus),
    /// Setting up an authenticator app.
    Authenticator,
    /// The app that is bound.
    Bound,
}

/// Decides. `case` is how the KYC case of this account with the partner stands, `checks` whether identities are checked
/// here at all.
pub fn next_step(
    feature: Feature,
    checks: bool,
    kyc_required: bool,
    bound: bool,
    case: Option<KycStatus>,
) -> NextStep {
    match (feature, case) {
        (Feature::TwoFactor, _) if bound => NextStep::Bound,
        (Feature::TwoFactor, _) => NextStep::Authenticator,
        (Feature::Kyc, Some(status)) if checks => NextStep::Checked(status),
        (Feature::Kyc, None) if checks => NextStep::Kyc,
        (Feature::First | Feature::Link | Feature::Kyc, None) if kyc_required => NextStep::Kyc,
        (Feature::First | Feature::Link | Feature::Kyc, _) => NextStep::Confirm,
    }
}
