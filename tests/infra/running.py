"""What infra/app.bicep must keep to: its settings are those of settings.py, and it is run as app.py wants to be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields

import settings
from health import Health
from record.errors import ConfigurationError
from storage.rooms import NUDGES
from tests.infra.bicep import Files, Value
from tests.infra.values import at, known, must

SAMPLE: dict[str, Value] = {
    "identityClientId": "11111111-2222-3333-4444-555555555555",
    "subscription().tenantId": "66666666-7777-8888-9999-000000000000",
    "temporaryBlobUrl": "https://fct.blob.core.windows.net/",
    "temporaryQueueUrl": "https://fct.queue.core.windows.net/",
    "lastingBlobUrl": "https://fcl.blob.core.windows.net/",
    "vaultKeyUrl": "https://kv-fc.vault.azure.net/keys/faircopy",
    "caseSystem": "http_json",
    "caseSystemUrl": "https://cases.council.example/api",
    "caseSystemHonoursKeys": True,
    "caseSystemKeyUrl": "https://kv-fc.vault.azure.net/secrets/case-system-key",
    "caseSystemTestFile": "T-1",
    "otherCaseSystemUrl": "https://new.council.example/api",
    "otherCaseSystemHonoursKeys": True,
    "otherCaseSystemKeyUrl": "https://kv-fc.vault.azure.net/secrets/other-case-system-key",
    "otherCaseSystemTestFile": "T-2",
    "admins": "77777777-8888-9999-0000-111111111111",
    "moreSettings": {},
    "items(moreSettings)": [],
    "callers": [],
    "image": "crfc.azurecr.io/faircopy/bot:1",
    "minReplicas": 2,
    "maxReplicas": 4,
}
"""What Azure and the council would give app.bicep."""


def _app(files: Files, given: Mapping[str, Value]) -> Value:
    file = files["app.bicep"]
    return known(file, file.of("Microsoft.App/containerApps")[0].body, {**SAMPLE, **given})


def environment(files: Files, given: Mapping[str, Value]) -> dict[str, str]:
    """The variables that the container is started with; a secret is "(secret)"."""
    env = at(_app(files, given), "properties.template.containers.0.env")
    assert isinstance(env, list), f"not worked out: {env}"
    return {str(x["name"]): str(x["value"]) if "value" in x else "(secret)" for x in env}


def settings_are_known(files: Files) -> Iterator[str]:
    """Each variable is one that settings.py knows, and those that it needs are all there."""
    ways: dict[str, dict[str, Value]] = {
        "http_json, with a key": {},
        "http_json, without a key": {"caseSystemKeyUrl": ""},
        "by_hand": {"caseSystem": "by_hand", "caseSystemUrl": "", "caseSystemKeyUrl": ""},
        "no other": {"otherCaseSystemUrl": "", "otherCaseSystemKeyUrl": ""},
    }
    for way, given in ways.items():
        try:
            read = settings.read(environment(files, given))
        except ConfigurationError as e:
            yield from (f"app.bicep: {way}: {x.lstrip('- ')}" for x in e.say.splitlines()[1:])
            continue
        if (read.case_system_key is None) is not (way in ("http_json, without a key", "by_hand")):
            yield f"app.bicep: {way}: the case system's key does not arrive"
        if (read.other_case_system_key is None) is not (way == "no other"):
            yield f"app.bicep: {way}: the other case system's key does not arrive"
        if read.other_case_system_test_file not in (None, SAMPLE["otherCaseSystemTestFile"]):
            yield f"app.bicep: {way}: the other test person's file does not arrive"
        if read.admins != (SAMPLE["admins"],):
            yield f"app.bicep: {way}: nobody could configure it"
        if read.case_system_test_file != SAMPLE["caseSystemTestFile"]:
            yield f"app.bicep: {way}: the test person's file does not arrive"
        if read.host != "0.0.0.0":  # noqa: S104  # the container's own
            yield "app.bicep: the container must listen on every address of its own"


def _keys(value: Value) -> Iterator[str]:
    """Each case system's key comes from its own secret: the settings beside it say to which host it goes."""
    secrets = {
        at(x, "name"): at(x, "keyVaultUrl") for x in at(value, "properties.configuration.secrets") or []
    }
    for one in at(value, "properties.template.containers.0.env"):
        if "secretRef" not in one:
            continue
        own = {
            "FAIRCOPY_CASE_SYSTEM_KEY": SAMPLE["caseSystemKeyUrl"],
            "FAIRCOPY_OTHER_CASE_SYSTEM_KEY": SAMPLE["otherCaseSystemKeyUrl"],
        }
        if secrets.get(at(one, "secretRef")) != own.get(str(at(one, "name"))):
            yield f"app.bicep: {at(one, 'name')} is not its own secret"


def app(files: Files) -> Iterator[str]:
    """One public route over TLS, probes that exist, and enough time to stop; more copies for what can be done now."""
    value = _app(files, {})
    yield from _keys(value)
    wanted = {
        "properties.configuration.ingress.external": True,
        "properties.configuration.ingress.allowInsecure": False,
        "properties.configuration.activeRevisionsMode": "Single",
        "properties.template.scale.rules.0.custom.type": "azure-queue",
        "properties.template.scale.rules.0.custom.metadata.queueName": NUDGES,
        "properties.template.scale.rules.0.custom.metadata.queueLengthStrategy": "visibleonly",
        "identity.type": "UserAssigned",
    }
    yield from must("app.bicep", value, wanted)
    port = at(value, "properties.configuration.ingress.targetPort")
    routes = {route.path for route in Health(()).routes()}
    probes = at(value, "properties.template.containers.0.probes") or []
    if {at(x, "type"): at(x, "httpGet.path") for x in probes} != {
        "Startup": "/livez", "Liveness": "/livez", "Readiness": "/readyz",
    }:  # fmt: skip
        yield "app.bicep: the probes are not /livez, /livez and /readyz"
    for one in probes:
        if at(one, "httpGet.path") not in routes:
            yield f"app.bicep: nobody answers at {at(one, 'httpGet.path')}"
        if at(one, "httpGet.port") != port or environment(files, {}).get("FAIRCOPY_PORT") != str(port):
            yield "app.bicep: probes, door and FAIRCOPY_PORT must be one port"
        if (at(one, "failureThreshold") or 3) > 10:
            yield "app.bicep: Container Apps takes ten failures of a probe at most"
    lease = next(float(str(x.default)) for x in fields(settings.Settings) if x.name == "lease")
    if not lease < (at(value, "properties.template.terminationGracePeriodSeconds") or 0) <= 600:
        yield "app.bicep: it must have longer than a lease to stop, and ten minutes at most"
