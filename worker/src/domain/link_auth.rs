//! Who comes in: a signed link of a browser, a signed request of a partner's server.

use account_link_shared::access_auth::ApiText;
use account_link_shared::error_code::Code;
use account_link_shared::id::{Nonce, PartnerKey};
use account_link_shared::partner::Partner;
use account_link_shared::providers::{Provider, ProviderRequest};
use account_link_shared::request::{LinkRequest, ProviderSelection};
use account_link_shared::secret::KeyRing;
use account_link_shared::signature::{Mac, MacForm, SignatureMismatch, Unverified};
use account_link_shared::signed_link::{SignedLink, with_raw_apostrophes};
use account_link_shared::time::Seconds;
use account_link_shared::url::{SafeUrl, Strictness};

/// How far a partner's clock may be from ours, in seconds (001, "API 认证").
pub const SKEW: i64 = 30;

/// A refusal with its closed code and what a developer needs to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// For programs.
    pub code: Code,
    /// Instead of the code's own sentence.
    pub detail: Option<String>,
    /// Where a correct but late link goes back to.
    pub back: Option<Box<SafeUrl>>,
}

impl From<Code> for Refused {
    fn from(code: Code) -> Self {
        Self { code, detail: None, back: None }
    }
}

fn refused(code: Code, detail: impl ToString) -> Refused {
    Refused { code, detail: Some(detail.to_string()), back: None }
}

/// A link that may open a flow.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// What is asked for.
    pub request: LinkRequest,
    /// Where the flow ends: registered, and written by our own parser.
    pub return_to: SafeUrl,
}

/// Reads a link as received. The caller then finds the partner of `peek().get("partner_key")`.
pub fn read_link(raw: &str) -> Result<Unverified<SignedLink>, Refused> {
    SignedLink::parse(raw).map_err(|error| refused(error.code(), error))
}

/// Decides on a link: signature, host, parameters, freshness, registry. `partner` is `None` where the key is
/// unknown, which answers exactly as a wrong signature does.
pub fn admit(
    link: Unverified<SignedLink>,
    partner: Option<&Partner>,
    origins: &[String],
    strictness: Strictness,
    serves: impl Fn(Provider) -> bool,
    now: Seconds,
) -> Result<Admitted, Refused> {
    let also = with_raw_apostrophes(link.signed_text());
    let unmatched = Refused::from(Code::LinkSignatureInvalid);
    let partner = partner.ok_or(unmatched.clone())?;
    let secrets = partner.secrets.iter().map(|key| &key.secret);
    let link = link.verify(secrets, also.as_deref()).map_err(|SignatureMismatch| unmatched)?;
    if !origins.contains(&link.origin) {
        return Err(Code::ForeignHost.into());
    }
    let request = LinkRequest::read(&link).map_err(|error| refused(error.code(), error))?;
    let return_to = SafeUrl::parse(&request.redirect_url, strictness)
        .map_err(|error| refused(Code::RedirectNotAllowed, format!("`redirect_url` {error}.")))?;
    if !partner.redirects.allows(&return_to) {
        return Err(Code::RedirectNotAllowed.into());
    }
    fresh(request.timestamp, partner, now).map_err(|code| {
        let late = code == Code::LinkExpired;
        Refused { back: late.then(|| Box::new(back(&request, &return_to))), ..code.into() }
    })?;
    let selection = offered(request.selection, partner, serves)?;
    let request = LinkRequest { selection, ..request };
    if partner.require_user_label && request.user_label.is_none() {
        return Err(refused(
            Code::MissingParameter,
            "`user_label` is missing: this partner's links must have one.",
        ));
    }
    Ok(Admitted { request, return_to })
}

/// What of a link's wishes this partner and this deployment offer. A choice of one is none.
fn offered(
    selection: ProviderSelection,
    partner: &Partner,
    serves: impl Fn(Provider) -> bool,
) -> Result<ProviderSelection, Refused> {
    let offers = |provider| partner.providers.contains(&provider) && serves(provider);
    match selection {
        ProviderSelection::Fixed(asked) if !offers(asked.provider()) => Err(Code::ProviderNotOffered.into()),
        ProviderSelection::Fixed(ref asked) if !returns(asked, partner) => Err(refused(
            Code::InvalidParameter,
            "`return_to` is app, but this partner registered no app_return.",
        )),
        ProviderSelection::Fixed(asked) => Ok(ProviderSelection::Fixed(asked)),
        ProviderSelection::Choice(choice) => {
            let kept: Vec<ProviderRequest> =
                choice.into_iter().filter(|a| offers(a.provider()) && returns(a, partner)).collect();
            ProviderSelection::of(kept).ok_or(refused(
                Code::ProviderNotOffered,
                "No provider is left: none is offered whose parameters are complete and valid.",
            ))
        }
    }
}

/// Whether the partner has registered what the link leads back to.
fn returns(request: &ProviderRequest, partner: &Partner) -> bool {
    !request.returns_to_app() || partner.app_return.is_some()
}

/// Where a correct link that is refused for its age leads back to.
fn back(request: &LinkRequest, return_to: &SafeUrl) -> SafeUrl {
    let mut parameters = vec![("result", "expired"), ("user_ext_ref", request.user_ext_ref.as_str())];
    parameters.extend(request.state.as_deref().map(|state| ("state", state)));
    return_to.with(&parameters)
}

/// `−30 ≤ now − timestamp ≤ link_ttl`, checked whenever there is a timestamp.
fn fresh(timestamp: Option<Seconds>, partner: &Partner, now: Seconds) -> Result<(), Code> {
    let Some(timestamp) = timestamp else {
        return if partner.require_timestamp { Err(Code::TimestampMissing) } else { Ok(()) };
    };
    let age = now.get().saturating_sub(timestamp.get());
    match age {
        _ if age < SKEW.saturating_neg() => Err(Code::LinkFromFuture),
        _ if age > partner.link_ttl => Err(Code::LinkExpired),
        _ => Ok(()),
    }
}

/// The headers and the text of a partner's request, as received.
#[derive(Debug, Clone, Copy)]
pub struct ApiRequest<'a> {
    /// `ACCESS-KEY`.
    pub key: Option<&'a str>,
    /// `ACCESS-TIMESTAMP`.
    pub timestamp: Option<&'a str>,
    /// `ACCESS-SIGN`.
    pub sign: Option<&'a str>,
    /// `ACCESS-NONCE`.
    pub nonce: Option<&'a str>,
    /// Upper case.
    pub method: &'a str,
    /// Path, and `?` and the query where there is one.
    pub path: &'a str,
    /// As received; empty if there is none.
    pub body: &'a str,
}

/// A request whose signature holds. A nonce must still be new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authenticated {
    /// Who.
    pub partner: PartnerKey,
    /// To be remembered for an hour.
    pub nonce: Option<Nonce>,
}

/// Decides on a request of a partner's server (001, "API 认证").
pub fn authenticate(
    request: ApiRequest<'_>,
    partner: Option<&Partner>,
    now: Seconds,
) -> Result<Authenticated, Refused> {
    let known = partner.map(|partner| (partner.key.clone(), &partner.secrets));
    let (partner, nonce) = signed(request, known, now)?;
    Ok(Authenticated { partner, nonce })
}

/// Whether a request is signed with one of the secrets of who it says it is from. Unknown key and wrong signature are
/// one 401, which shows our time and the text we signed.
pub fn signed<T>(
    request: ApiRequest<'_>,
    known: Option<(T, &KeyRing)>,
    now: Seconds,
) -> Result<(T, Option<Nonce>), Refused> {
    let timestamp = request.timestamp.and_then(Seconds::parse);
    let Some(timestamp) = timestamp.filter(|t| now.get().abs_diff(t.get()) <= SKEW.unsigned_abs()) else {
        let text = format!(
            "ACCESS-TIMESTAMP must be whole seconds within {SKEW} s of our clock, which says {}.",
            now.get()
        );
        return Err(refused(Code::TimestampOutOfWindow, text));
    };
    let nonce = match request.nonce.map(Nonce::parse) {
        None => None,
        Some(Ok(nonce)) if nonce.as_str().len() >= Nonce::MIN => Some(nonce),
        Some(_) => {
            return Err(refused(
                Code::InvalidRequest,
                "ACCESS-NONCE has 8 to 64 characters of A-Z a-z 0-9 . _ -",
            ));
        }
    };
    let text = ApiText::new(timestamp, request.method, nonce.as_ref(), request.path, request.body);
    let unmatched = || {
        let shown: String = text.as_str().chars().take(2000).collect();
        refused(
            Code::Unauthenticated,
            format!("{} Our clock says {}. We signed: {shown}", Code::Unauthenticated.sentence(), now.get()),
        )
    };
    let mac = request.sign.and_then(|sign| Mac::parse(sign, MacForm::Base64OrHex)).ok_or_else(unmatched)?;
    let (who, secrets) = known.ok_or_else(unmatched)?;
    let signed = Unverified::new(who, text.as_str().to_owned(), mac);
    let who = signed
        .verify(secrets.iter().map(|key| &key.secret), None)
        .map_err(|SignatureMismatch| unmatched())?;
    Ok((who, nonce))
}
