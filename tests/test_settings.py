"""Settings: every fault is named together with what is allowed, whatever the environment is, and no secret ever is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import traceback
from collections.abc import Mapping
from dataclasses import MISSING, fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import settings
from record.errors import ConfigurationError
from settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[1]
NAMES = [f"{PREFIX}{f.name.upper()}" for f in fields(Settings)]

ENOUGH = {
    "FAIRCOPY_APP_ID": "88888888-aaaa-4bbb-8ccc-000000000008",
    "FAIRCOPY_TENANT": "22222222-aaaa-4bbb-8ccc-000000000002",
    "FAIRCOPY_IDENTITY_CLIENT_ID": "33333333-aaaa-4bbb-8ccc-000000000003",
    "FAIRCOPY_TEMPORARY_BLOB_URL": "https://fcwords.blob.core.windows.net",
    "FAIRCOPY_TEMPORARY_QUEUE_URL": "https://fcwords.queue.core.windows.net",
    "FAIRCOPY_LASTING_BLOB_URL": "https://fclasting.blob.core.windows.net",
    "FAIRCOPY_KEY_FILE": "key",
}


def test_a_case_system_that_is_written_to_needs_an_address() -> None:
    with pytest.raises(ConfigurationError) as wrong:
        settings.read({**ENOUGH, "FAIRCOPY_TENANT": "council"})
    assert "FAIRCOPY_CASE_SYSTEM_URL is missing" in wrong.value.say
    assert "FAIRCOPY_TENANT must be a GUID" in wrong.value.say
    url = {"FAIRCOPY_CASE_SYSTEM_URL": "https://cases.council.example"}
    assert settings.read({**ENOUGH, **url}).case_system_url == url["FAIRCOPY_CASE_SYSTEM_URL"]


def test_filing_by_hand_needs_none_and_may_have_one() -> None:
    by_hand = {**ENOUGH, "FAIRCOPY_CASE_SYSTEM": "by_hand"}
    assert settings.read(by_hand).case_system_url == ""
    with pytest.raises(ConfigurationError):
        settings.read({**by_hand, "FAIRCOPY_CASE_SYSTEM_URL": "http://cases.council.example"})


def test_a_case_system_that_nobody_wrote_is_named_with_those_that_there_are() -> None:
    with pytest.raises(ConfigurationError) as wrong:
        settings.read({**ENOUGH, "FAIRCOPY_CASE_SYSTEM": "liquid"})
    assert "FAIRCOPY_CASE_SYSTEM must be one of: by_hand, http_json" in wrong.value.say


def test_the_other_case_system_is_at_a_host_of_its_own_so_that_each_key_goes_to_its_own() -> None:
    told = {**ENOUGH, "FAIRCOPY_CASE_SYSTEM_URL": "https://cases.council.example/api"}
    other = {"FAIRCOPY_OTHER_CASE_SYSTEM_URL": "https://new.council.example/api"}
    assert settings.read({**told, **other}).other_case_system_url == "https://new.council.example/api"
    for same in ("https://cases.council.example", "HTTPS://Cases.Council.example:443/other/"):
        with pytest.raises(ConfigurationError) as wrong:
            settings.read({**told, "FAIRCOPY_OTHER_CASE_SYSTEM_URL": same})
        assert "must be at another host than FAIRCOPY_CASE_SYSTEM_URL" in wrong.value.say
    with pytest.raises(ConfigurationError) as wrong:
        settings.read({**told, "FAIRCOPY_OTHER_CASE_SYSTEM_KEY": SECRET})
    assert "FAIRCOPY_OTHER_CASE_SYSTEM_URL is missing" in wrong.value.say
    by_hand = {**ENOUGH, "FAIRCOPY_CASE_SYSTEM": "by_hand"}
    assert settings.read({**by_hand, **other}).case_system_url == ""


def test_every_setting_has_a_reader_and_stands_in_the_document_with_its_default() -> None:
    assert settings.READERS.keys() == {f.name for f in fields(Settings)}
    document = (ROOT / "docs/settings.md").read_text("utf-8")
    rows = dict(re.findall(rf"^\| `({PREFIX}\w+)` \| (.*?) \|", document, re.MULTILINE))
    assert rows.keys() == set(NAMES)
    for f in fields(Settings):
        if f.default in (MISSING, None, "", ()):
            continue
        default = ",".join(f.default) if isinstance(f.default, tuple) else f.default
        shown = f"{default:g}" if isinstance(default, float) else str(default)
        shown = shown.lower() if isinstance(default, bool) else shown
        assert rows[f"{PREFIX}{f.name.upper()}"] == f"`{shown}`", f.name


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("ADMINS", "asha@council.example", "must be Entra object ids, GUIDs separated by commas"),
        ("ADMINS", ",", "must be Entra object ids, GUIDs separated by commas"),
        ("PORT", "65536", "must be a whole number from 0 to 65535"),
        ("PORT", "-1", "must be a whole number from 0 to 65535"),
        ("PORT", "1_0", "must be a whole number"),
        ("PORT", "٣", "must be a whole number"),
        ("PORT", "9" * 5000, "is longer than 4096 characters"),
        ("LEASE", "1", "must be a number from 2 to 600"),
        ("LEASE", "nan", "must be a number from 2 to 600"),
        ("LEASE", "1e2", "must be a number from 2 to 600"),
        ("IDLE_POLL", "0", "must be a number from 0.05 to 60"),
        ("SWEEP", "inf", "must be a number from 1 to 3600"),
        ("CASE_SYSTEM_HONOURS_KEYS", "yes", "must be true or false"),
        ("CASE_SYSTEM_URL", "https://user:pass@cases.example", "must not hold a user name or a password"),
        ("CASE_SYSTEM_URL", "https://cases.example/?sig=abc", "must be an address alone"),
        ("CASE_SYSTEM_URL", "https://cases.example/#x", "must be an address alone"),
        ("CASE_SYSTEM_URL", "https://[", "must be an address such as"),
        ("CASE_SYSTEM_URL", "https://cases.example:99999", "must be an address such as"),
        ("CASE_SYSTEM_URL", "https://саses.example", "must be an address such as"),
        ("CASE_SYSTEM_URL", "https://cases.example/a b", "must be an address such as"),
        ("CASE_SYSTEM_URL", "https:///people", "must be an address such as"),
        ("CASE_SYSTEM_URL", "ftp://cases.example", "must start with https://"),
        ("CASE_SYSTEM_URL", "http://localhost/", "must start with https://"),
        ("CASE_SYSTEM_URL", "https://cases\u200b.example", "holds a character that cannot be seen"),
        ("CASE_SYSTEM_KEY", "one\ntwo", "holds a character that cannot be seen"),
        ("CASE_SYSTEM_KEY", "\udc80", "holds a character that cannot be seen"),
        ("TEMPORARY_KEY", "no colon", "must be name:key"),
        ("TEMPORARY_BLOB_URL", "https://fclasting.blob.core.windows.net/", "must be two accounts"),
        ("SERVICE_HOSTS", "com", "must be hosts such as"),
        ("SERVICE_HOSTS", "https://smba.example", "must be hosts such as"),
        ("FILE_HOSTS", " , ", "must be hosts such as"),
        ("FILE_HOSTS", "*.sharepoint.com", "must be hosts such as"),
        ("VAULT_KEY_URL", "https://vault.vault.azure.net/secrets/x", "must be the address of a key"),
        ("AUTHORITY_CA", "no-such-file", "must be a file that is there"),
        ("STORAGE_API_VERSION", "newest", "must be a date such as"),
        ("TENNANT", "x", f"{PREFIX}TENNANT is not a setting"),
    ],
)
def test_what_is_wrong_is_named_with_what_is_allowed(name: str, text: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as wrong:
        settings.read({**ENOUGH, "FAIRCOPY_CASE_SYSTEM": "by_hand", f"{PREFIX}{name}": text})
    (fault,) = [x for x in wrong.value.say.splitlines() if x.startswith("- ") and says in x]
    assert name in fault


def test_a_setting_in_small_letters_is_not_taken_for_nothing() -> None:
    with pytest.raises(ConfigurationError) as wrong:
        settings.read({"faircopy_tenant": "x"})
    assert "faircopy_tenant is not a setting" in wrong.value.say


def test_space_around_a_value_and_a_slash_behind_an_address_do_no_harm_and_empty_is_not_set() -> None:
    told = settings.read(
        {
            **ENOUGH,
            "FAIRCOPY_CASE_SYSTEM_URL": "  HTTPS://Cases.Example:8443/Api//\n",
            "FAIRCOPY_CASE_SYSTEM_KEY": "  key\n",
            "FAIRCOPY_PORT": "   ",
            "FAIRCOPY_GRAPH_URL": "",
            "FAIRCOPY_SERVICE_HOSTS": "Smba.Example.net, 127.0.0.1:8080,",
        }
    )
    assert told.case_system_url == "https://cases.example:8443/Api"
    assert told.case_system_key is not None
    assert told.case_system_key.reveal() == "key"
    assert (told.port, told.graph_url) == (3978, "https://graph.microsoft.com/v1.0")
    assert told.service_hosts == ("smba.example.net", "127.0.0.1:8080")


def test_a_certificate_of_ones_own_is_for_a_stand_in_alone(tmp_path: Path) -> None:
    ca = tmp_path / "ca.pem"
    ca.write_text("")
    told = {**ENOUGH, "FAIRCOPY_CASE_SYSTEM": "by_hand", "FAIRCOPY_AUTHORITY_CA": str(ca)}
    with pytest.raises(ConfigurationError, match=r"^ConfigurationError$") as wrong:
        settings.read(told)
    assert "FAIRCOPY_AUTHORITY_CA is for a stand-in" in wrong.value.say
    assert settings.read({**told, "FAIRCOPY_AUTHORITY": "https://127.0.0.1:8443"}).authority_ca == ca


# --- whatever the environment holds -------------------------------------------------------------------------------

SECRET = "hunter2-Tq9xZ4-do-not-show"
SECRETS = [
    "FAIRCOPY_APP_SECRET",
    "FAIRCOPY_CASE_SYSTEM_KEY",
    "FAIRCOPY_OTHER_CASE_SYSTEM_KEY",
    "FAIRCOPY_TEMPORARY_KEY",
    "FAIRCOPY_LASTING_KEY",
]
MISPLACED = [
    x
    for x in NAMES
    if x.endswith(
        ("_URL", "_ID", "TENANT", "AUTHORITY", "PORT", "SWEEP", "LEASE", "POLL", "HOSTS", "_KEYS", "_VERSION")
    )
    or x == "FAIRCOPY_CASE_SYSTEM"
]
"""Where a secret may be pasted by mistake, and must be refused."""

ANYTHING = st.one_of(
    st.text(max_size=40),
    st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0x20), max_size=5),
    st.sampled_from(
        [
            "",
            " ",
            "0",
            "-1",
            "NaN",
            "1e999",
            "true",
            "https://",
            "https://[::1",
            "https://a:b@c",
            "//x",
            "http://127.0.0.1",
        ]
    ),
    st.text(alphabet="ab1.:@/?#[]%\\", max_size=20).map(lambda x: f"https://{x}"),
)
LEAKY = st.sampled_from(
    [
        SECRET,
        f" {SECRET} ",
        f"https://user:{SECRET}@host.example/",
        f"https://host.example/?sig={SECRET}",
        f"{SECRET}\n{SECRET}",
    ]
)
ENVIRONMENTS = st.builds(
    lambda *parts: {name: text for part in parts for name, text in part.items()},
    st.sampled_from([{}, ENOUGH, {**ENOUGH, "FAIRCOPY_CASE_SYSTEM": "by_hand"}]),
    st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=8),
    st.dictionaries(st.text(min_size=1, max_size=8).map(lambda x: PREFIX + x), st.just("x"), max_size=2),
    st.dictionaries(st.sampled_from(SECRETS + MISPLACED), LEAKY, min_size=1, max_size=4),
)


@given(ENVIRONMENTS)
def test_no_environment_ends_in_a_traceback_or_shows_a_secret(environment: Mapping[str, str]) -> None:
    shown, refused = _read(environment)
    assert not [x for x in shown if SECRET in x]
    assert all(line.isprintable() for line in refused.splitlines())
    assert refused or not any(SECRET in environment.get(x, "") for x in MISPLACED)


def _read(environment: Mapping[str, str]) -> tuple[list[str], str]:
    """Everything that could be printed of it, and the sentences if it was refused."""
    try:
        told = settings.read(environment)
    except ConfigurationError as e:
        return [e.say, str(e), repr(e), *traceback.format_exception(e)], e.say
    return [repr(told), str(told)], ""


def test_started_with_wrong_settings_it_names_them_on_the_terminal_and_ends_with_2() -> None:
    told = {k: v for k, v in os.environ.items() if not k.startswith(PREFIX)} | {
        "FAIRCOPY_APP_ID": SECRET,
        "FAIRCOPY_APP_SECRET": f"{SECRET}\n{SECRET}",
        "FAIRCOPY_PORT": "high",
    }
    for command in ([], ["check"]):
        done = subprocess.run(
            [sys.executable, "app.py", *command],
            cwd=ROOT, env=told, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
        assert done.returncode == 2
        assert "FAIRCOPY_TENANT is missing" in done.stderr
        assert "FAIRCOPY_APP_ID must be a GUID" in done.stderr
        assert "FAIRCOPY_PORT must be a whole number" in done.stderr
        assert "Traceback" not in done.stderr
        assert SECRET not in done.stderr + done.stdout
