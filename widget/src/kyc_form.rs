//! What was typed into the form of the identity check. It lives here and nowhere else, until another step is shown.

use crate::clock;
use crate::model::Identity;
use account_link_shared::time::Millis;
use leptos::prelude::*;

/// A country: what stands in its field, and which one that is.
#[derive(Clone, Copy, Default)]
pub struct Chosen {
    /// As typed, or the name of the one chosen.
    pub text: RwSignal<String>,
    /// Alpha-3; empty where the text is no country.
    pub code: RwSignal<String>,
}

/// The fields of [`Identity`]. Copied freely: it holds handles only.
#[derive(Clone, Copy, Default)]
#[allow(missing_docs, reason = "they are those of `Identity`")]
pub struct KycForm {
    pub screen_type: RwSignal<String>,
    pub full_name: RwSignal<String>,
    pub gender: RwSignal<String>,
    pub year: RwSignal<String>,
    pub month: RwSignal<String>,
    pub day: RwSignal<String>,
    pub nationality: Chosen,
    pub residence: Chosen,
}

impl KycForm {
    /// As it is to be sent.
    pub fn get(self, now: Millis) -> Identity {
        let [year, month, day, ..] = clock::parts(now);
        Identity {
            screen_type: self.screen_type.get_untracked(),
            full_name: self.full_name.get_untracked(),
            gender: self.gender.get_untracked(),
            birthday: [self.year, self.month, self.day].map(|part| part.get_untracked()),
            nationality: self.nationality.code.get_untracked(),
            residence: self.residence.code.get_untracked(),
            today: [year, month, day],
        }
    }

    /// Empties it: whoever logs in next may be somebody else.
    pub fn clear(self) {
        let Self { screen_type, full_name, gender, year, month, day, nationality, residence } = self;
        let countries = [nationality.text, nationality.code, residence.text, residence.code];
        for signal in [full_name, gender, year, month, day].into_iter().chain(countries) {
            signal.set(String::new());
        }
        screen_type.set("INDIVIDUAL".to_owned());
    }
}
