//! Canaries: distinctive values go through every field of the product; then its log, its KV and its URLs are
//! searched for them.

use account_link_tests::browser::{Browser, follow};
use account_link_tests::client::Request;
use account_link_tests::journey::{Person, onboard};
use account_link_tests::partner::{DEMO, STRICT};
use account_link_tests::random::fresh;
use account_link_tests::transcript::files;
use account_link_tests::{feed, pause, run, sign, stack};
use serde_json::json;

/// Names and values to look for.
pub type Canaries = Vec<(String, String)>;

struct Flown {
    secrets: Canaries,
    personal: Canaries,
    urls: Vec<String>,
}

async fn fly(browser: Browser) -> Flown {
    let tag = fresh("canary").replace('-', "");
    let (user, state, label) = (format!("ref{tag}"), format!("state{tag}"), format!("label{tag}"));
    let person =
        Person { email: format!("mail{tag}@canary-host.example"), password: format!("password{tag}") };
    let link = DEMO.link(&user).with("state", &state).with("user_label", &label).sign();
    let opening = follow(&link).await;
    let mut sessions = vec![("opening code".to_owned(), opening.code.clone())];
    let mut session = browser.enter(&opening).await;
    sessions.push(("session".into(), session.secret()));
    session.perform("continue", json!({})).await.shows("login");
    let wrong = json!({ "email": person.email, "password": format!("wrong{}", person.password) });
    session.perform("login", wrong).await.refused(401, "credentials_wrong");
    session.perform("goto", json!({ "to": "landing" })).await.shows("landing");
    let code = onboard(&mut session, &person).await;
    sessions.push(("session".into(), session.secret()));
    session.perform("confirm", json!({ "code": "999999" })).await;
    session.perform("confirm", json!({ "code": code })).await.shows("ended/linked");
    sessions.push(("session".into(), session.secret()));
    let back = session.view["step"]["outcome"]["return_url"].as_str().expect("a way back").to_owned();
    // Failures are where values slip into logs.
    Request::new("GET", &format!("/connect/v1/flows/{}?email={}", session.flow, person.email)).send().await;
    Request::new("GET", &format!("/{}/{}", person.email, person.password)).send().await;
    session
        .request("login", &json!({ "email": person.email, "nonsense": person.password }), &fresh("x"))
        .send()
        .await;
    DEMO.request("GET", &format!("/api/v1/links/{user}")).header("access-sign", "x").send().await;
    DEMO.status(&user).await;
    feed::callbacks().wait(1, feed::about(&user)).await;
    DEMO.unlink(&user).await.expect(204);
    feed::callbacks().wait(2, feed::about(&user)).await;
    sessions.push(("password".into(), person.password.clone()));
    sessions.push(("signature".into(), link.rsplit('=').next().expect("a signature").to_owned()));
    Flown {
        secrets: sessions,
        personal: vec![
            ("e-mail".into(), person.email),
            ("user_ext_ref".into(), user),
            ("state".into(), state),
            ("user_label".into(), label),
        ],
        urls: vec![opening.location.split('#').next().unwrap_or_default().to_owned(), back],
    }
}

fn deployment() -> Canaries {
    let partners = [DEMO, STRICT].map(|partner| ("partner secret".to_owned(), partner.secret.to_owned()));
    let secret =
        ["NAME_KEY", "REGISTRY_KEY", "PASSWORD_PEPPER", "MAIL_TOKEN", "SECOND_FACTOR_KEYS", "CAAS_SECRETS"];
    let vars = stack::vars().into_iter().filter(|(name, _)| secret.contains(&name.as_str()));
    // A ring's key without its id.
    let vars = vars.map(|(name, value)| (name, value.rsplit(':').next().unwrap_or_default().to_owned()));
    let all: Canaries = partners.into_iter().chain(vars).collect();
    assert_eq!(all.len(), 8, "the settings name every secret");
    all
}

/// Nothing of it is there, as it is or percent-encoded.
pub fn search(place: &str, text: &[u8], canaries: &Canaries) {
    let text = String::from_utf8_lossy(text).to_ascii_lowercase();
    for (what, value) in canaries {
        for form in [value.clone(), sign::encode(value)] {
            assert!(form.len() >= 8, "{what} is too short to be looked for");
            assert!(!text.contains(&form.to_ascii_lowercase()), "{what} stands in {place}");
        }
    }
}

#[test]
fn nothing_secret_or_personal_is_in_logs_urls_or_kv() {
    run(async {
        let flights = [fly(Browser::new()).await, fly(Browser::without_cookies()).await];
        pause(500).await;
        let mut canaries = deployment();
        for flown in &flights {
            canaries.extend(flown.secrets.iter().cloned());
            canaries.extend(flown.personal.iter().cloned());
        }
        // Six digits turn up anywhere: look for the codes in the log's fields only.
        let log: String =
            stack::log().lines().filter(|line| line.starts_with('{')).collect::<Vec<_>>().join("\n");
        assert!(log.contains("/connect/v1/flows/{flow}/confirm"), "the log is the one of this product");
        search("a log line", log.as_bytes(), &canaries);

        let kv = files(&stack::state_dir().join("v3/kv"));
        let values = kv.iter().filter(|path| path.extension().is_none()).count();
        assert!(values > 0 && values < kv.len(), "values and the index of the keys: {kv:#?}");
        for file in &kv {
            let bytes = std::fs::read(file).unwrap_or_default();
            search(&format!("KV, {}", file.display()), &bytes, &canaries);
        }
        println!("{} canaries, {} bytes of log, {} files of KV", canaries.len(), log.len(), kv.len());

        let secret = deployment();
        for flown in &flights {
            for url in &flown.urls {
                search("a URL", url.as_bytes(), &secret);
                search("a URL", url.as_bytes(), &flown.secrets);
                search("a URL", url.as_bytes(), &flown.personal[..1].to_vec());
            }
            search("the URL of the page", flown.urls[0].as_bytes(), &flown.personal);
        }
    });
}
