//! The signed link of a partner (000, "开始link"), byte by byte: docs/PROTOCOL.md says what is signed.

use crate::error_code::Code;
use crate::percent::{percent_decode, percent_encode};
use crate::signature::{Mac, MacForm, Unverified};

/// A link URL as received: what was signed, the signature, and the parameters, decoded, in their order.
#[derive(Debug, Clone)]
pub struct SignedLink {
    /// `scheme://host[:port]` as received.
    pub origin: String,
    /// Decoded names and values without `signature`.
    pub parameters: Vec<(String, String)>,
}

/// Why a text is not a signed link.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignedLinkError {
    /// Over [`SignedLink::MAX`] bytes.
    #[error("the link is longer than {} bytes", SignedLink::MAX)]
    TooLong,
    /// No `?`, or no origin.
    #[error("the link has no query")]
    NoQuery,
    /// A `%` that starts no two hex digits, or bytes that are no UTF-8.
    #[error("`{0}` is not percent-encoded UTF-8")]
    Encoding(String),
    /// The same name twice.
    #[error("`{0}` is given more than once")]
    Duplicate(String),
    /// The misspelling of 000.
    #[error("the parameter is called `signature`, not `siganture`")]
    Siganture,
    /// There is no signature.
    #[error("`signature` is missing")]
    NoSignature,
    /// Something follows the signature.
    #[error("`signature` must be the last parameter")]
    NotLast,
    /// The signature is not 32 bytes of base64, percent-encoded once with upper-case hex.
    #[error("`signature` is not the percent-encoded base64 of an HMAC-SHA256")]
    SignatureForm,
}

impl SignedLinkError {
    /// The code of the error body.
    pub fn code(&self) -> Code {
        match self {
            Self::TooLong => Code::LinkTooLong,
            Self::NoQuery | Self::NoSignature => Code::MissingParameter,
            Self::Encoding(_) => Code::InvalidParameter,
            Self::Duplicate(_) => Code::DuplicateParameter,
            Self::Siganture => Code::MisspelledSignature,
            Self::NotLast => Code::SignatureNotLast,
            Self::SignatureForm => Code::LinkSignatureInvalid,
        }
    }
}

impl SignedLink {
    /// The longest link we read, in bytes.
    pub const MAX: usize = 8192;

    /// Reads a link exactly as it was received. Nothing in it is trusted before [`Unverified::verify`].
    pub fn parse(raw: &str) -> Result<Unverified<Self>, SignedLinkError> {
        if raw.len() > Self::MAX {
            return Err(SignedLinkError::TooLong);
        }
        let (base, query) = raw.split_once('?').ok_or(SignedLinkError::NoQuery)?;
        let mut parameters: Vec<(String, String)> = Vec::new();
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let shown = || name.chars().take(40).collect::<String>();
            let decoded_name = percent_decode(name).ok_or_else(|| SignedLinkError::Encoding(shown()))?;
            let decoded = percent_decode(value).ok_or_else(|| SignedLinkError::Encoding(shown()))?;
            if decoded_name == "siganture" {
                return Err(SignedLinkError::Siganture);
            }
            if parameters.iter().any(|(earlier, _)| *earlier == decoded_name) {
                return Err(SignedLinkError::Duplicate(shown()));
            }
            parameters.push((decoded_name, decoded));
        }
        let (signed_text, encoded) = raw.split_once("&signature=").ok_or_else(|| {
            let given = parameters.iter().any(|(name, _)| name == "signature");
            if given { SignedLinkError::NotLast } else { SignedLinkError::NoSignature }
        })?;
        let signature = match parameters.pop() {
            Some((name, value)) if name == "signature" => value,
            _ => return Err(SignedLinkError::NotLast),
        };
        // One signature has one spelling: a changed byte is a changed link.
        let mac = Some(&signature)
            .filter(|signature| percent_encode(signature) == encoded)
            .and_then(|signature| Mac::parse(signature, MacForm::Base64))
            .ok_or(SignedLinkError::SignatureForm)?;
        let origin = origin_of(base).ok_or(SignedLinkError::NoQuery)?;
        Ok(Unverified::new(Self { origin, parameters }, signed_text.to_owned(), mac))
    }

    /// Looks up a parameter.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.parameters.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }
}

fn origin_of(base: &str) -> Option<String> {
    let (scheme, rest) = base.split_once("://")?;
    let host = rest.split('/').next().filter(|host| !host.is_empty())?;
    Some(format!("{scheme}://{host}"))
}

/// A link with an apostrophe left raw arrives as `%27`, though its partner signed `'` (docs/SECURITY.md, "Traps of the platform"):
/// the text that may also have been signed.
pub fn with_raw_apostrophes(signed_text: &str) -> Option<String> {
    signed_text.contains("%27").then(|| signed_text.replace("%27", "'"))
}

/// Writes a link: each value percent-encoded once, the signature last.
pub fn write_link(base: &str, parameters: &[(&str, &str)], signer: &crate::signature::HmacSha256) -> String {
    let query: Vec<String> =
        parameters.iter().map(|(name, value)| format!("{name}={}", percent_encode(value))).collect();
    let text = format!("{base}?{}", query.join("&"));
    let signature = percent_encode(&signer.sign(&text));
    format!("{text}&signature={signature}")
}

#[cfg(test)]
mod tests;
