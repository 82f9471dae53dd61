//! The closed list of error codes: what every error body of ours says, and with which HTTP status. 001 documents the
//! statuses only.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $status:literal, $sentence:literal;)*) => {
        /// What went wrong, once and for all programs.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "&'static str")]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code there is.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The code on the wire.
            pub fn text(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The HTTP status that goes with it.
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }

            /// A sentence for a developer, in English.
            pub fn sentence(self) -> &'static str {
                match self { $(Self::$name => $sentence,)* }
            }
        }
    };
}

codes! {
    /// The body is not what the endpoint takes.
    InvalidRequest = "invalid_request", 400, "The request is not what this endpoint takes.";
    /// A parameter the endpoint does not know.
    UnknownParameter = "unknown_parameter", 400, "The link has a parameter that this endpoint does not know.";
    /// A parameter given twice.
    DuplicateParameter = "duplicate_parameter", 400, "The link gives a parameter more than once.";
    /// A required parameter is not there.
    MissingParameter = "missing_parameter", 400, "A required parameter is missing.";
    /// A parameter's value breaks its rules.
    InvalidParameter = "invalid_parameter", 400, "A parameter's value is not valid.";
    /// `siganture`, as 000 spells it.
    MisspelledSignature = "misspelled_signature", 400, "The parameter is called `signature`, not `siganture`.";
    /// `signature` is not the last parameter.
    SignatureNotLast = "signature_not_last", 400, "`signature` must be the last parameter.";
    /// The link is longer than we read.
    LinkTooLong = "link_too_long", 414, "The link is too long.";
    /// Scheme and host are not one of ours.
    ForeignHost = "foreign_host", 400, "This deployment does not serve this scheme and host.";
    /// The partner is not known, or the signature is not its.
    LinkSignatureInvalid = "link_signature_invalid", 401, "The partner is not known or the signature does not match.";
    /// The partner requires a timestamp.
    TimestampMissing = "timestamp_missing", 400, "This partner's links need a `timestamp`.";
    /// The link is older than the partner allows.
    LinkExpired = "link_expired", 410, "The link has expired. Sign a new one.";
    /// The link's timestamp lies ahead of our clock.
    LinkFromFuture = "link_from_future", 400, "The link's timestamp lies in the future.";
    /// `redirect_url` is not in the registry.
    RedirectNotAllowed = "redirect_not_allowed", 400, "`redirect_url` is not one that this partner registered.";
    /// The partner does not offer this provider.
    ProviderNotOffered = "provider_not_offered", 400, "The partner does not offer this provider.";
    /// Another browser opened this link first.
    LinkAlreadyOpened = "link_already_opened", 409, "This link was already opened in another browser.";
    /// The opening code was used, is older than a minute, or never was.
    OpeningCodeInvalid = "opening_code_invalid", 410, "The opening code was already used or has expired.";
    /// A newer link of the same user took over.
    FlowReplaced = "flow_replaced", 409, "This was continued in another window.";
    /// No session, or one that has ended.
    SessionMissing = "session_missing", 401, "There is no session for this flow.";
    /// The flow is at another step.
    WrongStep = "wrong_step", 409, "The flow is at another step.";
    /// A write that did not come from our own page.
    CrossSite = "cross_site", 403, "Writes are taken from our own page only.";
    /// E-mail or password is wrong.
    CredentialsWrong = "credentials_wrong", 401, "E-mail or password is wrong.";
    /// Too many tries.
    TooManyAttempts = "too_many_attempts", 429, "Too many attempts. Wait, then try again.";
    /// Not an e-mail address we can write to.
    EmailInvalid = "email_invalid", 400, "This is not an e-mail address.";
    /// The code is not the one we mailed.
    CodeWrong = "code_wrong", 422, "The code is wrong.";
    /// The code is too old, was replaced, used up or never sent.
    CodeExpired = "code_expired", 422, "The code is no longer valid. Ask for a new one.";
    /// The password has fewer than ten characters.
    PasswordTooShort = "password_too_short", 400, "The password needs at least 10 characters.";
    /// The password has more than 128 bytes.
    PasswordTooLong = "password_too_long", 400, "The password may have at most 128 bytes.";
    /// The password is a well-known one.
    PasswordCommon = "password_common", 400, "This password is one of the most common ones.";
    /// The terms were not accepted.
    TermsRequired = "terms_required", 400, "The terms must be accepted to open an account.";
    /// Somebody else's account, where one is linked already.
    OtherAccount = "other_account", 403, "The link is another account's. Log in with that one.";
    /// The password was reset within a day.
    SecondStepLocked = "second_step_locked", 403, "The password was reset a short time ago. Nothing can be linked for a day.";
    /// The full name is not one that can be screened.
    KycNameInvalid = "kyc_name_invalid", 400, "The full name has 1 to 200 characters, without control characters.";
    /// No date of birth.
    KycDateInvalid = "kyc_date_invalid", 400, "The date of birth is a date of the calendar, yyyy-MM-dd, from 1900 on and not in the future.";
    /// No country.
    KycCountryInvalid = "kyc_country_invalid", 400, "A country is an ISO 3166-1 alpha-3 code.";
    /// The identity check ended with a no.
    KycRejected = "kyc_rejected", 409, "The identity check was not passed.";
    /// CaaS has not said yet by which id it knows the case.
    KycNotReady = "kyc_not_ready", 409, "The identity check is being set up. Try again in a few minutes.";
    /// CaaS 400.
    CaasRefused = "caas_refused", 502, "The identity check did not take these data.";
    /// CaaS did not do it.
    CaasFailed = "caas_failed", 502, "The identity check did not answer as expected. Try again.";
    /// A mailed way to unlink that no longer leads anywhere.
    UnlinkInvalid = "unlink_invalid", 410, "This way to unlink is no longer valid.";
    /// The request is not signed, wrongly signed, or by an unknown partner: the same for all three.
    Unauthenticated = "unauthenticated", 401, "The partner is not known or the signature does not match.";
    /// The request's timestamp is not within 30 seconds of our clock.
    TimestampOutOfWindow = "timestamp_out_of_window", 401, "ACCESS-TIMESTAMP is not within 30 seconds of our clock.";
    /// The nonce was seen within the hour.
    NonceReused = "nonce_reused", 409, "ACCESS-NONCE was already used.";
    /// The account was linked once, and no longer is.
    Unlinked = "unlinked", 403, "This account is no longer linked. Link it again.";
    /// Nothing here, or not yours.
    NotFound = "not_found", 404, "There is nothing here.";
    /// The path exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405, "This method is not allowed here.";
    /// The body is not JSON.
    UnsupportedMediaType = "unsupported_media_type", 415, "The body must be application/json.";
    /// The body is larger than we read.
    PayloadTooLarge = "payload_too_large", 413, "The body is too large.";
    /// What the user linked at a provider before is still being removed there.
    StillRemoving = "still_removing", 503, "An earlier link is still being removed at the provider. Try again in a moment.";
    /// The provider does not do this: trying again with the same values changes nothing.
    ProviderRejected = "provider_rejected", 502, "The provider refused. `reason` says why.";
    /// The provider has too much to do.
    ProviderBusy = "provider_busy", 503, "The provider takes no more requests right now. Try again in a moment.";
    /// The provider gave no answer, or none that can be read.
    ProviderUnavailable = "provider_unavailable", 502, "The provider did not answer as expected. Try again.";
    /// Only an operator can mend it.
    ProviderMisconfigured = "provider_misconfigured", 502, "The provider refused how this deployment is set up there. `reason` says what the operator must check.";
    /// What leads to a provider's page was used already, or is not ours.
    TicketInvalid = "ticket_invalid", 410, "This way to the provider was used already. Take it again from the page that it was on.";
    /// A re-binding where there is nothing to re-bind.
    NotLinked = "not_linked", 409, "`request_id` re-binds a linked account, and this user has none.";
    /// The request id of a re-binding was used before.
    RequestIdUsed = "request_id_used", 409, "`request_id` was used before. Every re-binding needs a new one.";
    /// Our fault.
    Internal = "internal", 500, "Something went wrong on our side. Try again.";
    /// A part of ours does not answer now.
    Unavailable = "unavailable", 503, "The service is not available right now. Try again.";
}

#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Code {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
        let words = Self::ALL.iter().map(|code| code.text());
        crate::schema::words("What went wrong, for programs. The list is closed.", words)
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Code {}

impl From<Code> for &'static str {
    fn from(code: Code) -> Self {
        code.text()
    }
}

impl TryFrom<String> for Code {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::ALL.iter().copied().find(|code| code.text() == text).ok_or("is not a problem code")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_code_has_its_own_text_and_an_error_status() {
        let texts: HashSet<_> = Code::ALL.iter().map(|code| code.text()).collect();
        assert_eq!(texts.len(), Code::ALL.len());
        assert!(Code::ALL.iter().all(|code| (400..600).contains(&code.status())));
        let json = serde_json::to_string(&Code::WrongStep).unwrap();
        assert_eq!(json, "\"wrong_step\"");
    }
}
