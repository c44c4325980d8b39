"""Case systems, one file each: the names that settings may choose from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Protocol

import aiohttp

from connectors.by_hand import ByHand
from connectors.http_json import HttpJson
from record.doors import CaseSystem
from record.said import Said
from record.system import BY_HAND, HTTP_JSON


class Connector(Protocol):
    """How every connector is opened. `key` is the case system's own, if it has one, `base_url` empty if there is no
    address; the session stays the caller's."""

    def __call__(
        self, *, session: aiohttp.ClientSession, base_url: str, key: Said[str] | None, honours_keys: bool
    ) -> CaseSystem: ...


NAMES: Final[Mapping[str, Connector]] = {HTTP_JSON: HttpJson, BY_HAND: ByHand}
