//! RSA with SHA-256 (PKCS#1 v1.5) by the platform's WebCrypto: constant-time, which no crate of ours could promise
//! (docs/SECURITY.md). A key is imported once an isolate; its bytes never come back out.

use account_link_shared::secret::Key;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use js_sys::{Array, Object, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto, WorkerGlobalScope};

const ALGORITHM: &str = "RSASSA-PKCS1-v1_5";

thread_local! {
    /// By use, id and the key's own text: a key that was replaced under the same id is another one.
    static IMPORTED: RefCell<Vec<(Use, Key, CryptoKey)>> = const { RefCell::new(Vec::new()) };
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    /// A private key, PKCS#8.
    Sign,
    /// A public key, SPKI.
    Verify,
}

/// Signs a text; base64. `None` where the key is none.
pub async fn sign(key: &Key, text: &str) -> Option<String> {
    let imported = import(Use::Sign, key).await?;
    let data = Uint8Array::from(text.as_bytes());
    let signature = subtle()?.sign_with_str_and_js_u8_array(ALGORITHM, &imported, &data).ok()?;
    let signature = JsFuture::from(signature).await.ok()?;
    Some(STANDARD.encode(Uint8Array::new(&signature).to_vec()))
}

/// Whether a signature, base64, is over that text.
pub async fn verifies(key: &Key, text: &str, signature: &str) -> bool {
    verified(key, text, signature).await.unwrap_or(false)
}

async fn verified(key: &Key, text: &str, signature: &str) -> Option<bool> {
    let signature = Uint8Array::from(STANDARD.decode(signature).ok()?.as_slice());
    let imported = import(Use::Verify, key).await?;
    let data = Uint8Array::from(text.as_bytes());
    let answer =
        subtle()?.verify_with_str_and_js_u8_array_and_js_u8_array(ALGORITHM, &imported, &signature, &data);
    JsFuture::from(answer.ok()?).await.ok()?.as_bool()
}

async fn import(purpose: Use, key: &Key) -> Option<CryptoKey> {
    let same = |(known_use, known, _): &&(Use, Key, CryptoKey)| {
        *known_use == purpose && known.id == key.id && known.secret.expose() == key.secret.expose()
    };
    let known = IMPORTED.with_borrow(|all| all.iter().find(same).map(|(_, _, imported)| imported.clone()));
    if known.is_some() {
        return known;
    }
    let (format, may) = match purpose {
        Use::Sign => ("pkcs8", "sign"),
        Use::Verify => ("spki", "verify"),
    };
    let der = Uint8Array::from(STANDARD.decode(key.secret.expose()).ok()?.as_slice());
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &ALGORITHM.into()).ok()?;
    Reflect::set(&algorithm, &"hash".into(), &"SHA-256".into()).ok()?;
    let may = Array::of1(&JsValue::from_str(may));
    let imported = subtle()?.import_key_with_object(format, &der, &algorithm, false, &may).ok()?;
    let imported: CryptoKey = JsFuture::from(imported).await.ok()?.unchecked_into();
    IMPORTED.with_borrow_mut(|all| all.push((purpose, key.clone(), imported.clone())));
    Some(imported)
}

fn subtle() -> Option<SubtleCrypto> {
    Some(js_sys::global().unchecked_into::<WorkerGlobalScope>().crypto().ok()?.subtle())
}
