//! Keys as options write them, and whose signatures they know.

use super::super::vectors;
use super::*;

fn case() -> (String, Vec<u8>) {
    let case = &vectors::cases("rsa-url")[0];
    let text = |name: &str| case[name].as_str().unwrap().to_owned();
    (text("signed_text"), STANDARD.decode(text("signature")).unwrap())
}

#[test]
fn a_key_knows_its_own_signatures() {
    let (text, mut signature) = case();
    let (text, keys) = (text.as_bytes(), vectors::public());
    assert!(keys.verifies("1", text, &signature) && keys.any_verifies(text, &signature));
    assert!(!keys.verifies("2", text, &signature));
    assert!(!keys.verifies("1", b"another", &signature));
    assert!(!PublicKeys::default().any_verifies(text, &signature));
    signature[7] ^= 1;
    assert!(!keys.any_verifies(text, &signature));
}

#[test]
fn a_signer_makes_the_signature_of_the_vectors() {
    let (text, signature) = case();
    let signers: Signers = format!("2:{0},1:{0}", vectors::private()).parse().unwrap();
    assert_eq!(signers.sign(None, text.as_bytes()), Some(("2", signature.clone())));
    assert_eq!(signers.sign(Some("1"), text.as_bytes()), Some(("1", signature)));
    assert_eq!(signers.sign(Some("3"), text.as_bytes()), None);
    assert!(signers.knows("1") && !signers.knows("3"));
}

#[test]
fn what_is_no_key_is_refused() {
    assert!("".parse::<PublicKeys>().unwrap().0.is_empty());
    let (public, private) = (vectors::spki(), vectors::private());
    for wrong in ["1", "1:AAAA", "1:_", &public, &format!("1:{private}"), &format!("1:{public},2")] {
        assert!(wrong.parse::<PublicKeys>().is_err(), "{wrong}");
    }
    assert!(format!("1:{public}").parse::<Signers>().is_err());
}
