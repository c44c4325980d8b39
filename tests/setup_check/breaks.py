"""What can be wrong with a set-up, one thing at a time: how it is broken, what is then named, and with which remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graph.scopes import SCOPES
from local.microsoft.identity import CONSENTED
from tests.setup_check.scene import NOBODY, TEST_FILE, Scene, set_to


@contextmanager
def without(scene: Scene, scope: str) -> Iterator[None]:
    with set_to(scene.standing, scopes=tuple(s for s in CONSENTED if s != scope)):
        yield


@contextmanager
def failing(scene: Scene, party: str, method: str = "*", path: str = "", **how: Any) -> Iterator[None]:
    scene.town.wire.fail(party, method, path, **how)
    yield
    scene.town.wire.mend(party)


@contextmanager
def app(scene: Scene, **values: object) -> Iterator[None]:
    microsoft = scene.town.microsoft
    with set_to(microsoft.identity.apps[microsoft.app_id], **values):
        yield


@contextmanager
def secret_run_out(scene: Scene) -> Iterator[None]:
    microsoft = scene.town.microsoft
    microsoft.identity.run_out(microsoft.app_id, scene.told["FAIRCOPY_APP_SECRET"])
    yield
    microsoft.identity.apps[microsoft.app_id].run_out.clear()


@contextmanager
def closed(scene: Scene) -> Iterator[None]:
    with set_to(scene.town.cases.people[TEST_FILE], open=False):
        yield


@contextmanager
def a_real_child(scene: Scene) -> Iterator[None]:
    """The file that is named for tests is a child's."""
    with set_to(scene.town.cases.people[TEST_FILE], name="Tyler Brook"):
        yield
    assert scene.town.cases.notes == {}


@dataclass(frozen=True)
class Break:
    """`does` breaks it in the stand-ins, `told` in the settings; `named` is then broken; `says` and `fix` stand in the
    first of them."""

    id: str
    named: tuple[str, ...]
    says: str
    fix: str
    does: Callable[[Scene], AbstractContextManager[None]] = lambda _: nullcontext()
    told: dict[str, str] = field(default_factory=dict)


ELSE = "99999999-0000-4000-8000-000000000009"
NEW_SECRET = "make a new client secret"
NOTE, FILES, QUEUE = "case system test note", "permission Files.ReadWrite.All", f"{NOBODY}/q"
WRONG = "d3JvbmcgYnV0IHdlbGwgZm9ybWVk"
"""A key of the right form."""


def graph(scene: Scene) -> Any:
    return scene.town.microsoft.graph


BREAKS = [
    # the bot's own application
    Break("secret-wrong", ("bot identity",), "(AADSTS7000215)", NEW_SECRET, told={"APP_SECRET": "wrong"}),
    Break("secret-run-out", ("bot identity",), "has run out. (AADSTS7000222)", NEW_SECRET, secret_run_out),
    Break(
        "app-disabled",
        ("bot identity",),
        "(AADSTS7000112)",
        "Enabled for users",
        lambda s: app(s, disabled=True),
    ),
    Break("app-unknown", ("bot identity",), "(AADSTS700016)", "FAIRCOPY_APP_ID", told={"APP_ID": ELSE}),
    Break("tenant-unknown", ("bot identity",), "(AADSTS90002)", "FAIRCOPY_TENANT", told={"TENANT": ELSE}),
    Break(
        "identity-of-another",
        ("application registration",),
        f"application {ELSE}",
        "FAIRCOPY_IDENTITY_CLIENT_ID",
        lambda s: app(s, speaks_as=ELSE),
    ),
    Break("entra-down", ("bot identity",), "no token", "FAIRCOPY_TENANT", lambda s: failing(s, "entra")),
    # the channel
    Break(
        "key-server-down", ("channel keys",), "No key", "login.botframework.com", lambda s: failing(s, "keys")
    ),
    Break(
        "keys-of-another-channel",
        ("channel keys",),
        "none of them may sign for Teams",
        "FAIRCOPY_CHANNEL_KEYS_URL",
        lambda s: set_to(s.town.microsoft.keys, endorsements=["webchat"]),
    ),
    Break(
        "teams-refuses",
        ("Teams channel",),
        "no longer in your chat",
        "Channels",
        lambda s: failing(s, "teams", "PUT", how="status", status=403),
    ),
    Break(
        "service-host-not-listed",
        ("Teams channel",),
        "did not take",
        "FAIRCOPY_SERVICE_HOSTS",
        told={"SERVICE_HOSTS": "example.net"},
    ),
    # signing in
    Break(
        "connection-unknown",
        ("token service",),
        "no such connection",
        "letter by letter",
        told={"SIGN_IN_CONNECTION": "x"},
    ),
    Break(
        "token-service-down",
        ("token service",),
        "does not answer",
        "token.botframework.com",
        lambda s: failing(s, "tokens"),
    ),
    Break(
        "no-single-sign-on",
        ("single sign-on audience",),
        "no token exchange URL",
        "Token exchange URL",
        lambda s: set_to(s.town.microsoft.tokens, exchange_url=None),
    ),
    Break(
        "audience-of-another",
        ("single sign-on audience",),
        "another application",
        "webApplicationInfo",
        lambda s: set_to(s.town.microsoft.tokens, exchange_url=f"api://botid-{ELSE}"),
    ),
    Break(
        "token-not-for-graph",
        ("your sign-in",),
        "not for Microsoft Graph",
        "scopes",
        lambda s: set_to(s.standing, claims={"aud": "https://storage.azure.com"}),
    ),
    Break(
        "token-of-another-tenant",
        ("your sign-in",),
        "another tenant",
        "FAIRCOPY_TENANT",
        lambda s: set_to(s.standing, claims={"tid": ELSE}),
    ),
    Break(
        "token-of-somebody-else",
        ("your sign-in",),
        "somebody else's",
        "sign in again",
        lambda s: set_to(s.standing, claims={"oid": ELSE}),
    ),
    Break(
        "graph-refuses-the-token",
        ("your sign-in",),
        "refuses the token",
        "conditional access",
        lambda s: failing(s, "graph", "GET", "calendarView", how="status", status=401),
    ),
    # Graph
    Break("graph-down", ("Graph",), "does not answer", "graph.microsoft.com", lambda s: failing(s, "graph")),
    Break(
        "graph-elsewhere", ("Graph",), "does not answer", "graph.microsoft.com", told={"GRAPH_URL": NOBODY}
    ),
    Break(
        "transcripts-off",
        ("transcript access",),
        "turned off for apps",
        "Transcript API access",
        lambda s: set_to(graph(s).on_meetings, transcripts_enabled=False),
    ),
    Break(
        "names-off",
        ("speaker names in transcripts",),
        "without names",
        "allow speaker names",
        lambda s: set_to(graph(s).on_meetings, attribution_allowed=False),
    ),
    *(
        Break(
            f"no-{scope.name}",
            (f"permission {scope.name}",),
            "Nobody has agreed to it",
            f"delegated permission {scope.name}",
            partial(without, scope=scope.name),
        )
        for scope in SCOPES
    ),
    Break(
        "agreed-but-refused",
        (FILES,),
        "agreed to, but",
        "admin consent",
        lambda s: failing(s, "graph", "GET", "/me/drive", how="status", status=403),
    ),
    Break(
        "clock-behind", ("clock",), "seconds apart", "time server", lambda s: set_to(graph(s), ahead=300.0)
    ),
    Break(
        "clock-ahead", ("clock",), "seconds apart", "time server", lambda s: set_to(graph(s), ahead=-300.0)
    ),
    # storage
    Break(
        "queue-elsewhere",
        ("queue",),
        "cannot be reached",
        "private endpoint",
        told={"TEMPORARY_QUEUE_URL": QUEUE},
    ),
    Break(
        "lasting-key-wrong",
        ("lasting blobs",),
        "refused",
        "Storage Blob Data Contributor",
        told={"LASTING_KEY": f"lasting:{WRONG}"},
    ),
    Break(
        "temporary-key-wrong",
        ("temporary blobs", "deleting deletes", "queue", "key wrap"),
        "refused",
        "FAIRCOPY_TEMPORARY_BLOB_URL",
        told={"TEMPORARY_KEY": f"temporary:{WRONG}"},
    ),
    Break(
        "key-file-gone",
        ("key wrap",),
        "key file is gone",
        "FAIRCOPY_KEY_FILE",
        told={"KEY_FILE": "no-such-folder/key"},
    ),
    # the case system
    Break(
        "case-system-down",
        ("case system",),
        "did not answer",
        "FAIRCOPY_CASE_SYSTEM_URL",
        lambda s: failing(s, "case system"),
    ),
    Break(
        "case-key-wrong",
        ("case system",),
        "does not let Faircopy in",
        "FAIRCOPY_CASE_SYSTEM_KEY",
        told={"CASE_SYSTEM_KEY": "wrong"},
    ),
    Break(
        "test-file-unknown", (NOTE,), "knows no file T-2", "TEST_FILE", told={"CASE_SYSTEM_TEST_FILE": "T-2"}
    ),
    Break("test-file-closed", (NOTE,), "is closed", "Open the test person's file", closed),
    Break("test-file-of-a-child", (NOTE,), "I wrote nothing", "word test", a_real_child),
    Break(
        "key-may-not-write",
        (NOTE,),
        "may not write",
        "write notes",
        lambda s: set_to(s.town.cases, only_reads=True),
    ),
    Break(
        "key-may-not-read-notes",
        (NOTE,),
        "cannot be read back",
        "read notes",
        lambda s: set_to(s.town.cases, hides=True),
    ),
    Break(
        "text-altered",
        (NOTE,),
        "does not hold the words",
        "as it is sent",
        lambda s: set_to(s.town.cases, alters_text=True),
    ),
    Break(
        "files-twice",
        (NOTE,),
        "twice",
        "FAIRCOPY_CASE_SYSTEM_HONOURS_KEYS",
        lambda s: set_to(s.town.cases, honours_keys=False),
    ),
]
