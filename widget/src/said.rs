//! Troubles in words: what went wrong and what to do, in the language shown.

use crate::i18n;
use crate::state::{Field, Screen, State, TroubleKind};
use crate::ui::Ui;
use account_link_shared::problem::Code;
use account_link_shared::session::StepName;
use leptos::prelude::*;

impl Ui {
    /// What is wrong with a field, tracked.
    pub fn error(self, field: Field) -> Option<String> {
        let kind = self.state.with(|state| {
            state
                .trouble
                .as_ref()
                .and_then(|trouble| trouble.kinds().find(|kind| kind.field() == Some(field)))
        })?;
        Some(self.trouble(kind))
    }

    /// A trouble in words.
    pub fn trouble(self, kind: TroubleKind) -> String {
        let text = self.text();
        let text = match kind {
            TroubleKind::Offline => text.no_connection,
            TroubleKind::Wait(Some(seconds)) => {
                return i18n::fill(
                    text.too_many,
                    &[("time", &i18n::format::wait(self.locale.get_untracked(), seconds))],
                );
            }
            TroubleKind::Wait(None) => text.too_many_later,
            TroubleKind::Lacks(field) => return self.lacks(field).to_owned(),
            TroubleKind::OtherAccount(_) => return self.fill(text.house.other_account),
            TroubleKind::Said(code) => match code {
                Code::EmailInvalid => text.bad_email,
                Code::CredentialsWrong => text.bad_login,
                Code::CodeWrong => text.bad_code,
                Code::CodeExpired => text.old_code,
                Code::PasswordTooShort => text.short_password,
                Code::PasswordTooLong => text.long_password,
                Code::PasswordCommon => text.common_password,
                Code::TermsRequired => text.no_terms,
                Code::KycNameInvalid => text.house.no_name,
                Code::KycDateInvalid => text.house.bad_date,
                Code::KycCountryInvalid => text.house.no_nationality,
                Code::CaasRefused => text.house.caas_refused,
                code => return self.of_provider(code).unwrap_or_else(|| text.our_fault.to_owned()),
            },
            TroubleKind::Server => text.our_fault,
        };
        text.to_owned()
    }

    /// What the provider said, and what to do. Where only its operator can help, whom to tell.
    pub fn of_provider(self, code: Code) -> Option<String> {
        let text = self.text();
        let (sentence, then) = match code {
            Code::StillRemoving => (text.still_removing, text.wait_retry),
            Code::CaasFailed => (text.house.caas_failed, text.wait_retry),
            Code::KycNotReady => (text.house.kyc_not_ready, text.wait_retry),
            Code::KycRejected => (text.house.kyc_rejected, text.tell_support),
            Code::ProviderFailed | Code::WorldfirstUnknown => (text.provider_failed, text.wait_retry),
            Code::PaywayBusy | Code::WorldfirstBusy => (text.provider_busy, text.wait_retry),
            Code::PaywayInvalidData | Code::WorldfirstParamIllegal => {
                (text.provider_invalid, text.start_again)
            }
            Code::PaywayNotFound => (text.payway_not_found, text.start_again),
            Code::PaywayTokenInvalid => (text.payway_token, text.start_again),
            Code::PaywayWrongHash | Code::WorldfirstSignature => (text.provider_signature, text.tell_support),
            Code::PaywayDomainNotAllowed => (text.payway_domain, text.tell_support),
            Code::PaywayMerchantUnknown => (text.payway_merchant, text.tell_support),
            Code::PaywayFlagNotEnabled => (text.payway_flag, text.tell_support),
            Code::WorldfirstCurrencyExists => (text.currency_exists, text.tell_support),
            Code::WorldfirstCurrencyUnsupported => (text.currency_unsupported, text.tell_support),
            Code::WorldfirstRequestId => (text.request_seen, text.start_again),
            Code::WorldfirstOpened => (text.account_exists, text.tell_support),
            _ => return None,
        };
        let then = match self.state.with_untracked(State::screen) {
            // It is not over, and gone on with elsewhere.
            Screen::Back(StepName::Returned, _) => "",
            // There is nothing here to try again.
            Screen::Step(StepName::Failed) if then == text.wait_retry => text.start_again,
            _ => then,
        };
        Some(self.fill(&format!("{sentence} {then}")))
    }

    /// What a field still needs.
    fn lacks(self, field: Field) -> &'static str {
        let text = self.text();
        // Untracked: whoever shows it follows what is said, not every change of state.
        let removes = self.state.with_untracked(State::screen) == Screen::Step(StepName::Bound);
        match field {
            Field::Password => text.no_password,
            Field::Code if removes => text.house.bound_short,
            Field::Code => text.short_code,
            Field::Terms => text.house.codes_not_kept,
            Field::Gender => text.house.no_gender,
            Field::Nationality => text.house.no_nationality,
            Field::Residence => text.house.no_residence,
            Field::Email | Field::FullName | Field::Birthday => "",
        }
    }
}
