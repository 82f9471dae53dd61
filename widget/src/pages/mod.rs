//! The screens, one file each. A screen is drawn anew when the step or the language changes, and only then.

mod authenticator;
mod bind;
mod bound;
mod checked;
mod choose;
mod confirm;
mod email;
mod ended;
mod kyc;
mod landing;
mod linked;
mod login;
mod mailed_code;
mod new_password;
mod portal;
mod recovery_codes;
mod refused;
mod scan;
mod unlink;

use crate::dom::El;
use crate::model::{EmailProof, Screen};
use crate::ui::Ui;
use account_link_shared::session::StepName;

/// Draws the screen; `None` while the skeleton stands.
pub fn show(ui: Ui, screen: Screen) -> Option<El> {
    Some(match screen {
        Screen::Loading => return None,
        Screen::Refused(kind) => refused::refused(ui, kind),
        Screen::Back(step, problem) => portal::back(ui, step, problem.as_ref()),
        Screen::Locked => confirm::locked(ui),
        Screen::Mailed(standing) => unlink::unlink(ui, standing),
        Screen::Step(step) => match step {
            StepName::Choose => choose::choose(ui),
            StepName::Landing => landing::landing(ui),
            StepName::Login => login::login(ui),
            StepName::OnboardEmail => email::email(ui, EmailProof::Onboard),
            StepName::OnboardCode => mailed_code::mailed_code(ui, EmailProof::Onboard),
            StepName::OnboardPassword => new_password::new_password(ui, EmailProof::Onboard),
            StepName::ResetEmail => email::email(ui, EmailProof::Reset),
            StepName::ResetCode => mailed_code::mailed_code(ui, EmailProof::Reset),
            StepName::ResetPassword => new_password::new_password(ui, EmailProof::Reset),
            StepName::Kyc => kyc::kyc(ui),
            StepName::Checked => checked::checked(ui),
            StepName::Waiting => checked::waiting(ui),
            StepName::Authenticator => authenticator::authenticator(ui),
            StepName::Bind => bind::bind(ui),
            StepName::RecoveryCodes => recovery_codes::recovery_codes(ui),
            StepName::Bound => bound::bound(ui),
            StepName::Confirm => confirm::confirm(ui),
            StepName::Scan => scan::scan(ui),
            StepName::Portal | StepName::Returned => portal::portal(ui),
            StepName::Linked | StepName::AlreadyLinked => linked::linked(ui, step),
            StepName::Cancelled
            | StepName::Expired
            | StepName::Replaced
            | StepName::Failed
            | StepName::Pending
            | StepName::Done => ended::ended(ui, step),
        },
    })
}
