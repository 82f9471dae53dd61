//! Every mail in every language, held to the files that the gallery shows. After a change of words run the test once with
//! `UPDATE_EXPECT=1`, and read the difference.

use super::{Text, Words};
use account_link_shared::locale::Locale;
use account_link_shared::providers::Provider;
use expect_test::expect_file;
use serde_json::json;

const CODE: &str = "482915";
const URL: &str = "https://connect.example.com/unlink/q4Z0vT2bYx7nKc9LmR1sWd5gHj8fUe3aPo6iBtXyVzE";
/// The longest that partners were seen to call a user.
const LONG: &str = "Sokha Chanthou & Daughters, Phnom Penh Central Market, Stall 1204";

fn mails(words: &Words<'_>) -> Vec<(&'static str, Text)> {
    let long = Words { label: Some(LONG), ..*words };
    let nobody = Words { label: None, ..*words };
    vec![
        ("onboard", words.onboard(CODE)),
        ("known", words.known()),
        ("confirm", words.confirm(CODE)),
        ("confirm_long", long.confirm(CODE)),
        ("confirm_user_unknown", nobody.confirm(CODE)),
        ("reset", words.reset(CODE)),
        ("unknown", words.unknown()),
        ("password_changed", words.password_changed()),
        ("bind", words.bind(CODE)),
        ("linked", words.linked(URL)),
        ("linked_long", long.linked(URL)),
        ("rejected", words.rejected()),
    ]
}

#[test]
fn the_gallery_shows_the_mails_that_are_sent() {
    for locale in Locale::ALL {
        let words = Words {
            locale: Some(locale),
            provider: Provider::default().name(),
            partner: "Demo Market",
            label: Some("Sokha's shop"),
        };
        let language = locale.tag().split('-').next().unwrap_or_default();
        for (kind, Text { subject, text, html }) in mails(&words) {
            let mail = json!({ "subject": subject, "text": text, "html": html });
            let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../sandbox/gallery/mails");
            let written = serde_json::to_string_pretty(&mail).unwrap() + "\n";
            expect_file![format!("{folder}/{kind}.{language}.json")].assert_eq(&written);
        }
    }
}
