//! What the worker says: replies and problems.

use super::Json;
use super::write::STEPS;
use account_link_shared::connect::{PartnerView, Reply, View};
use account_link_shared::id::{FlowId, PartnerKey, RequestId, UserExtRef};
use account_link_shared::locale::{Locale, Theme};
use account_link_shared::payway::models::{Qr, ReturnTo};
use account_link_shared::problem::{Code, Problem};
use account_link_shared::provider::Provider;
use account_link_shared::secret::Secret;
use account_link_shared::session::{End, FlowResult, Outcome, Scope, SecondStep, Step, StepName};
use account_link_shared::status::LinkStatus;
use account_link_shared::time::{Millis, Seconds};

/// Reads a reply. `None` where it is none of ours.
pub fn reply(text: &str) -> Option<Reply> {
    let json = Json::parse(text)?;
    Some(Reply { view: view(json.get("view")?)?, token: json.text("token").map(Secret::new) })
}

/// Reads an error body. `None` where it is none of ours.
pub fn problem(text: &str) -> Option<Problem> {
    let json = Json::parse(text)?;
    let code = json.text("code")?;
    Some(Problem {
        code: Code::ALL.iter().copied().find(|known| known.text() == code)?,
        message: json.text("message")?.to_owned(),
        request_id: RequestId::parse(json.text("request_id")?).ok()?,
    })
}

/// Reads the ticket of the push channel. `None` where it is none of ours.
pub fn ticket(text: &str) -> Option<String> {
    Json::parse(text)?.text("ticket").map(str::to_owned)
}

/// The screen of that name.
pub fn step_name(text: &str) -> Option<StepName> {
    STEPS.iter().find(|(_, known)| *known == text).map(|(name, _)| *name)
}

fn view(json: &Json) -> Option<View> {
    let own = |name| json.text(name).map(str::to_owned);
    Some(View {
        flow: FlowId::parse(json.text("flow")?).ok()?,
        step: step(json.get("step")?)?,
        partner: partner(json.get("partner")?)?,
        provider: provider(json.get("provider"))?,
        scope: scope(json.text("scope"))?,
        chosen: matches!(json.get("chosen"), Some(Json::Bool(true))),
        user_ext_ref: UserExtRef::parse(json.text("user_ext_ref")?).ok()?,
        user_label: own("user_label"),
        state: own("state"),
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

/// What is allowed is shown in its own words or not at all.
fn scope(text: Option<&str>) -> Option<Option<Scope>> {
    Some(match text {
        None => None,
        Some("profile") => Some(Scope::Profile),
        Some("saved_account") => Some(Scope::SavedAccount),
        Some("charge_later") => Some(Scope::ChargeLater),
        Some(_) => return None,
    })
}

fn partner(json: &Json) -> Option<PartnerView> {
    let own = |name| json.text(name).map(str::to_owned);
    let key = PartnerKey::parse(json.text("key")?).ok()?;
    Some(PartnerView { key, name: own("name")?, logo: own("logo"), accent: own("accent") })
}

fn step(json: &Json) -> Option<Step> {
    let email = || json.text("email").map(str::to_owned);
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
        "confirm" => Step::Confirm { email: email()?, second_step: second_step(json.get("second_step")?)? },
        "scan" => Step::Scan(qr(json)?),
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
    let own = |name| json.text(name).map(str::to_owned);
    let expires_at = seconds(json, "expires_at")?;
    Some(Qr { qr_string: own("qr_string")?, deeplink: own("deeplink")?, expires_at, return_to })
}

fn second_step(json: &Json) -> Option<SecondStep> {
    let (valid_until, resend_at) = (seconds(json, "valid_until")?, seconds(json, "resend_at")?);
    match json.text("kind")? {
        "email_code" => Some(SecondStep::EmailCode { valid_until, resend_at }),
        "onboarding_code" => Some(SecondStep::OnboardingCode { valid_until, resend_at }),
        _ => None,
    }
}

fn end(text: &str) -> Option<End> {
    Some(match text {
        "linked" => End::Linked,
        "already_linked" => End::AlreadyLinked,
        "cancelled" => End::Cancelled,
        "expired" => End::Expired,
        "replaced" => End::Replaced,
        "failed" => End::Failed,
        _ => return None,
    })
}

fn outcome(json: &Json) -> Option<Outcome> {
    let result = match json.text("result")? {
        "linked" => FlowResult::Linked,
        "pending" => FlowResult::Pending,
        "cancelled" => FlowResult::Cancelled,
        "expired" => FlowResult::Expired,
        "failed" => FlowResult::Failed,
        "done" => FlowResult::Done,
        _ => return None,
    };
    let link_status = match json.text("link_status")? {
        "PENDING" => LinkStatus::Pending,
        "LINKED" => LinkStatus::Linked,
        "UNLINKED" => LinkStatus::Unlinked,
        _ => return None,
    };
    let return_url = json.text("return_url")?.to_owned();
    Some(Outcome {
        result,
        link_status,
        return_url,
        masked_account: json.text("masked_account").map(str::to_owned),
    })
}

fn seconds(json: &Json, name: &str) -> Option<Seconds> {
    json.number(name).map(Seconds::new)
}
