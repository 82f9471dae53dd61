//! Our RSA signatures before other people's code: openssl, the JDK, and WebCrypto in workerd against the golden vectors.

use account_link_tests::partner::DEMO;
use account_link_tests::random::fresh;
use account_link_tests::rsa::Pair;
use account_link_tests::worldfirst::{link, open, sent};
use account_link_tests::{run, stack};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::io::{ErrorKind, Write as _};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// The signed text and the signature of a way to the portal, with the key that made it.
async fn signed() -> (String, Vec<u8>, Pair) {
    let asked = link(DEMO, &fresh("u")).with("store_name", "环球 Shop (EU)!").with("currency", "USD,EUR");
    let mut session = open(&asked).await;
    session.perform("continue", json!({})).await.shows("portal");
    let url = sent(&mut session).await;
    let query = url.split_once('?').expect("a query").1.to_owned();
    let (text, signature) = query.rsplit_once("&signature=").expect("a signature");
    let signature = signature.replace("%2B", "+").replace("%2F", "/").replace("%3D", "=");
    let (_, pair) = Pair::workers().remove(0);
    (text.to_owned(), STANDARD.decode(signature).expect("base64"), pair)
}

/// A program's output to this input; nothing if it is not installed.
fn output(command: &mut Command, input: &[u8]) -> Option<Output> {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = match piped.spawn() {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("not tried, since it is not installed: {command:?}");
            return None;
        }
        other => other.expect("it starts"),
    };
    // Whoever does not read all of it says so by its status.
    let _ = child.stdin.take().expect("a pipe").write_all(input);
    Some(child.wait_with_output().expect("it ends"))
}

/// A folder of this test's own, gone with the value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(fresh("account-link"));
        std::fs::create_dir(&folder).expect("a folder");
        Self(folder)
    }

    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let file = self.0.join(name);
        std::fs::write(&file, content).expect("a file");
        file
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn openssl_verifies_a_way_to_the_portal() {
    run(async {
        let (text, signature, pair) = signed().await;
        let key = STANDARD.decode(&pair.private).expect("base64");
        let mut public = Command::new("openssl");
        public.args(["pkey", "-inform", "DER", "-pubout"]);
        let Some(public) = output(&mut public, &key) else { return };
        assert!(public.status.success(), "{public:?}");
        let folder = Folder::new();
        let public = folder.file("public.pem", &public.stdout);
        let verify = |text: &str, signature: &[u8]| {
            let signature = folder.file("signature", signature);
            let mut openssl = Command::new("openssl");
            openssl.args(["dgst", "-sha256", "-verify"]).arg(&public).arg("-signature").arg(signature);
            let said = output(&mut openssl, text.as_bytes()).expect("it was there");
            (said.status.success(), String::from_utf8_lossy(&said.stdout).trim().to_owned())
        };
        assert_eq!(verify(&text, &signature), (true, "Verified OK".into()));
        assert!(!verify(&format!("{text} "), &signature).0, "another text");
        let mut other = signature.clone();
        other[100] ^= 1;
        assert!(!verify(&text, &other).0, "another signature");
    });
}

/// Reads a PKCS#8 key, a text and a signature, each in base64, and says what the JDK thinks of them.
const JAVA: &str = r#"
import java.io.*;
import java.security.*;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.*;
import java.util.Base64;

public class Verify {
    static byte[] next(BufferedReader in) throws IOException {
        return Base64.getDecoder().decode(in.readLine());
    }

    public static void main(String[] args) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        KeyFactory factory = KeyFactory.getInstance("RSA");
        RSAPrivateCrtKey key = (RSAPrivateCrtKey) factory.generatePrivate(new PKCS8EncodedKeySpec(next(in)));
        PublicKey open = factory.generatePublic(new RSAPublicKeySpec(key.getModulus(), key.getPublicExponent()));
        byte[] text = next(in), signature = next(in);
        Signature verifier = Signature.getInstance("SHA256withRSA");
        verifier.initVerify(open);
        verifier.update(text);
        boolean good = verifier.verify(signature);
        verifier.initVerify(open);
        verifier.update(text);
        verifier.update((byte) ' ');
        boolean bad = verifier.verify(signature);
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(key);
        signer.update(text);
        boolean same = MessageDigest.isEqual(signer.sign(), signature);
        System.out.println("good " + good + ", changed " + bad + ", the same " + same);
    }
}
"#;

#[test]
fn the_jdk_verifies_a_way_to_the_portal() {
    run(async {
        let (text, signature, pair) = signed().await;
        let folder = Folder::new();
        let source = folder.file("Verify.java", JAVA.as_bytes());
        let input =
            format!("{}\n{}\n{}\n", pair.private, STANDARD.encode(&text), STANDARD.encode(&signature));
        let Some(said) = output(Command::new("java").arg(&source), input.as_bytes()) else { return };
        if String::from_utf8_lossy(&said.stderr).contains("jdk.compiler") {
            println!("not tried: this java has no compiler");
            return;
        }
        let said = String::from_utf8_lossy(&said.stdout).trim().to_owned();
        assert_eq!(said, "good true, changed false, the same true");
    });
}

fn vectors() -> Value {
    let file = stack::root().join("shared/tests/vectors/worldfirst.json");
    serde_json::from_str(&std::fs::read_to_string(file).expect("the vectors")).expect("JSON")
}

/// The vectors that are signed with RSA: name, text, signature.
fn rsa_cases(vectors: &Value) -> Vec<(String, String, String)> {
    let cases = vectors["cases"].as_array().expect("cases").iter().filter(|case| case["scheme"] != "md5-url");
    let text = |case: &Value, name: &str| {
        case[name].as_str().unwrap_or_else(|| panic!("{name} of {case}")).to_owned()
    };
    cases.map(|case| (text(case, "name"), text(case, "signed_text"), text(case, "signature"))).collect()
}

#[test]
fn ring_makes_the_bytes_of_the_vectors() {
    let vectors = vectors();
    let pair = Pair::new(vectors["private_key_pkcs8_der_base64"].as_str().expect("a key"));
    let cases = rsa_cases(&vectors);
    assert!(cases.len() >= 4, "{}", cases.len());
    for (name, text, signature) in cases {
        assert_eq!(pair.sign(&text), signature, "{name}");
        assert!(pair.made(&text, &signature) && !pair.made(&format!("{text} "), &signature), "{name}");
    }
}

/// A worker of a few lines: it imports the key and signs each text with WebCrypto.
const WORKER: &str = r#"
import { key, texts } from "input";
const bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const rsa = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
export default {
  async test() {
    const own = await crypto.subtle.importKey("pkcs8", bytes(key), rsa, false, ["sign"]);
    const sign = async (text) => {
      const made = new Uint8Array(await crypto.subtle.sign(rsa.name, own, new TextEncoder().encode(text)));
      return btoa(String.fromCharCode(...made));
    };
    console.log(JSON.stringify({ agent: navigator.userAgent, signatures: await Promise.all(texts.map(sign)) }));
  },
};
"#;

/// How workerd is told of it.
const CONFIG: &str = r#"
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (services = [(name = "main", worker = (
  modules = [(name = "main", esModule = embed "main.js"), (name = "input", esModule = embed "input.js")],
  compatibilityDate = "2026-01-01",
))]);
"#;

#[test]
fn webcrypto_in_workerd_makes_the_bytes_of_the_vectors() {
    let vectors = vectors();
    let cases = rsa_cases(&vectors);
    let texts: Vec<&String> = cases.iter().map(|(_, text, _)| text).collect();
    let folder = Folder::new();
    let (key, texts) = (&vectors["private_key_pkcs8_der_base64"], json!(texts));
    folder.file("input.js", format!("export const key = {key};\nexport const texts = {texts};\n").as_bytes());
    folder.file("main.js", WORKER.as_bytes());
    let config = folder.file("config.capnp", CONFIG.as_bytes());
    let mut workerd = Command::new(stack::root().join("node_modules/.bin/workerd"));
    let said = output(workerd.arg("test").arg(config), b"").expect("workerd is there");
    let text = String::from_utf8_lossy(&said.stdout);
    let line = text.lines().find(|line| line.starts_with('{')).unwrap_or_else(|| panic!("{said:?}"));
    let answer: Value = serde_json::from_str(line).expect("JSON");
    assert_eq!(answer["agent"], "Cloudflare-Workers");
    let signatures = answer["signatures"].as_array().expect("a list");
    assert_eq!(signatures.len(), cases.len());
    for ((name, _, expected), made) in cases.iter().zip(signatures) {
        assert_eq!(made, expected.as_str(), "{name}");
    }
}
