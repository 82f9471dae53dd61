//! Troubles in words: what went wrong and what to do, in the language shown.

use crate::i18n;
use crate::model::{Field, FormErrorKind, Screen, State};
use crate::providers::{self, Advice};
use crate::ui::Ui;
use account_link_shared::error_code::Code;
use account_link_shared::problem::FailureReason;
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

    /// A trouble in words.
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
                code => {
                    let provider =
                        self.state.with_untracked(|state| state.form_error.as_ref()?.provider.clone());
                    let reason = FailureReason { code, provider };
                    return self.failure(&reason).unwrap_or_else(|| text.our_fault.to_owned());
                }
            },
            FormErrorKind::Server => text.our_fault,
        };
        text.to_owned()
    }

    /// What went wrong outside our page, and what to do. Where only the partner's support can help, that.
    pub fn failure(self, reason: &FailureReason) -> Option<String> {
        let text = self.text();
        let locale = self.locale.get_untracked();
        let theirs = reason
            .provider
            .as_ref()
            .and_then(|failure| (providers::view(failure.provider).failure)(&failure.reason, locale));
        let (sentence, advice) = match theirs {
            Some(theirs) => theirs,
            None => match reason.code {
                Code::StillRemoving => (text.still_removing, Advice::Retry),
                Code::CaasFailed => (text.account.caas_failed, Advice::Retry),
                Code::KycNotReady => (text.account.kyc_not_ready, Advice::Retry),
                Code::KycRejected => (text.account.kyc_rejected, Advice::TellSupport),
                Code::ProviderUnavailable => (text.provider_failed, Advice::Retry),
                Code::ProviderBusy => (text.provider_busy, Advice::Retry),
                Code::ProviderRejected => (text.provider_invalid, Advice::StartAgain),
                Code::ProviderMisconfigured => (text.provider_misconfigured, Advice::TellSupport),
                _ => return None,
            },
        };
        let then = match (self.state.with_untracked(State::screen), advice) {
            // It is not over, and gone on with elsewhere.
            (Screen::Back(StepName::Returned, _), _) => "",
            // There is nothing here to try again.
            (Screen::Step(StepName::Failed), Advice::Retry) => text.start_again,
            (_, Advice::Retry) => text.wait_retry,
            (_, Advice::StartAgain) => text.start_again,
            (_, Advice::TellSupport) => text.tell_support,
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
