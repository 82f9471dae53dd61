//! What the page says: bodies to the worker, messages to the partner's page.

use crate::model::Identity;
use account_link_shared::connect::Destination;
use account_link_shared::frame::{Event, EventName};
use account_link_shared::session::StepName;
use account_link_shared::status::LinkStatus;

/// Every screen and its name.
pub const STEPS: [(StepName, &str); 28] = [
    (StepName::Choose, "choose"),
    (StepName::Landing, "landing"),
    (StepName::Login, "login"),
    (StepName::OnboardEmail, "onboard_email"),
    (StepName::OnboardCode, "onboard_code"),
    (StepName::OnboardPassword, "onboard_password"),
    (StepName::ResetEmail, "reset_email"),
    (StepName::ResetCode, "reset_code"),
    (StepName::ResetPassword, "reset_password"),
    (StepName::Kyc, "kyc"),
    (StepName::Checked, "checked"),
    (StepName::Waiting, "waiting"),
    (StepName::Authenticator, "authenticator"),
    (StepName::Bind, "bind"),
    (StepName::RecoveryCodes, "recovery_codes"),
    (StepName::Bound, "bound"),
    (StepName::Confirm, "confirm"),
    (StepName::Scan, "scan"),
    (StepName::Portal, "portal"),
    (StepName::Returned, "returned"),
    (StepName::Linked, "linked"),
    (StepName::AlreadyLinked, "already_linked"),
    (StepName::Cancelled, "cancelled"),
    (StepName::Expired, "expired"),
    (StepName::Replaced, "replaced"),
    (StepName::Failed, "failed"),
    (StepName::Pending, "pending"),
    (StepName::Done, "done"),
];

/// The name of a screen.
pub fn step_text(step: StepName) -> &'static str {
    STEPS.iter().find(|(known, _)| *known == step).map_or("", |(_, text)| text)
}

/// An object of texts.
pub fn object(members: &[(&str, &str)]) -> String {
    let mut text = String::from("{");
    for (name, value) in members {
        if text.len() > 1 {
            text.push(',');
        }
        string(&mut text, name);
        text.push(':');
        string(&mut text, value);
    }
    text.push('}');
    text
}

/// The body of `POST …/onboarding/password`.
pub fn choose_password(password: &str, terms: bool) -> String {
    let mut text = object(&[("password", password)]);
    text.pop();
    text.push_str(if terms { ",\"terms\":true}" } else { ",\"terms\":false}" });
    text
}

/// The body of `POST …/kyc`.
pub fn identity(form: &Identity) -> String {
    let dob = form.dob();
    let all = [
        ("screen_type", &*form.screen_type),
        ("full_name", form.full_name.trim()),
        ("gender", &form.gender),
        ("dob", &dob),
        ("nationality", &form.nationality),
        ("residential_country", &form.residence),
    ];
    let [kind, name, ..] = all;
    if form.is_person() { object(&all) } else { object(&[kind, name]) }
}

/// The name of a destination.
pub fn destination(to: Destination) -> &'static str {
    match to {
        Destination::Choose => "choose",
        Destination::Landing => "landing",
        Destination::Login => "login",
        Destination::OnboardEmail => "onboard_email",
        Destination::ResetEmail => "reset_email",
    }
}

/// The members of an event, in their order; what does not apply is absent.
pub fn event(event: &Event) -> Vec<(&'static str, String)> {
    let name = match event.name {
        EventName::Open => "OPEN",
        EventName::Step => "STEP",
        EventName::Linked => "LINKED",
        EventName::Exit => "EXIT",
        EventName::Error => "ERROR",
    };
    let status = event.link_status.map(|status| match status {
        LinkStatus::Pending => "PENDING",
        LinkStatus::Linked => "LINKED",
        LinkStatus::Unlinked => "UNLINKED",
    });
    let members = [
        ("name", Some(name)),
        ("flow", event.flow.as_ref().map(|flow| flow.as_str())),
        ("provider", event.provider.map(|provider| provider.key())),
        ("step", event.step.map(step_text)),
        ("result", event.result.map(|result| result.text())),
        ("link_status", status),
        ("user_ext_ref", event.user_ext_ref.as_ref().map(|reference| reference.as_str())),
        ("state", event.state.as_deref()),
        ("code", event.code.map(|code| code.text())),
        ("request_id", event.request_id.as_ref().map(|id| id.as_str())),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name, value?.to_owned()))).collect()
}

fn string(to: &mut String, text: &str) {
    to.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => to.extend(['\\', c]),
            c if c < ' ' => {
                let digit = |n: u32| char::from_digit(n, 16).unwrap_or('0');
                to.push_str("\\u00");
                to.extend([digit(u32::from(c) >> 4), digit(u32::from(c) & 15)]);
            }
            c => to.push(c),
        }
    }
    to.push('"');
}
