//! The texts of accounts of ours: a forgotten password, the identity check, the authenticator app, the mailed way to
//! unlink.

pub mod en;
pub mod km;
pub mod zh;

super::catalogue::texts! {
    Account {
        // Reset
        forgot,
        reset_title,
        reset_lead,
        /// Before the link.
        reset_known,
        renew_title,
        renew_lead,
        renew_action,
        // Identity check
        kyc_title,
        kyc_lead,
        /// Over the choice of the two that follow.
        kyc_who,
        kyc_person,
        kyc_company,
        /// A label.
        kyc_name,
        kyc_name_hint,
        /// A label.
        kyc_gender,
        kyc_male,
        kyc_female,
        /// A label.
        kyc_birthday,
        kyc_birthday_hint,
        day,
        month,
        year,
        /// A label.
        kyc_nationality,
        /// A label.
        kyc_residence,
        kyc_country_hint,
        kyc_action,
        /// Spoken while a country is typed.
        countries_found,
        countries_none,
        /// Before the link to load them again.
        countries_failed,
        /// That link.
        countries_again,
        no_name,
        no_gender,
        bad_date,
        no_nationality,
        no_residence,
        caas_refused,
        caas_failed,
        kyc_not_ready,
        kyc_rejected,
        checked_title,
        checked_running,
        checked_passed,
        checked_review,
        checked_rejected,
        /// Waiting for the check, and the end of a flow that does.
        checking_title,
        checking_lead,
        withdraw,
        other_account,
        // Authenticator app
        app_title,
        app_lead,
        bind_title,
        bind_lead,
        /// The same on a phone.
        bind_lead_here,
        /// The link to the app.
        bind_open,
        /// For screen readers.
        bind_qr,
        /// Over the key.
        bind_key,
        bind_copy,
        /// Where the browser does not copy.
        copy_by_hand,
        /// A label.
        app_code,
        app_code_hint,
        bind_action,
        codes_title,
        codes_lead,
        codes_copy,
        /// The check box.
        codes_kept,
        codes_not_kept,
        bound_title,
        bound_lead,
        /// A label.
        bound_code,
        bound_short,
        bound_remove,
        bound_keep,
        // Confirm
        confirm_app,
        locked_title,
        locked_lead,
        /// A date with a time of day.
        moment,
        /// Twelve words.
        months,
        // Ends
        done_title,
        done_lead,
        /// Where a flow ended early and the accounts are linked.
        kept_title,
        kept_lead,
        // Unlink
        unlink_title,
        unlink_lead,
        unlink_effect,
        unlink_action,
        unlinked_title,
        unlinked_lead,
        over_title,
        over_lead,
        stale_title,
        stale_lead,
        // Work that takes over a second
        busy_save,
        busy_submit,
        busy_unlink,
    }
}
