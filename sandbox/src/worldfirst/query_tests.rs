//! Which queries have the form of 002, and where they lead back to.

use super::super::vectors;
use super::*;

fn good() -> String {
    vectors::first("rsa-url")
}

#[test]
fn every_vector_has_the_form() {
    for (scheme, kind) in [("rsa-url", Scheme::Rsa), ("md5-url", Scheme::Md5)] {
        for case in vectors::cases(scheme) {
            let query = Query::read(vectors::query(&case), false).unwrap();
            let field = |name: &str| case["fields"][name].as_str();
            assert_eq!((query.scheme, query.signature.as_str()), (kind, case["signature"].as_str().unwrap()));
            assert_eq!(Some(query.integrator.as_str()), field("clientId").or(field("partnerId")));
            assert_eq!(query.request_id.as_deref(), field("requestId"));
            let Wish { redirect_url, reference, store_url, store_name, currency } = &query.wish;
            let read = [redirect_url, reference, store_url, store_name, currency].map(String::as_str);
            let names = ["redirectUrl", "referenceCustomerId", "storeUrl", "storeName", "currency"];
            assert_eq!(read, names.map(|name| field(name).unwrap()));
        }
    }
}

#[test]
fn another_form_is_refused() {
    let good = good();
    assert!(Query::read(&good, false).is_some());
    for (old, new) in [
        // Order, names, number.
        ("clientId=5J5YAZ7AAAAAAA&", ""),
        ("&storeName=MyShop&currency=USD", "&currency=USD&storeName=MyShop"),
        ("&storeName=MyShop", ""),
        ("&storeName=MyShop", "&storeName=MyShop&storeName=MyShop"),
        ("&currency=USD", "&currency=USD&state=1"),
        ("&currency=USD", "&currency=USD&requestId="),
        ("&currency=USD", "&currency=USD&requestId=1&requestId=1"),
        ("storeName=", "storename="),
        ("&signature=", "&sign="),
        ("&signature=", "&signature=1&signature="),
        ("clientId=5J5YAZ7AAAAAAA", "partnerId=P1&extBizPartnerId=P2"),
        // Encoding and values.
        ("%3A%2F%2F", "%3a%2f%2f"),
        ("%3A%2F%2F", "://"),
        ("MyShop", "My%53hop"),
        ("MyShop", "My%25%32%30Shop"),
        ("MyShop", "My Shop"),
        ("MyShop", "My+Shop"),
        ("MyShop", "My(Shop)"),
        ("MyShop", "%FF"),
        ("MyShop", "%0A"),
        ("MyShop", ""),
        ("https%3A%2F%2Fconnect.example.com", "ftp%3A%2F%2Fconnect.example.com"),
        ("https%3A%2F%2Fconnect.example.com", ""),
    ] {
        assert!(good.contains(old), "{old}");
        let changed = good.replacen(old, new, 1);
        assert_eq!(Query::read(&changed, false), None, "{old} → {new}");
    }
    assert_eq!(Query::read("", false), None);
    assert_eq!(Query::read(&good.replacen("%3D", "=", 1), false), None);
}

#[test]
fn the_lengths_are_those_of_the_source() {
    let good = vectors::query(&vectors::cases("rsa-url")[1]).to_owned();
    let long = |name: &str, value: String| {
        let (before, rest) = good.split_once(&format!("{name}=")).unwrap();
        let (_, after) = rest.split_once('&').unwrap();
        Query::read(&format!("{before}{name}={value}&{after}"), false).is_some()
    };
    let url = |length: usize| {
        format!("https%3A%2F%2Fa.example%2F{}", "a".repeat(length - "https://a.example/".len()))
    };
    assert!(long("redirectUrl", url(512)) && !long("redirectUrl", url(513)));
    assert!(long("storeUrl", url(256)) && !long("storeUrl", url(257)));
    for (name, most) in
        [("referenceCustomerId", 64), ("storeName", 256), ("currency", 256), ("requestId", 64)]
    {
        assert!(long(name, "a".repeat(most)) && !long(name, "a".repeat(most + 1)), "{name}");
    }
    assert!(long("storeName", "%E7%8E%AF".repeat(256)), "characters, not bytes");
}

#[test]
fn a_plus_is_a_space_where_that_is_set() {
    let good = good().replacen("MyShop", "My+Shop%2B", 1);
    assert_eq!(Query::read(&good, true).unwrap().wish.store_name, "My Shop+");
    assert_eq!(Query::read(&good, false), None);
}

#[test]
fn the_way_back_carries_the_result() {
    let back = |raw: &str| ReturnTarget::read(raw).back("SUCCESS");
    let rest = "partnerId=5J5YAZ7AAAAAAA&referenceCustomerId=seller-1001&resultMsg=SUCCESS";
    let url = "https://connect.example.com/return/worldfirst/9f8c";
    assert_eq!(back(&good()), Some(format!("{url}?{rest}")));
    let again = vectors::cases("rsa-url")[1].clone();
    assert_eq!(back(vectors::query(&again)), Some(format!("{url}?a=1&b=2&{rest}")));
    let target =
        ReturnTarget::read("redirectUrl=http%3a%2f%2fa.example&partnerId=P1&referenceCustomerId=a+b");
    let expected = "http://a.example?partnerId=P1&referenceCustomerId=a%2Bb&resultMsg=A%20%26%20B";
    assert_eq!(target.back("A & B").as_deref(), Some(expected));
    for none in ["", "redirectUrl=", "redirectUrl=javascript%3A1", "redirectUrl=%2Flinked"] {
        assert_eq!(back(none), None, "{none}");
    }
}
