"""The Entra stand-in: tokens for apps over TLS by secret or certificate, and people's delegated tokens."""

import hashlib
import shutil
import ssl
import tempfile
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import jwt
import trustme
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from typing_extensions import override

from local.microsoft.keys import CHANNEL, GRAPH, KeyRing, b64url, lifespan
from local.microsoft.people import Person
from local.wire import RefusalError, StandIn, Wire

RESOURCES = {CHANNEL, GRAPH, "https://storage.azure.com", "https://vault.azure.net"}
# The delegated permissions that a person signs in for, unless told otherwise.
CONSENTED = (
    "Calendars.ReadBasic",
    "Chat.Read",
    "Files.ReadWrite.All",
    "OnlineMeetings.Read",
    "OnlineMeetingTranscript.Read.All",
    "User.Read",
)
"""What an administrator agreed to for the bot."""
SCOPES = (*CONSENTED, "OnlineMeetingRecording.Read.All")
"""What opens everything here."""


@dataclass
class App:
    """An app registration: secrets as hashes, certificates by SHA-256 thumbprint; and what can be wrong with it."""

    app_id: str
    secrets: set[str] = field(default_factory=set)
    run_out: set[str] = field(default_factory=set)  # secrets, as hashes, whose time is over
    disabled: bool = False
    speaks_as: str = ""  # the application that its tokens name, where that is another
    certificates: dict[str, str] = field(default_factory=dict)


class Identity(StandIn):
    """Entra: discovery and the token endpoint of each tenant, and a certificate authority of its own."""

    party = "entra"

    def __init__(self, wire: Wire, *tenants: str) -> None:
        super().__init__(wire)
        self.tenants = set(tenants)
        self.apps: dict[str, App] = {}
        self.keys = KeyRing(1)
        self.resources = set(RESOURCES)
        self.token_lifetime = 3600.0
        self.ca_path = Path()
        self._ca = trustme.CA(organization_name="Loopback only")

    def add_app(self, app_id: str, *, secret: str | None = None, certificate: bytes | None = None) -> App:
        """Register an app, or give it one more secret or certificate (PEM)."""
        app = self.apps.setdefault(app_id, App(app_id))
        if secret:
            app.secrets.add(_digest(secret))
        if certificate:
            der = x509.load_pem_x509_certificate(certificate).public_bytes(Encoding.DER)
            app.certificates[b64url(hashlib.sha256(der).digest())] = certificate.decode()
        return app

    def run_out(self, app_id: str, secret: str) -> None:
        """That secret's time is over."""
        self.apps[app_id].run_out.add(_digest(secret))

    @property
    def authority(self) -> str:
        """What azure-identity takes as `authority`."""
        return self.url

    def server_context(self) -> ssl.SSLContext:
        """A certificate for 127.0.0.1 from the same authority, for whichever other server needs one."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._ca.issue_cert("127.0.0.1", "localhost").configure_cert(context)
        return context

    @override
    def tls(self) -> ssl.SSLContext:
        return self.server_context()

    @override
    async def __aenter__(self) -> Self:
        folder = Path(tempfile.mkdtemp(prefix="loopback-ca-"))
        self.ca_path = folder / "ca.pem"
        self._ca.cert_pem.write_to_path(str(self.ca_path))
        return await super().__aenter__()

    @override
    async def __aexit__(self, *why: object) -> None:
        await super().__aexit__(*why)
        shutil.rmtree(self.ca_path.parent, ignore_errors=True)

    @override
    def holdings(self) -> Mapping[str, object]:
        return {"apps": self.apps}

    @override
    def error_body(self, status: int) -> object:
        return {"error": "temporarily_unavailable", "error_description": f"AADSTS90033: {status}"}

    @override
    def routes(self) -> Iterable[web.RouteDef]:
        return [
            web.get("/{tenant}/v2.0/.well-known/openid-configuration", self._metadata),
            web.get("/{tenant}/discovery/v2.0/keys", self._jwks),
            web.post("/{tenant}/oauth2/v2.0/token", self._token),
        ]

    def issuer(self, tenant: str) -> str:
        """The `iss` of this tenant's tokens."""
        return f"https://sts.windows.net/{tenant}/"

    def user_token(
        self,
        person: Person,
        scopes: Iterable[str] = SCOPES,
        *,
        audience: str = GRAPH,
        lifetime: float | None = None,
        **claims: object,
    ) -> str:
        """A person's delegated token, as the token service obtains it."""
        return self.keys.sign(
            {
                "aud": audience,
                "iss": self.issuer(person.tenant),
                "tid": person.tenant,
                "oid": person.oid,
                "name": person.name,
                "upn": person.upn,
                "scp": " ".join(scopes),
                "ver": "1.0",
                **lifespan(self.token_lifetime if lifetime is None else lifetime),
                **claims,
            }
        )

    async def _metadata(self, request: web.Request) -> web.Response:
        tenant = self._tenant(request)
        root = f"{self.url}/{tenant}"
        return web.json_response(
            {
                "issuer": f"{root}/v2.0",
                "token_endpoint": f"{root}/oauth2/v2.0/token",
                "authorization_endpoint": f"{root}/oauth2/v2.0/authorize",
                "jwks_uri": f"{root}/discovery/v2.0/keys",
            }
        )

    async def _jwks(self, request: web.Request) -> web.Response:
        self._tenant(request)
        return web.json_response(self.keys.jwks())

    async def _token(self, request: web.Request) -> web.Response:
        tenant = self._tenant(request)
        form = {key: str(value) for key, value in (await request.post()).items()}
        if form.get("grant_type") != "client_credentials":
            raise refusal(400, "unsupported_grant_type", 70003, "The grant type is not supported.")
        app = self.apps.get(form.get("client_id", ""))
        if app is None:
            raise refusal(
                400, "unauthorized_client", 700016, "The application was not found in the directory."
            )
        if "client_assertion" in form:
            self._check_assertion(app, form["client_assertion"], tenant)
        elif _digest(form.get("client_secret", "")) not in app.secrets:
            raise refusal(401, "invalid_client", 7000215, "Invalid client secret provided.")
        elif _digest(form["client_secret"]) in app.run_out:
            raise refusal(401, "invalid_client", 7000222, "The provided client secret keys are expired.")
        if app.disabled:
            raise refusal(400, "unauthorized_client", 7000112, "Application is disabled by the organisation.")
        resource, ending, _ = form.get("scope", "").partition("/.default")
        if not ending or resource not in self.resources:
            raise refusal(
                400,
                "invalid_scope",
                70011,
                "The provided value for the input parameter 'scope' is not valid.",
            )
        claims: dict[str, object] = {
            "aud": resource,
            "iss": self.issuer(tenant),
            "tid": tenant,
            "appid": app.speaks_as or app.app_id,
            "idtyp": "app",
            "ver": "1.0",
            **lifespan(self.token_lifetime),
        }
        answer = {
            "token_type": "Bearer",
            "expires_in": int(self.token_lifetime),
            "ext_expires_in": int(self.token_lifetime),
            "access_token": self.keys.sign(claims),
        }
        return web.json_response(answer, headers={"Cache-Control": "no-store"})

    def _tenant(self, request: web.Request) -> str:
        tenant = request.match_info["tenant"]
        if tenant not in self.tenants:
            raise refusal(400, "invalid_request", 90002, "Tenant not found.")
        return tenant

    def _check_assertion(self, app: App, assertion: str, tenant: str) -> None:
        """A certificate's assertion: the thumbprint names the certificate, the signature proves the key."""
        no = refusal(401, "invalid_client", 700027, "The client assertion could not be verified.")
        try:
            header = jwt.get_unverified_header(assertion)
            certificate = x509.load_pem_x509_certificate(
                app.certificates[header["x5t#S256"].rstrip("=")].encode()
            )
            claims = jwt.decode(
                assertion,
                certificate.public_key(),  # type: ignore[arg-type]  # an RSA key, as those given to apps are
                algorithms=["PS256", "RS256"],
                audience=f"{self.url}/{tenant}/oauth2/v2.0/token",
                options={"require": ["exp", "aud", "iss", "sub"]},
            )
        except (jwt.PyJWTError, KeyError) as why:
            raise no from why
        if claims["iss"] != app.app_id or claims["sub"] != app.app_id:
            raise no


def refusal(status: int, error: str, code: int, words: str) -> RefusalError:
    """An error in Entra's shape."""
    trace = str(uuid.uuid4())
    return RefusalError(
        status,
        {
            "error": error,
            "error_description": f"AADSTS{code}: {words} Trace ID: {trace}",
            "error_codes": [code],
            "trace_id": trace,
            "correlation_id": trace,
        },
    )


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
