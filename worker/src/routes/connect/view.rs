//! What the page may know of a flow: the stage of `domain::flow` as the step of the contract.

use crate::config::Config;
use crate::domain::account::Sent;
use crate::domain::flow::{Flow, Second, Stage};
use crate::domain::polling::{OpenIn, ReturnResult};
use crate::domain::totp;
use crate::kv::keys;
use account_link_shared::connect::View;
use account_link_shared::email::Email;
use account_link_shared::partner::Partner;
use account_link_shared::problem::FailureReason;
use account_link_shared::providers::error::ProviderError;
use account_link_shared::route;
use account_link_shared::seal;
use account_link_shared::secret::Secret;
use account_link_shared::session::{End, FlowResult, Outcome, Portal, SecondStep, Step};
use account_link_shared::status::LinkStatus;
use account_link_shared::time::Millis;
use zeroize::Zeroizing;

/// The view of a flow, for who has its session.
pub fn of(config: &Config, flow: &Flow, partner: &Partner, now: Millis) -> View {
    view(flow, partner, step(config, flow, partner), false, now)
}

/// The view of a flow from the page to which a provider's page led back: only how it ends.
pub fn of_return(flow: &Flow, partner: &Partner, way: OpenIn, now: Millis) -> View {
    let unled = |outcome: Outcome| match way {
        OpenIn::NewTab => Outcome { return_url: String::new(), ..outcome },
        OpenIn::SameWindow => outcome,
    };
    let step = match &flow.stage {
        Stage::Ended { end, masked, reason, .. } => Step::Ended {
            end: *end,
            outcome: unled(outcome(flow, partner, *end, masked.clone(), reason.clone())),
        },
        Stage::Portal(Some(ReturnResult { pending: false, error, .. })) => {
            let problem = reason(flow, error.as_ref());
            let outcome = outcome(flow, partner, End::Failed, None, problem.clone());
            Step::Returned { problem, outcome: unled(outcome) }
        }
        stage => {
            let result = if let Stage::Portal(Some(result)) = stage { result.error.as_ref() } else { None };
            let problem = reason(flow, result);
            let outcome = outcome(flow, partner, End::Pending, None, problem.clone());
            Step::Returned { problem, outcome: unled(outcome) }
        }
    };
    view(flow, partner, step, way == OpenIn::NewTab, now)
}

fn view(flow: &Flow, partner: &Partner, step: Step, beside: bool, now: Millis) -> View {
    let choosing = flow.stage == Stage::Choose;
    View {
        flow: flow.id.clone(),
        step,
        partner: partner.into(),
        provider: flow.provider().filter(|_| !choosing),
        scope: flow.target.as_ref().filter(|_| !choosing).and_then(|target| target.request.scope()),
        chosen: !choosing && !flow.offered().is_empty(),
        beside,
        user_ext_ref: flow.request.user_ext_ref.clone(),
        user_label: flow.request.user_label.clone(),
        state: flow.request.state.clone(),
        locale: flow.request.locale,
        theme: flow.request.theme,
        now,
        expires_at: flow.expires_at(),
    }
}

/// What the provider said, as the page is told it.
fn reason(flow: &Flow, error: Option<&ProviderError>) -> Option<FailureReason> {
    Some(FailureReason::at(flow.provider()?, error?.clone()))
}

fn step(config: &Config, flow: &Flow, partner: &Partner) -> Step {
    match &flow.stage {
        Stage::Choose => {
            Step::Choose { providers: flow.offered().iter().map(|asked| asked.provider()).collect() }
        }
        Stage::Unopened | Stage::Landing => Step::Landing,
        Stage::Scan(qr) => Step::Scan(qr.clone()),
        Stage::Portal(came) => Step::Portal(portal(config, flow, came.as_ref())),
        Stage::Login => Step::Login,
        Stage::OnboardEmail => Step::OnboardEmail,
        Stage::OnboardCode { email, resend_at } => {
            Step::OnboardCode { email: text(email), resend_at: *resend_at }
        }
        Stage::OnboardPassword { email } => Step::OnboardPassword { email: text(email) },
        Stage::ResetEmail => Step::ResetEmail,
        Stage::ResetCode { email, resend_at } => {
            Step::ResetCode { email: text(email), resend_at: *resend_at }
        }
        Stage::ResetPassword { email } => Step::ResetPassword { email: text(email) },
        Stage::Kyc { email } => Step::Kyc { email: text(email) },
        Stage::Checked { email, status } => Step::Checked { email: text(email), status: *status },
        Stage::Waiting { status } => Step::Waiting { status: *status },
        Stage::Authenticator(holder) => {
            Step::Authenticator { email: text(&holder.email), second_step: second_step(&holder.second) }
        }
        Stage::Bind { email, sealed } => bind(config, issuer(flow), email, sealed),
        Stage::RecoveryCodes { email, sealed } => {
            let codes = opened(config, email, sealed);
            Step::RecoveryCodes {
                codes: codes.split(' ').map(|code| Secret::new(grouped(code, 5, "-"))).collect(),
            }
        }
        Stage::Bound { email } => Step::Bound { email: text(email) },
        Stage::Confirm(holder) => {
            Step::Confirm { email: text(&holder.email), second_step: second_step(&holder.second) }
        }
        Stage::Ended { end, masked, reason, .. } => {
            Step::Ended { end: *end, outcome: outcome(flow, partner, *end, masked.clone(), reason.clone()) }
        }
    }
}

fn text(email: &Email) -> String {
    email.as_str().to_owned()
}

fn second_step(second: &Second) -> SecondStep {
    match *second {
        Second::Mailed(Sent { valid_until, resend_at }) => SecondStep::EmailCode { valid_until, resend_at },
        Second::Kept(Sent { valid_until, resend_at }) => {
            SecondStep::OnboardingCode { valid_until, resend_at }
        }
        Second::Totp => SecondStep::Totp,
        Second::Locked(until) => SecondStep::Locked { until },
    }
}

/// Whose account it is, as an authenticator app says it.
fn issuer(flow: &Flow) -> &'static str {
    flow.provider().unwrap_or_default().name()
}

/// The key of the app that is about to be bound: for its QR and for typing.
fn bind(config: &Config, issuer: &str, email: &Email, sealed: &str) -> Step {
    let seed = Zeroizing::new(hex::decode(&*opened(config, email, sealed)).unwrap_or_default());
    let key = grouped(totp::key(&seed).expose(), 4, " ");
    Step::Bind { email: text(email), uri: totp::uri(&seed, issuer, email), key: Secret::new(key) }
}

/// What is sealed for an account. Nothing, where the key is no longer in the ring: the user begins anew.
fn opened(config: &Config, email: &Email, sealed: &str) -> Zeroizing<String> {
    let name = keys::second_factor(&keys::account(config, email));
    seal::open(&config.second_factor_keys, &name, sealed).unwrap_or_default()
}

fn grouped(text: &str, by: usize, between: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(by).map(|group| group.iter().collect()).collect();
    groups.join(between)
}

fn portal(config: &Config, flow: &Flow, result: Option<&ReturnResult>) -> Portal {
    let path = |way| {
        let ticket = keys::ticket(config, &flow.id, flow.tickets, way);
        route::of_flow(route::GO, &flow.id).replace("{ticket}", &ticket)
    };
    Portal {
        tab: path(OpenIn::NewTab),
        top: path(OpenIn::SameWindow),
        returned: result.is_some(),
        problem: reason(flow, result.and_then(|result| result.error.as_ref())),
        pending: result.is_some_and(|result| result.pending),
    }
}

fn outcome(
    flow: &Flow,
    partner: &Partner,
    end: End,
    masked_account: Option<String>,
    reason: Option<FailureReason>,
) -> Outcome {
    let (result, link_status) = match end {
        End::Linked | End::AlreadyLinked => (FlowResult::Linked, LinkStatus::Linked),
        End::Cancelled => (FlowResult::Cancelled, LinkStatus::Unlinked),
        End::Expired => (FlowResult::Expired, LinkStatus::Unlinked),
        End::Failed => (FlowResult::Failed, LinkStatus::Unlinked),
        // The newer flow, or the provider, goes on: this one leaves without one.
        End::Replaced | End::Pending => (FlowResult::Pending, LinkStatus::Pending),
        End::Done => (FlowResult::Done, LinkStatus::Unlinked),
    };
    // What could not be replaced stays linked.
    let rebinds = flow.target.as_ref().is_some_and(|target| target.request.is_rebind());
    let stays = rebinds || flow.owner.is_some();
    let link_status = match link_status {
        LinkStatus::Unlinked if flow.unlinked => link_status,
        _ if stays => LinkStatus::Linked,
        // What the user agreed to before still waits.
        LinkStatus::Unlinked if flow.waits && end != End::Failed => LinkStatus::Pending,
        _ => link_status,
    };
    let status = match link_status {
        LinkStatus::Pending => "PENDING",
        LinkStatus::Linked => "LINKED",
        LinkStatus::Unlinked => "UNLINKED",
    };
    let user_ext_ref = flow.request.user_ext_ref.as_str();
    let mut parameters =
        vec![("result", result.text()), ("link_status", status), ("user_ext_ref", user_ext_ref)];
    parameters.extend(flow.request.state.as_deref().map(|state| ("state", state)));
    // Checked at the link, and again now: the registry may have changed meanwhile.
    let allowed = partner.redirects.allows(&flow.return_to);
    let return_url = match allowed {
        true => flow.return_to.with(&parameters).as_str().to_owned(),
        false => String::new(),
    };
    Outcome { result, link_status, return_url, masked_account, reason }
}
