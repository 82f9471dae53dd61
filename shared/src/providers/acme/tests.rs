//! What goes to Acme and what comes from it. The signatures are those of `openssl dgst -sha256 -hmac`.

use super::*;

fn key() -> Secret {
    Secret::new("acme-key")
}

#[test]
fn the_address_of_its_page_is_signed() {
    let url = page_url("http://acme/page", "s1", "m1", "https://connect.example.com/r", &key());
    let signed = "subject=s1&member=m1&return_url=https%3A%2F%2Fconnect.example.com%2Fr";
    assert_eq!(
        url,
        format!("http://acme/page?{signed}&signature=BugG416QKiFYlO3IXNogkT2d8uuOdzDnLMRjQHxbIqs%3D")
    );
}

#[test]
fn our_question_is_signed() {
    assert_eq!(
        question_signature("/acme/accounts/s1", &key()),
        "/Zi+HeDQSwtPoNtkVoXj6ELAlfIDDPtpHgFvuPVrdcU="
    );
}

#[test]
fn only_the_end_of_a_number_is_shown() {
    let of = |number: &str| Account { number: number.to_owned(), active: true }.masked();
    assert_eq!((of("4711000123").as_str(), of("12").as_str()), ("•••• 0123", "•••• 12"));
}

#[test]
fn an_unknown_result_ends_nothing() {
    assert_eq!(Outcome::read("linked").error(), None);
    assert_eq!(Outcome::read("declined").error().unwrap().kind, ProviderErrorKind::Rejected);
    assert_eq!(Outcome::read("constructor").error().unwrap().kind, ProviderErrorKind::Unavailable);
}
