"""A site of an organisation where people sign in by OpenID Connect, really running on this machine."""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from werkzeug.serving import make_server

CLIENT, SECRET = "dce", "a secret of the client, as it is"


@dataclass
class Issuer:
    """The site: ``claims`` are put over what it should say, and ``lies`` name what it does wrong."""

    url: str = ""
    subject: str = "anna@example.nl"
    claims: dict[str, Any] = field(default_factory=dict)
    lies: set[str] = field(default_factory=set)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)

    def app(self) -> Flask:
        """Its four pages."""
        app = Flask("issuer")
        app.get("/.well-known/openid-configuration")(self._configuration)
        app.get("/authorize")(self._authorize)
        app.post("/token")(self._token)
        app.get("/jwks")(lambda: jsonify({"keys": [self.key.as_dict(private=False)]}))
        return app

    def _configuration(self) -> dict[str, Any]:
        places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        issuer = "https://evil.example" if "configuration" in self.lies else self.url
        return {"issuer": issuer} | {name: f"{self.url}/{page}" for name, page in places.items()}

    def _authorize(self) -> Any:
        asked = request.args.to_dict()
        assert (asked["response_type"], asked["client_id"], asked["scope"]) == ("code", CLIENT, "openid")
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["state"]) >= 32
        assert len(asked["nonce"]) >= 32
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        more = {"iss": "https://evil.example"} if "iss" in self.lies else {}
        back = {"error": "access_denied"} if "denies" in self.lies else {"code": code}
        return redirect(f"{asked['redirect_uri']}?{urlencode(back | more | {'state': asked['state']})}")

    def _token(self) -> Any:
        asked = self.codes.pop(request.form["code"], None)  # good once
        digest = hashlib.sha256(request.form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        given = request.authorization
        wrong = [
            *(["code"] if asked is None else []),
            *(["verifier"] if asked and asked["code_challenge"] != challenge else []),
            *(["address"] if asked and asked["redirect_uri"] != request.form["redirect_uri"] else []),
            *(["client"] if given is None or (given.username, given.password) != (CLIENT, SECRET) else []),
        ]
        self.refused += wrong
        if asked is None or wrong:
            return jsonify({"error": "invalid_grant"}), 400
        return jsonify({"access_token": "unused", "token_type": "Bearer", "id_token": self._id_token(asked["nonce"])})

    def _id_token(self, nonce: str) -> str:
        now = int(time.time())
        right = {"iss": self.url, "aud": CLIENT, "sub": self.subject, "nonce": nonce, "iat": now, "exp": now + 300}
        claims = {name: value for name, value in (right | self.claims).items() if value is not None}
        if "alg none" in self.lies:
            return f"{_part({'alg': 'none'})}.{_part(claims)}."
        if "shared secret" in self.lies:  # signed with what both sides know, which is no proof of who made it
            return jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
        key = RSAKey.generate_key(2048, {"kid": "1"}) if "other key" in self.lies else self.key
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)


def _part(content: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@contextmanager
def issuing() -> Iterator[Issuer]:
    """The site, running."""
    issuer = Issuer()
    server = make_server("127.0.0.1", 0, issuer.app(), threaded=True)
    issuer.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield issuer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def asked_of(location: str) -> dict[str, str]:
    """What an address says after its question mark."""
    return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}
