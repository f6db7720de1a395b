"""An OpenID provider for tests: discovery, authorisation, tokens with PKCE, keys that turn, log-out; and its lies."""

import base64
import hashlib
import json
import secrets
import time
from typing import Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

CLIENT, SECRET = "portal", "client-secret-of-the-portal-0123456789"


class Provider:
    """Knows one person, `sub`; whatever is put into `lies` replaces claims of its tokens (None: taken out)."""

    def __init__(self) -> None:
        self.issuer = ""
        self.sub = "outer-7f3a"
        self.lies: dict[str, Any] = {}
        self.signing = "RS256"
        self.ends_sessions = True
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.turn_key()

    def turn_key(self) -> None:
        """Sign with another key from now on; the old one is no longer published."""
        self.key = RSAKey.generate_key(2048, {"kid": secrets.token_hex(4), "use": "sig"})

    def answer(self, path: str, said: dict[str, str]) -> tuple[int, str, bytes]:
        """Answer one request."""
        self.asked.append(path)
        if path == "/authorize":
            return 302, self.authorize(said), b""
        if path == "/token":
            return self._token(said)
        if path == "/jwks":
            return _json({"keys": [self.key.as_dict(private=False)]})
        if path == "/.well-known/openid-configuration":
            return _json(self._metadata())
        return 404, "text/plain", b""

    def authorize(self, said: dict[str, str]) -> str:
        """Let the person in at once; returns the address with the code."""
        assert said["response_type"] == "code"
        assert said["client_id"] == CLIENT
        assert said["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = said
        return f"{said['redirect_uri']}?{urlencode({'code': code, 'state': said['state']})}"

    def _metadata(self) -> dict[str, Any]:
        found = {
            "issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token", "jwks_uri": f"{self.issuer}/jwks",
            "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
        }  # fmt: skip
        return found | ({"end_session_endpoint": f"{self.issuer}/end"} if self.ends_sessions else {})

    def _token(self, said: dict[str, str]) -> tuple[int, str, bytes]:
        kept = self.codes.pop(said.get("code", ""), None)
        digest = hashlib.sha256(said.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if kept is None or kept["code_challenge"] != challenge or kept["redirect_uri"] != said["redirect_uri"]:
            return 400, "application/json", b'{"error": "invalid_grant"}'
        now = int(time.time())
        claims = {
            "iss": self.issuer, "sub": self.sub, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": kept["nonce"],
        } | self.lies  # fmt: skip
        claims = {name: value for name, value in claims.items() if value is not None}
        token = {"access_token": "opaque", "token_type": "Bearer", "id_token": self._signed(claims)}
        return _json(token)

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.signing == "none":
            return f"{_part({'alg': 'none'})}.{_part(claims)}."
        if self.signing == "HS256-secret":
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET), algorithms=["HS256"])
        if self.signing == "HS256-public":  # the public key, which everybody knows, taken for a shared secret
            import hmac

            head = f"{_part({'alg': 'HS256', 'kid': self.key.kid})}.{_part(claims)}"
            mac = hmac.new(self.key.as_pem(private=False), head.encode(), hashlib.sha256).digest()
            return f"{head}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"
        key = RSAKey.generate_key(2048, {"kid": self.key.kid}) if self.signing == "foreign" else self.key
        return jwt.encode({"alg": "RS256", "kid": self.key.kid}, claims, key)


def _json(what: Any) -> tuple[int, str, bytes]:
    return 200, "application/json", json.dumps(what).encode()


def _part(what: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(what).encode()).rstrip(b"=").decode()
