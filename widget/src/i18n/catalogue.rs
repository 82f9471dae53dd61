//! The lists of texts. A language that lacks one does not compile.

/// Makes the type of a list of texts.
macro_rules! texts {
    ($type:ident { $($(#[$doc:meta])* $name:ident,)* } $($inner:ident: $of:ty)?) => {
        /// Texts of the page, in one language. `{names}` are filled in by [`crate::i18n::fill`].
        #[allow(missing_docs, reason = "the English text is the documentation")]
        pub struct $type {
            $($(#[$doc])* pub $name: &'static str,)*
            $(pub $inner: $of,)?
        }

        impl $type {
            /// Name and text of each.
            #[cfg(test)]
            pub fn all(&self) -> Vec<(&'static str, &'static str)> {
                let own = [$((stringify!($name), self.$name),)*];
                own.into_iter()$(.chain(self.$inner.all()))?.collect()
            }
        }
    };
}

pub(crate) use texts;

texts! {
    Catalogue {
        // Everywhere
        /// The header's arrow.
        back,
        /// The header's cross.
        close,
        /// The switcher.
        language,
        /// The line at the foot.
        footer,
        /// Where the partner's name is not known.
        the_partner,
        /// The way out.
        back_to,
        /// No.
        cancel,
        /// Once more.
        try_again,
        /// For the support.
        reference,
        /// A label.
        email,
        /// A label.
        password,
        /// A label.
        code,
        /// Under the code field.
        code_hint,
        /// Password reveal.
        show,
        /// Another code.
        resend,
        /// Before another code may be asked for.
        resend_in,
        /// After asking for another code.
        sent,
        // Landing
        landing_title,
        /// Above the three lines.
        landing_for,
        /// The primary action.
        go_on,
        /// Declining.
        not_now,
        // Choose
        choose_title,
        // Log in
        login_title,
        login_lead,
        login_action,
        /// Before the link.
        login_new,
        /// The link.
        login_open,
        // Open an account
        email_title,
        email_lead,
        email_action,
        /// Before the link.
        email_have,
        code_title,
        code_lead,
        code_other,
        password_title,
        password_lead,
        /// A label.
        password_new,
        password_hint,
        /// The check box.
        terms,
        password_action,
        // Confirm
        confirm_title,
        /// Over the account's address.
        confirm_account,
        /// Over the partner's user.
        confirm_user,
        confirm_lead,
        /// Where the partner gave no user label.
        confirm_unknown,
        confirm_mailed,
        confirm_kept,
        confirm_action,
        confirm_other,
        // Scan
        scan_title,
        /// Over the QR.
        scan_lead,
        /// Over the link to the app.
        open_lead,
        /// The link to the app.
        open_app,
        /// Before the link to the app, under the QR.
        this_device,
        /// From the link to the QR.
        show_qr,
        /// For screen readers.
        qr_label,
        /// Under the code.
        valid_for,
        /// Spoken at 60, 30 and 10 seconds.
        time_left,
        code_over,
        new_code,
        /// Spoken when it is there.
        new_code_here,
        /// Before the link to a new code.
        declined,
        waiting,
        /// Where "Done" in the app leads nowhere.
        come_back,
        copy_link,
        copied,
        /// Where the browser does not copy.
        copy_by_hand,
        /// Before the stores.
        no_app,
        /// Against codes that somebody sent.
        own_code,
        // Portal
        portal_title,
        portal_lead,
        /// The same where it opens in a tab of its own.
        portal_lead_tab,
        /// The link.
        portal_open,
        /// The second link, out of a frame.
        portal_here,
        portal_waiting,
        portal_goes_on,
        /// After the visit, and at the end of a flow that is still decided.
        pending_title,
        pending_lead,
        /// In place of the way back, in a tab beside the flow's own.
        close_tab,
        // Ends
        linked_title,
        linked_lead,
        already_title,
        already_lead,
        cancelled_title,
        cancelled_lead,
        expired_title,
        expired_lead,
        replaced_title,
        replaced_lead,
        failed_title,
        failed_lead,
        // Refusals
        link_expired_title,
        link_expired_lead,
        opened_title,
        opened_lead,
        opening_title,
        opening_lead,
        ticket_title,
        ticket_lead,
        session_title,
        session_lead,
        offline_title,
        offline_lead,
        wrong_title,
        wrong_lead,
        link_title,
        link_generic,
        link_signature,
        link_future,
        link_redirect,
        link_provider,
        // Troubles
        /// Over an error.
        check,
        /// Over an error that is no field's.
        not_yet,
        bad_email,
        no_password,
        bad_login,
        short_code,
        bad_code,
        old_code,
        short_password,
        long_password,
        common_password,
        no_terms,
        too_many,
        too_many_later,
        no_connection,
        our_fault,
        // Troubles at the provider: a sentence, and one of the three that say what to do
        still_removing,
        provider_failed,
        provider_busy,
        provider_misconfigured,
        provider_invalid,
        wait_retry,
        start_again,
        tell_support,
        // Work that takes over a second
        busy,
        busy_login,
        busy_send,
        busy_code,
        busy_open,
        busy_confirm,
        // Durations
        second,
        seconds,
        minute,
        minutes,
        hour,
        hours,
    }
    account: super::account::Account
}
