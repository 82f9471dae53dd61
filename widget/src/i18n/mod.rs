//! The languages: one typed catalogue, complete at compile time, each language in its own file.

mod account;
mod catalogue;
mod en;
pub mod format;
mod km;
mod zh;

pub use catalogue::Catalogue;
pub(crate) use catalogue::texts;

use account_link_shared::locale::Locale;

/// The texts of a language.
pub fn texts(locale: Locale) -> &'static Catalogue {
    match locale {
        Locale::En => &en::TEXTS,
        Locale::Zh => &zh::TEXTS,
        Locale::Km => &km::TEXTS,
    }
}

/// The language's own name, for the switcher.
pub fn own_name(locale: Locale) -> &'static str {
    match locale {
        Locale::En => "English",
        Locale::Zh => "简体中文",
        Locale::Km => "ខ្មែរ",
    }
}

/// The first language we speak of those the browser prefers.
pub fn of_browser<'a>(preferred: impl Iterator<Item = &'a str>) -> Locale {
    preferred.into_iter().find_map(Locale::parse).unwrap_or(Locale::En)
}

/// Puts values in place of `{name}`s, in one pass: a value is never read as a pattern.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else { break };
        filled.push_str(before);
        let value = values.iter().find(|(known, _)| *known == name);
        filled.push_str(value.map_or("", |(_, value)| value));
        rest = after;
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::providers;

    /// The names in a text, sorted.
    fn names(text: &str) -> Vec<String> {
        let mut names: Vec<String> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(n, _)| n.to_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn every_language_fills_in_the_same_names() {
        let english = en::TEXTS.all();
        for locale in [Locale::Zh, Locale::Km] {
            for ((name, text), (_, original)) in texts(locale).all().into_iter().zip(&english) {
                assert!(!text.trim().is_empty(), "{locale:?} {name}");
                assert_eq!(names(text), names(original), "{locale:?} {name}");
                assert!(name == "footer" || text != *original, "{locale:?} {name} is not translated");
            }
            let theirs = providers::all_texts(locale).into_iter().zip(providers::all_texts(Locale::En));
            for ((name, text), (_, original)) in theirs {
                assert!(!text.trim().is_empty() && text != original, "{locale:?} {name} is not translated");
                assert_eq!(names(text), names(original), "{locale:?} {name}");
            }
        }
    }

    #[test]
    fn a_value_is_never_a_pattern() {
        let values = [("partner", "{email}"), ("email", "secret")];
        assert_eq!(fill("To {partner}: {email}!", &values), "To {email}: secret!");
        assert_eq!(fill("a {b", &values), "a {b");
    }

    #[test]
    fn the_browsers_first_known_language_wins() {
        assert_eq!(of_browser(["fr", "km-KH", "en"].into_iter()), Locale::Km);
        assert_eq!(of_browser(["fr"].into_iter()), Locale::En);
    }
}
