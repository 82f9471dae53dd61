"""Signs requests as the demo partner does: ACCESS-* over what is sent, and links with their own signature."""

import base64
import hashlib
import hmac
import time
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import schemathesis
from requests.auth import AuthBase

KEY = "demo"
SECRET = b"demo-partner-secret"
LINK = "/api/v1/partner/link"


def mac(text: bytes) -> str:
    return base64.b64encode(hmac.new(SECRET, text, hashlib.sha256).digest()).decode()


def body_of(request) -> bytes:
    body = request.body or b""
    return body.encode() if isinstance(body, str) else body


def as_browsers_write(url: str) -> str:
    """The platform reads URLs as browsers do, and sees an apostrophe in a query as %27: so it is signed as that."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(query=parts.query.replace("'", "%27"), fragment=""))


def signed_link(url: str) -> str:
    """A link that has a signature gets the right one, in the last place; any other stays as it is."""
    parts = urlsplit(url)
    pairs = [pair.split("=", 1) for pair in parts.query.split("&")]
    kept = ["=".join([name, *value]) for name, *value in pairs if name != "signature"]
    if len(kept) == len(pairs):
        return url
    text = urlunsplit(parts._replace(query="&".join(written(pair) for pair in kept)))
    return f"{text}&signature={quote(mac(text.encode()), safe='')}"


def written(pair: str) -> str:
    """Values are percent-encoded once, strictly."""
    name, *value = pair.split("=", 1)
    return "=".join([name, *(quote(unquote(part.replace("+", "%20")), safe="-._~") for part in value)])


class Signed(AuthBase):
    def __call__(self, request):
        request.url = as_browsers_write(request.url)
        if urlsplit(request.url).path == LINK:
            request.url = signed_link(request.url)
            return request
        now = str(int(time.time()))
        nonce = request.headers.get("ACCESS-NONCE") or ""
        text = f"{now}{request.method}{nonce}{request.path_url}".encode() + body_of(request)
        request.headers.update({"ACCESS-KEY": KEY, "ACCESS-TIMESTAMP": now, "ACCESS-SIGN": mac(text)})
        return request


schemathesis.auth.set_from_requests(Signed())
