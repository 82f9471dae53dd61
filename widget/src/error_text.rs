//! Troubles in words: what went wrong and what to do, in the language shown.

use crate::i18n;
use crate::model::{Field, FormErrorKind, Screen, State};
use crate::ui::Ui;
use account_link_shared::problem::Code;
use account_link_shared::session::StepName;
use leptos::prelude::*;

impl Ui {
    /// What is wrong with a field, tracked.
    pub fn error(self, field: Field) -> Option<String> {
        let kind = self.state.with(|state| {
            state
                .form_error
                .as_ref()
                .and_then(|form_error| form_error.kinds().find(|kind| kind.field() == Some(field)))
        })?;
        Some(self.form_error(kind))
    }

    /// A form_error in words.
    pub fn form_error(self, kind: FormErrorKind) -> String {
        let text = self.text();
        let text = match kind {
            FormErrorKind::Offline => text.no_connection,
            FormErrorKind::Wait(Some(seconds)) => {
                return i18n::fill(
                    text.too_many,
                    &[("time", &i18n::format::wait(self.locale.get_untracked(), seconds))],
                );
            }
            FormErrorKind::Wait(None) => text.too_many_later,
            FormErrorKind::Missing(field) => return self.missing(field).to_owned(),
            FormErrorKind::OtherAccount(_) => return self.fill(text.account.other_account),
            FormErrorKind::Refused(code) => match code {
                Code::EmailInvalid => text.bad_email,
                Code::CredentialsWrong => text.bad_login,
                Code::CodeWrong => text.bad_code,
                Code::CodeExpired => text.old_code,
                Code::PasswordTooShort => text.short_password,
                Code::PasswordTooLong => text.long_password,
                Code::PasswordCommon => text.common_password,
                Code::TermsRequired => text.no_terms,
                Code::KycNameInvalid => text.account.no_name,
                Code::KycDateInvalid => text.account.bad_date,
                Code::KycCountryInvalid => text.account.no_nationality,
                Code::CaasRefused => text.account.caas_refused,
                code => return self.of_provider(code).unwrap_or_else(|| text.our_fault.to_owned()),
            },
            FormErrorKind::Server => text.our_fault,
        };
        text.to_owned()
    }

    /// What the provider said, and what to do. Where only its operator can help, whom to tell.
    pub fn of_provider(self, code: Code) -> Option<String> {
        let text = self.text();
        let (sentence, then) = match code {
            Code::StillRemoving => (text.still_removing, text.wait_retry),
            Code::CaasFailed => (text.account.caas_failed, text.wait_retry),
            Code::KycNotReady => (text.account.kyc_not_ready, text.wait_retry),
            Code::KycRejected => (text.account.kyc_rejected, text.tell_support),
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
    fn missing(self, field: Field) -> &'static str {
        let text = self.text();
        // Untracked: whoever shows it follows what is said, not every change of state.
        let removes = self.state.with_untracked(State::screen) == Screen::Step(StepName::Bound);
        match field {
            Field::Password => text.no_password,
            Field::Code if removes => text.account.bound_short,
            Field::Code => text.short_code,
            Field::Terms => text.account.codes_not_kept,
            Field::Gender => text.account.no_gender,
            Field::Nationality => text.account.no_nationality,
            Field::Residence => text.account.no_residence,
            Field::Email | Field::FullName | Field::Birthday => "",
        }
    }
}
