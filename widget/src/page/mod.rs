//! The screens, one file each. A screen is drawn anew when the step or the language changes, and only then.

mod choose;
mod confirm;
mod ended;
mod landing;
mod linked;
mod login;
mod onboard_code;
mod onboard_email;
mod onboard_password;
mod portal;
mod refused;
mod scan;

use crate::dom::El;
use crate::state::Screen;
use crate::ui::Ui;
use account_link_shared::session::StepName;

/// Draws the screen; `None` while the skeleton stands.
pub fn show(ui: Ui, screen: Screen) -> Option<El> {
    Some(match screen {
        Screen::Loading => return None,
        Screen::Refused(kind) => refused::refused(ui, kind),
        Screen::Back(step, problem) => portal::back(ui, step, problem),
        Screen::Step(step) => match step {
            StepName::Choose => choose::choose(ui),
            StepName::Landing => landing::landing(ui),
            StepName::Login => login::login(ui),
            StepName::OnboardEmail => onboard_email::onboard_email(ui),
            StepName::OnboardCode => onboard_code::onboard_code(ui),
            StepName::OnboardPassword => onboard_password::onboard_password(ui),
            StepName::Confirm => confirm::confirm(ui),
            StepName::Scan => scan::scan(ui),
            StepName::Portal | StepName::Returned => portal::portal(ui),
            StepName::Linked | StepName::AlreadyLinked => linked::linked(ui, step),
            StepName::Cancelled
            | StepName::Expired
            | StepName::Replaced
            | StepName::Failed
            | StepName::Pending => ended::ended(ui, step),
        },
    })
}
