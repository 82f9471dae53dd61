//! How URLs from outside are written, and which are refused.

use super::*;

fn production(text: &str) -> Result<SafeUrl, UrlError> {
    SafeUrl::parse(text, Strictness::Production)
}

#[test]
fn tricks_of_notation_are_refused() {
    use UrlError::*;
    let cases = [
        ("", Form),
        ("/linked", Form),
        ("//shop.example.com/linked", Form),
        ("linked", Form),
        ("https:", Form),
        ("https://", Form),
        ("https:///shop.example.com", NotNormal),
        ("https:shop.example.com/", NotNormal),
        ("http://shop.example.com/", Scheme),
        ("ftp://shop.example.com/", Scheme),
        ("javascript:alert(1)", Form),
        ("data:text/html,x", Form),
        ("ws://shop.example.com/", Scheme),
        ("file:///etc/passwd", Form),
        ("https://user@shop.example.com/", UserInfo),
        ("https://user:pw@shop.example.com/", UserInfo),
        ("https://@shop.example.com/", UserInfo),
        ("https://shop.example.com@evil.example.org/", UserInfo),
        ("https://shop.example.com/#x", Fragment),
        ("https://shop.example.com/#", Fragment),
        ("https://shop.example.com\\@evil.example.org/", Character),
        ("https:\\\\shop.example.com/", Character),
        ("https://shop.example.com/\n", Character),
        ("https://shop.example.com/\t", Character),
        ("https://shop.example.com/\r", Character),
        (" https://shop.example.com/", Character),
        ("https://shop.example.com/ x", Character),
        ("https://sh\u{f6}p.example.com/", Character),
        ("https://shop.example.com/\0", Character),
        ("https://shop.example.com/\u{7f}", Character),
        ("ht\ntps://shop.example.com/", Character),
        ("https://localhost/", Host),
        ("https://127.0.0.1/", Host),
        ("https://127.1/", Host),
        ("https://2130706433/", Host),
        ("https://0x7f.0.0.1/", Host),
        ("https://0177.0.0.1/", Host),
        ("https://10.0.0.1/", Host),
        ("https://[::1]/", Host),
        ("https://[::ffff:127.0.0.1]/", Host),
        ("https://169.254.169.254/", Host),
        ("https://intranet/", Host),
        ("https://shop.example.com./", Host),
        ("https://printer.local/", Host),
        ("https://a.localhost/", Host),
        ("https://metadata.internal/", Host),
        ("https://0/", Host),
        ("https://%31%32%37.0.0.1/", Host),
        ("https://SHOP.example.com/", NotNormal),
        ("HTTPS://shop.example.com/", NotNormal),
        ("https://shop.example.com:443/", NotNormal),
        ("https://shop.example.com/a/../b", NotNormal),
        ("https://shop.example.com/./b", NotNormal),
        ("https://shop.example.com/%2e%2e/b", NotNormal),
        ("https://shop%2eexample.com/", NotNormal),
        ("https://shop.example.com:99999/", Form),
    ];
    for (text, error) in cases {
        assert_eq!(production(text).err(), Some(error), "{text:?}");
    }
    let long = format!("https://shop.example.com/{}", "a".repeat(MAX));
    assert_eq!(production(&long).err(), Some(TooLong));
}

#[test]
fn development_adds_loopback_and_nothing_else() {
    let parse = |text| SafeUrl::parse(text, Strictness::Development);
    assert!(parse("http://localhost:8788/linked").is_ok());
    assert!(parse("http://127.0.0.1:8788/linked").is_ok());
    assert_eq!(parse("http://shop.example.com/").err(), Some(UrlError::Scheme));
    assert_eq!(parse("http://127.0.0.2/").err(), Some(UrlError::Host));
    assert_eq!(parse("http://0.0.0.0/").err(), Some(UrlError::Host));
}

#[test]
fn the_list_compares_origin_and_path_and_leaves_the_query_free() {
    let url = |text| production(text).unwrap();
    let list = RedirectList::new(vec![url("https://shop.example.com/linked")]);
    assert!(list.allows(&url("https://shop.example.com/linked")));
    assert!(list.allows(&url("https://shop.example.com/linked?from=x&it='s")));
    assert!(
        RedirectList::new(vec![url("https://xn--bcher-kva.example.com/a")])
            .allows(&url("https://xn--bcher-kva.example.com/a"))
    );
    for other in [
        "https://shop.example.com/linked/",
        "https://shop.example.com/linkedx",
        "https://shop.example.com/Linked",
        "https://shop.example.com/",
        "https://shop.example.com:8443/linked",
        "https://evil.example.com/linked",
        "https://shop.example.com.evil.example.org/linked",
        "https://xshop.example.com/linked",
        "https://shop.example.com/linked%2f",
        "https://shop.example.com/linked;x",
        "https://shop.example.com//linked",
    ] {
        assert!(!list.allows(&url(other)), "{other}");
    }
}

#[test]
fn our_parameters_replace_those_of_the_same_name() {
    let url = production("https://shop.example.com/linked?result=forged&keep=a%20b").unwrap();
    let ended = url.with(&[("result", "linked"), ("state", "x&y")]);
    assert_eq!(ended.as_str(), "https://shop.example.com/linked?keep=a+b&result=linked&state=x%26y");
}
