"""Entra and the channel's keys, asked by azure-identity and PyJWT."""

import asyncio
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from aiohttp import ClientSession
from azure.core.exceptions import ClientAuthenticationError
from azure.identity import ClientSecretCredential as BlockingSecret
from azure.identity.aio import CertificateCredential, ClientSecretCredential
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from local.microsoft import Microsoft
from local.microsoft.keys import CHANNEL, GRAPH, BadTokenError
from tests.local.conftest import APP_ID, SECRET, TENANT

BOT_SCOPE = f"{CHANNEL}/.default"


def secret_of(microsoft: Microsoft, secret: str = SECRET, tenant: str = TENANT) -> ClientSecretCredential:
    return ClientSecretCredential(
        tenant,
        APP_ID,
        secret,
        authority=microsoft.identity.authority,
        disable_instance_discovery=True,
        connection_verify=str(microsoft.identity.ca_path),
    )


def certificate(key: rsa.RSAPrivateKey) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "faircopy")])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    return built.sign(key, SHA256()).public_bytes(Encoding.PEM)


async def test_a_secret_buys_a_token_that_the_connector_accepts(microsoft: Microsoft) -> None:
    async with secret_of(microsoft) as credential:
        token = (await credential.get_token(BOT_SCOPE)).token
    claims = microsoft.identity.keys.check(f"Bearer {token}", CHANNEL)
    assert (claims["appid"], claims["tid"]) == (APP_ID, TENANT)


async def test_the_blocking_credential_works_too(microsoft: Microsoft) -> None:
    credential = BlockingSecret(
        TENANT,
        APP_ID,
        SECRET,
        authority=microsoft.identity.authority,
        disable_instance_discovery=True,
        connection_verify=str(microsoft.identity.ca_path),
    )
    token = await asyncio.to_thread(credential.get_token, BOT_SCOPE)
    credential.close()
    assert microsoft.identity.keys.check(f"Bearer {token.token}", CHANNEL)


@pytest.mark.parametrize("known", [True, False])
async def test_a_certificate_counts_only_when_registered(microsoft: Microsoft, known: bool) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    public = certificate(key)
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    if known:
        microsoft.identity.add_app(APP_ID, certificate=public)
    credential = CertificateCredential(
        TENANT,
        APP_ID,
        certificate_data=private + public,
        authority=microsoft.identity.authority,
        disable_instance_discovery=True,
        connection_verify=str(microsoft.identity.ca_path),
    )
    async with credential:
        if known:
            assert (await credential.get_token(BOT_SCOPE)).token
        else:
            with pytest.raises(ClientAuthenticationError, match="AADSTS700027"):
                await credential.get_token(BOT_SCOPE)


@pytest.mark.parametrize(
    ("secret", "tenant", "scope", "code"),
    [
        ("wrong", TENANT, BOT_SCOPE, "AADSTS7000215"),
        (SECRET, "another", BOT_SCOPE, "AADSTS90002"),
        (SECRET, TENANT, "https://unheard.of/.default", "AADSTS70011"),
    ],
)
async def test_wrong_secret_tenant_and_scope_are_refused(
    microsoft: Microsoft, secret: str, tenant: str, scope: str, code: str
) -> None:
    async with secret_of(microsoft, secret, tenant) as credential:
        with pytest.raises(ClientAuthenticationError, match=code):
            await credential.get_token(scope)


async def test_tokens_for_others_or_out_of_time_are_refused(microsoft: Microsoft) -> None:
    keys, ana = microsoft.identity.keys, microsoft.person("Ana Example")
    good = microsoft.identity.user_token(ana)
    assert keys.check(f"Bearer {good}", GRAPH)["oid"] == ana.oid
    late = microsoft.identity.user_token(ana, lifetime=-10)
    for header, audience in [(f"Bearer {good}", CHANNEL), (f"Bearer {late}", GRAPH), ("Bearer a.b.c", GRAPH)]:
        with pytest.raises(BadTokenError):
            keys.check(header, audience)


async def test_the_authority_file_goes_with_the_stand_in() -> None:
    async with Microsoft(app_id=APP_ID, tenant=TENANT, secret=SECRET) as microsoft:
        path = microsoft.identity.ca_path
        assert path.exists()
    assert not path.parent.exists()


async def test_channel_tokens_check_out_against_the_published_keys(microsoft: Microsoft) -> None:
    keys, service = microsoft.keys, microsoft.connector.service_url

    async def claims(token: str) -> dict[str, object]:
        async with ClientSession() as session, session.get(keys.metadata_url) as answer:
            document = await answer.json()
        ring = jwt.PyJWKClient(document["jwks_uri"])
        key = await asyncio.to_thread(ring.get_signing_key_from_jwt, token)
        return dict(jwt.decode(token, key.key, ["RS256"], audience=APP_ID, issuer=document["issuer"]))

    assert (await claims(keys.channel_token(service)))["serviceurl"] == service
    assert "exp" not in await claims(keys.channel_token(service, exp=None))
    for forged in (
        keys.channel_token(service, iss="https://elsewhere.test"),
        keys.channel_token(service, "another app"),
        keys.channel_token(service, expired=True),
        keys.channel_token(service, key="other"),
        keys.channel_token(service, kid="unheard-of"),
        keys.channel_token(service, alg="none"),
        keys.channel_token(service, alg="HS256"),
    ):
        with pytest.raises(jwt.PyJWTError):
            await claims(forged)


async def test_after_a_roll_over_the_old_key_is_gone(microsoft: Microsoft) -> None:
    old = microsoft.keys.channel_token("x")
    microsoft.keys.roll_over()
    kid = jwt.get_unverified_header(old)["kid"]
    async with ClientSession() as session, session.get(f"{microsoft.keys.url}/v1/.well-known/keys") as answer:
        published = (await answer.json())["keys"]
    assert [key["kid"] == kid for key in published] == [False]
    assert published[0]["endorsements"] == ["msteams"]
    assert jwt.get_unverified_header(microsoft.keys.channel_token("x"))["kid"] == published[0]["kid"]
