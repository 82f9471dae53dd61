//! What the worker says: replies and problems.

use super::Json;
use super::write::STEPS;
use crate::providers;
use account_link_shared::connect::{PartnerView, Reply, UnlinkView, View};
use account_link_shared::error_code::Code;
use account_link_shared::id::{FlowId, PartnerKey, RequestId, UserExtRef};
use account_link_shared::locale::{Locale, Theme};
use account_link_shared::problem::{FailureReason, Problem, ProviderFailure};
use account_link_shared::providers::Provider;
use account_link_shared::qr::{Qr, ReturnTo};
use account_link_shared::scope::Scope;
use account_link_shared::secret::Secret;
use account_link_shared::session::{End, FlowResult, Outcome, Portal, SecondStep, Step, StepName};
use account_link_shared::status::{KycStatus, LinkStatus};
use account_link_shared::time::{Millis, Seconds};

/// Reads a reply. `None` where it is none of ours.
pub fn reply(text: &str) -> Option<Reply> {
    let json = Json::parse(text)?;
    Some(Reply { view: view(json.get("view")?)?, token: json.text("token").map(Secret::new) })
}

/// Reads an error body. `None` where it is none of ours.
pub fn problem(text: &str) -> Option<Problem> {
    let json = Json::parse(text)?;
    Some(Problem {
        code: code(json.text("code")?)?,
        message: json.text("message")?.to_owned(),
        request_id: RequestId::parse(json.text("request_id")?).ok()?,
        provider: failure(&json)?,
    })
}

/// The problem of that name.
pub fn code(text: &str) -> Option<Code> {
    Code::ALL.iter().copied().find(|known| known.text() == text)
}

/// Reads the ticket of the push channel. `None` where it is none of ours.
pub fn ticket(text: &str) -> Option<String> {
    Json::parse(text)?.text("ticket").map(str::to_owned)
}

/// Reads the link that a mail told of. `None` where it is none of ours.
pub fn unlink_view(text: &str) -> Option<UnlinkView> {
    let json = Json::parse(text)?;
    Some(UnlinkView {
        partner: partner(json.get("partner")?)?,
        user_label: own(&json, "user_label"),
        masked_account: own(&json, "masked_account"),
        linked: boolean(&json, "linked"),
    })
}

/// The screen of that name.
pub fn step_name(text: &str) -> Option<StepName> {
    STEPS.iter().find(|(_, known)| *known == text).map(|(name, _)| *name)
}

fn view(json: &Json) -> Option<View> {
    let (provider, scope) = (provider(json.get("provider"))?, scope(json.get("scope"))?);
    if let (Some(provider), Some(scope)) = (provider, &scope) {
        // What is allowed is shown in its own words or not at all.
        (providers::view(provider).landing)(scope, Locale::En)?;
    }
    Some(View {
        flow: FlowId::parse(json.text("flow")?).ok()?,
        step: step(json.get("step")?)?,
        partner: partner(json.get("partner")?)?,
        provider,
        scope,
        chosen: boolean(json, "chosen"),
        beside: boolean(json, "beside"),
        user_ext_ref: UserExtRef::parse(json.text("user_ext_ref")?).ok()?,
        user_label: own(json, "user_label"),
        state: own(json, "state"),
        locale: json.text("locale").and_then(Locale::parse),
        theme: json.text("theme").and_then(Theme::parse),
        now: Millis::new(json.number("now")?),
        expires_at: seconds(json, "expires_at")?,
    })
}

/// Absent until one is chosen; one that we do not know is none of ours.
fn provider(json: Option<&Json>) -> Option<Option<Provider>> {
    match json {
        None => Some(None),
        Some(Json::Text(key)) => Provider::parse(key).map(Some),
        Some(_) => None,
    }
}

/// Absent while no provider is chosen.
fn scope(json: Option<&Json>) -> Option<Option<Scope>> {
    let Some(json) = json else { return Some(None) };
    let mut scope = Scope::named(json.text("name")?);
    if let Some(Json::Object(values)) = json.get("values") {
        for (name, value) in values {
            let Json::Text(value) = value else { return None };
            scope.values.insert(name.clone(), value.clone());
        }
    }
    Some(Some(scope))
}

fn partner(json: &Json) -> Option<PartnerView> {
    let key = PartnerKey::parse(json.text("key")?).ok()?;
    Some(PartnerView { key, name: own(json, "name")?, logo: own(json, "logo"), accent: own(json, "accent") })
}

fn step(json: &Json) -> Option<Step> {
    let email = || own(json, "email");
    Some(match json.text("name")? {
        "choose" => match json.get("providers")? {
            Json::List(list) => Step::Choose {
                providers: list.iter().map(|one| provider(Some(one))?).collect::<Option<_>>()?,
            },
            _ => return None,
        },
        "landing" => Step::Landing,
        "login" => Step::Login,
        "onboard_email" => Step::OnboardEmail,
        "onboard_code" => Step::OnboardCode { email: email()?, resend_at: seconds(json, "resend_at")? },
        "onboard_password" => Step::OnboardPassword { email: email()? },
        "reset_email" => Step::ResetEmail,
        "reset_code" => Step::ResetCode { email: email()?, resend_at: seconds(json, "resend_at")? },
        "reset_password" => Step::ResetPassword { email: email()? },
        "kyc" => Step::Kyc { email: email()? },
        "checked" => Step::Checked { email: email()?, status: kyc_status(json.text("status")?)? },
        "waiting" => Step::Waiting { status: kyc_status(json.text("status")?)? },
        "authenticator" => {
            Step::Authenticator { email: email()?, second_step: second_step(json.get("second_step")?)? }
        }
        "bind" => {
            let (uri, key) = (json.text("uri").map(Secret::new)?, json.text("key").map(Secret::new)?);
            Step::Bind { email: email()?, uri, key }
        }
        "recovery_codes" => Step::RecoveryCodes { codes: codes(json.get("codes")?)? },
        "bound" => Step::Bound { email: email()? },
        "confirm" => Step::Confirm { email: email()?, second_step: second_step(json.get("second_step")?)? },
        "scan" => Step::Scan(qr(json)?),
        "portal" => {
            let (returned, pending) = (boolean(json, "returned"), boolean(json, "pending"));
            Step::Portal(Portal {
                tab: own(json, "tab")?,
                top: own(json, "top")?,
                returned,
                problem: reason(json, "problem")?,
                pending,
            })
        }
        "returned" => {
            Step::Returned { problem: reason(json, "problem")?, outcome: outcome(json.get("outcome")?)? }
        }
        "ended" => Step::Ended { end: end(json.text("end")?)?, outcome: outcome(json.get("outcome")?)? },
        _ => return None,
    })
}

fn qr(json: &Json) -> Option<Qr> {
    let return_to = match json.text("return_to")? {
        "web" => ReturnTo::Web,
        "app" => ReturnTo::App,
        _ => return None,
    };
    let expires_at = seconds(json, "expires_at")?;
    Some(Qr { qr_string: own(json, "qr_string")?, deeplink: own(json, "deeplink")?, expires_at, return_to })
}

fn codes(json: &Json) -> Option<Vec<Secret>> {
    let Json::List(list) = json else { return None };
    let text = |one: &Json| if let Json::Text(code) = one { Some(Secret::new(code.as_str())) } else { None };
    list.iter().map(text).collect()
}

fn kyc_status(text: &str) -> Option<KycStatus> {
    Some(match text {
        "KYC_INIT" => KycStatus::KycInit,
        "KYC_PENDING" => KycStatus::KycPending,
        "KYC_PASS" => KycStatus::KycPass,
        "KYC_REJECT" => KycStatus::KycReject,
        "KYC_REVIEW" => KycStatus::KycReview,
        _ => return None,
    })
}

fn second_step(json: &Json) -> Option<SecondStep> {
    let mailed = || Some((seconds(json, "valid_until")?, seconds(json, "resend_at")?));
    match json.text("kind")? {
        "email_code" => {
            mailed().map(|(valid_until, resend_at)| SecondStep::EmailCode { valid_until, resend_at })
        }
        "onboarding_code" => {
            mailed().map(|(valid_until, resend_at)| SecondStep::OnboardingCode { valid_until, resend_at })
        }
        "totp" => Some(SecondStep::Totp),
        "locked" => seconds(json, "until").map(|until| SecondStep::Locked { until }),
        _ => None,
    }
}

fn end(text: &str) -> Option<End> {
    ENDS.iter().find(|(_, known)| *known == text).map(|(end, _)| *end)
}

const ENDS: [(End, &str); 8] = [
    (End::Linked, "linked"),
    (End::AlreadyLinked, "already_linked"),
    (End::Cancelled, "cancelled"),
    (End::Expired, "expired"),
    (End::Replaced, "replaced"),
    (End::Failed, "failed"),
    (End::Pending, "pending"),
    (End::Done, "done"),
];

const RESULTS: [FlowResult; 6] = [
    FlowResult::Linked,
    FlowResult::Pending,
    FlowResult::Cancelled,
    FlowResult::Expired,
    FlowResult::Failed,
    FlowResult::Done,
];

fn outcome(json: &Json) -> Option<Outcome> {
    let result = json.text("result")?;
    let link_status = match json.text("link_status")? {
        "PENDING" => LinkStatus::Pending,
        "LINKED" => LinkStatus::Linked,
        "UNLINKED" => LinkStatus::Unlinked,
        _ => return None,
    };
    Some(Outcome {
        result: RESULTS.into_iter().find(|known| known.text() == result)?,
        link_status,
        return_url: own(json, "return_url")?,
        masked_account: own(json, "masked_account"),
        reason: reason(json, "reason")?,
    })
}

fn own(json: &Json, name: &str) -> Option<String> {
    json.text(name).map(str::to_owned)
}

/// A failure that may be absent; one that we do not know is none of ours.
fn reason(json: &Json, name: &str) -> Option<Option<FailureReason>> {
    let Some(json) = json.get(name) else { return Some(None) };
    Some(Some(FailureReason { code: code(json.text("code")?)?, provider: failure(json)? }))
}

/// What a provider said, where it was the provider that said no.
fn failure(json: &Json) -> Option<Option<ProviderFailure>> {
    let Some(key) = json.text("provider") else { return Some(None) };
    Some(Some(ProviderFailure {
        provider: Provider::parse(key)?,
        reason: own(json, "reason")?,
        provider_code: own(json, "provider_code"),
        provider_trace_id: own(json, "provider_trace_id"),
    }))
}

fn boolean(json: &Json, name: &str) -> bool {
    matches!(json.get(name), Some(Json::Bool(true)))
}

fn seconds(json: &Json, name: &str) -> Option<Seconds> {
    json.number(name).map(Seconds::new)
}
