//! A redirect to WorldFirst's portal or a call of its API: the fields as given become the text that production signs.
//! RSA is the platform's there; here `ring` signs, which must give the same bytes.

use super::{same, text};
use account_link_shared::providers::worldfirst::canonical::{ApiText, Binding, INQUIRY, PortalQuery, Space};
use account_link_shared::providers::worldfirst::models::{
    ClientId, Currencies, Inquiry, PartnerId, RedirectUrl, ReferenceCustomerId, RequestId, Store, StoreName,
    StoreUrl,
};
use account_link_shared::secret::Secret;
use anyhow::{Context as _, Result, anyhow, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
use serde_json::Value;

pub fn check(case: &Value, private_key: Option<&str>) -> Result<()> {
    let sign = |text: &str| sign(private_key.context("the file has no private key")?, text);
    let signature = text(case, "signature")?;
    match text(case, "scheme")? {
        "rsa-url" => {
            let client = ClientId::parse(field(case, "clientId")?).map_err(rule("clientId"))?;
            let query = PortalQuery::scheme_1(&client, &binding(case)?, Space::Percent);
            same("signed_text", query.as_str(), text(case, "signed_text")?)?;
            same("signature", &sign(query.as_str())?, signature)?;
            same("url", &query.url(portal(case)?, signature), text(case, "url")?)
        }
        "md5-url" => {
            let partner = PartnerId::parse(field(case, "partnerId")?).map_err(rule("partnerId"))?;
            same("extBizPartnerId", field(case, "extBizPartnerId")?, partner.as_str())?;
            let query = PortalQuery::scheme_2(&partner, &binding(case)?, Space::Percent);
            let key = Secret::new(text(case, "key")?);
            same("signed_text", &query.with_key(&key), text(case, "signed_text")?)?;
            same("signature", &query.md5(&key), signature)?;
            same("url", &query.url(portal(case)?, &query.md5(&key)), text(case, "url")?)
        }
        "api" => {
            let client = ClientId::parse(text(case, "client_id")?).map_err(rule("client_id"))?;
            let body: Value = serde_json::from_str(text(case, "body")?)?;
            let reference = reference(text(&body, "referenceCustomerId")?)?;
            let ours = Inquiry::new(&reference).body();
            same("body", &ours, text(case, "body")?)?;
            same("path", INQUIRY, text(case, "path")?)?;
            let made = ApiText::new(INQUIRY, &client, text(case, "request_time")?, &ours);
            same("signed_text", made.as_str(), text(case, "signed_text")?)?;
            same("signature", &sign(made.as_str())?, signature)
        }
        other => bail!("no check for the scheme `{other}`"),
    }
}

fn binding(case: &Value) -> Result<Binding> {
    let request_id = case["fields"]["requestId"].as_str();
    Ok(Binding {
        redirect_url: RedirectUrl::parse(field(case, "redirectUrl")?).map_err(rule("redirectUrl"))?,
        reference: reference(field(case, "referenceCustomerId")?)?,
        store: Store {
            url: StoreUrl::parse(field(case, "storeUrl")?).map_err(rule("storeUrl"))?,
            name: StoreName::parse(field(case, "storeName")?).map_err(rule("storeName"))?,
            currency: Currencies::parse(field(case, "currency")?).map_err(rule("currency"))?,
        },
        request_id: request_id.map(RequestId::parse).transpose().map_err(rule("requestId"))?,
    })
}

fn reference(text: &str) -> Result<ReferenceCustomerId> {
    ReferenceCustomerId::parse(text).map_err(rule("referenceCustomerId"))
}

/// The portal that the case is for: what stands before its query.
fn portal(case: &Value) -> Result<&str> {
    text(case, "url")?.split('?').next().context("`url` has no query")
}

fn field<'a>(case: &'a Value, name: &str) -> Result<&'a str> {
    text(&case["fields"], name)
}

fn rule(name: &'static str) -> impl Fn(&'static str) -> anyhow::Error {
    move |rule| anyhow!("`{name}` {rule}")
}

fn sign(private_key: &str, text: &str) -> Result<String> {
    let key = RsaKeyPair::from_pkcs8(&STANDARD.decode(private_key)?)
        .map_err(|error| anyhow!("the key: {error}"))?;
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
        .map_err(|_| anyhow!("ring did not sign"))?;
    Ok(STANDARD.encode(signature))
}
