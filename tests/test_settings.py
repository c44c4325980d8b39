"""Settings: what must be there depends on the case system, and faults are named together."""

from __future__ import annotations

import pytest

import settings
from record.errors import ConfigurationError

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
