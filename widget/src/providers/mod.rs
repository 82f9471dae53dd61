//! How each provider is shown: the register of them, and what each brings of texts, logo and app.
//!
//! The screens are the same for all: a login, a QR or a page of the provider's. What they say comes from here.

mod acme;
mod cabital;
mod payway;
mod worldfirst;

use account_link_shared::locale::Locale;
use account_link_shared::providers::Provider;
use account_link_shared::scope::Scope;

/// How a provider is shown.
pub struct ProviderView {
    /// Of our own drawing, in 56 by 56.
    pub logo: Logo,
    /// The line under its name, where a link offers several.
    pub choose: fn(Locale) -> &'static str,
    /// The first screen for that scope; `None` for one that we do not know.
    pub landing: fn(&Scope, Locale) -> Option<Landing>,
    /// The app that takes its QRs.
    pub app: Option<App>,
    /// What one of its reasons means to the user, and what to do; `None` where the kind of failure says enough.
    pub failure: fn(&str, Locale) -> Option<(&'static str, Advice)>,
}

/// A logo.
pub struct Logo {
    /// Of its style.
    pub class: &'static str,
    /// What is drawn on it.
    pub path: &'static str,
    /// The centre of a dot, where it has one.
    pub dot: Option<(&'static str, &'static str)>,
}

/// The first screen.
pub struct Landing {
    /// Its heading, where it is not the usual one.
    pub title: Option<&'static str>,
    /// Icon and text of what is allowed.
    pub lines: [(&'static str, &'static str); 3],
    /// No screen of ours comes after it: it asks whether the user knows for whom this is.
    pub asks_nothing_more: bool,
}

/// An app that takes QRs.
pub struct App {
    /// The name people know.
    pub name: &'static str,
    /// The link that opens it on Android, for the text of a QR.
    pub android_intent: fn(&str) -> String,
    /// Where it is to be had: name and address.
    pub stores: [(&'static str, &'static str); 2],
}

/// What to do after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Advice {
    /// Wait, and try again.
    Retry,
    /// Go back to the partner and start again.
    StartAgain,
    /// Only the partner's support can help.
    TellSupport,
}

/// Texts in each language.
trait Texts: Sized + 'static {
    /// In that one.
    fn of(locale: Locale) -> &'static Self;
}

/// The texts of a folder with a file a language.
macro_rules! by_locale {
    ($type:ty) => {
        impl super::Texts for $type {
            fn of(locale: Locale) -> &'static Self {
                match locale {
                    Locale::En => &en::TEXTS,
                    Locale::Zh => &zh::TEXTS,
                    Locale::Km => &km::TEXTS,
                }
            }
        }
    };
}
use by_locale;

macro_rules! register {
    ($($name:ident = $module:ident,)+) => {
        /// How that provider is shown.
        pub fn view(provider: Provider) -> &'static ProviderView {
            match provider {
                $(Provider::$name => &$module::VIEW,)+
            }
        }

        /// Every text of every provider in a language: whose and which, and the text.
        #[cfg(test)]
        pub fn all_texts(locale: Locale) -> Vec<(String, &'static str)> {
            let mut all = Vec::new();
            $(
                let texts = <$module::Texts as Texts>::of(locale).all();
                let named = |(name, text)| (format!("{}.{name}", stringify!($module)), text);
                all.extend(texts.into_iter().map(named));
            )+
            all
        }
    };
}

register! {
    Cabital = cabital,
    Worldfirst = worldfirst,
    Payway = payway,
    Acme = acme,
}
