//! The form of the identity check: a person, or an organisation, of which only the name is asked.

use crate::clock;
use crate::components::actions::{actions, button, form, submit, text_button};
use crate::components::birthday::birthday;
use crate::components::country::{self, country};
use crate::components::field::{Input, field};
use crate::components::radios::radios;
use crate::components::summary::summary;
use crate::components::title::{lead, title};
use crate::dom::{El, el};
use crate::model::{Action, Field};
use crate::ui::Ui;
use leptos::prelude::*;

/// The screen.
pub fn kyc(ui: Ui) -> El {
    let text = &ui.text().account;
    country::load(ui);
    let kinds = [("INDIVIDUAL", text.kyc_person), ("ORGANISATION", text.kyc_company)];
    let name = Input {
        field: Field::FullName,
        label: text.kyc_name,
        hint: text.kyc_name_hint,
        kind: "text",
        autocomplete: "name",
        mode: "text",
        value: ui.identity.full_name,
        filter: |typed| typed,
    };
    let person = el("div", "")
        .live_attr("hidden", move || (ui.identity.screen_type.get() == "ORGANISATION").then(String::new))
        .add_all(of_person(ui));
    let buttons = [
        submit(ui, text.kyc_action),
        button(ui, "secondary", ui.text().cancel, |ui| ui.perform(Action::Cancel)),
    ];
    let inside = vec![
        title(ui, text.kyc_title),
        lead(ui, text.kyc_lead),
        summary(ui),
        radios(ui, None, "screen-type", text.kyc_who, ui.identity.screen_type, kinds),
        field(ui, name),
        person,
        actions(ui, "actions pair", buttons),
    ];
    form(ui, |ui| ui.perform(Action::Identify(Box::new(ui.identity.get(now(ui))))), inside)
}

fn of_person(ui: Ui) -> [El; 5] {
    let text = &ui.text().account;
    let genders = [("MALE", text.kyc_male), ("FEMALE", text.kyc_female)];
    [
        radios(ui, Some(Field::Gender), Field::Gender.id(), text.kyc_gender, ui.identity.gender, genders),
        birthday(ui),
        without_names(ui),
        country(ui, Field::Nationality, text.kyc_nationality, "off", ui.identity.nationality),
        country(ui, Field::Residence, text.kyc_residence, "country-name", ui.identity.residence),
    ]
}

/// Said where the names of the countries could not be had: codes do as well.
fn without_names(ui: Ui) -> El {
    let text = &ui.text().account;
    let again = move || text_button(text.countries_again, Box::new(move || country::load(ui)));
    let said = move || el("p", "side").text(text.countries_failed).text(" ").add(again());
    el("div", "").attr("role", "status").live(move || country::failed(ui).then(said))
}

/// By the server's clock.
fn now(ui: Ui) -> account_link_shared::time::Millis {
    clock::now().plus(ui.state.with_untracked(|state| state.skew))
}
