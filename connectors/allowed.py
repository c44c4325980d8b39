"""The case systems that this installation may speak to: by host, each with its own key. All others are closed.

Which host approved words may ever go to is said where Faircopy is installed, and asked here at each call, whoever
chose the address and whenever. A key belongs to one host: to another it cannot be sent, since it is found by its host.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import aiohttp

from connectors import NAMES
from connectors.by_hand import ByHand
from connectors.closed import Closed
from record.doors import CaseSystem
from record.said import Said
from record.system import BY_HAND, HTTP_JSON, Able, System, tidied


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A case system as the installation names it. `key` is its own, if it has one, and goes to this host alone.
    `setting` begins the names of the settings that say all this."""

    url: str
    setting: str
    key: Said[str] | None = field(default=None, repr=False)
    honours_keys: bool = True
    test_file: str = ""

    @property
    def system(self) -> System:
        """It, spoken to by the connector that files."""
        return System(connector=HTTP_JSON, address=self.url)


class CaseSystems:
    """`record.doors.CaseSystems`."""

    def __init__(self, *, session: aiohttp.ClientSession, installed: System, places: Sequence[Place]) -> None:
        """`installed` is the one of records for which nothing was chosen; its address is one of the places', or none.
        The session stays the caller's."""
        self._session = session
        self._installed = installed
        self._places = {place.system.origin: place for place in places}
        self._able = tuple(self._abilities())

    @property
    def named(self) -> tuple[System, ...]:
        """Those that the installation names; first the one of records for which nothing was chosen."""
        others = (p.system for p in self._places.values() if p.url != self._installed.address)
        return (self._installed, *others)

    @property
    def able(self) -> tuple[Able, ...]:
        """What each can do, in each way in which it can be spoken to."""
        return self._able

    def chosen(self, system: System | None) -> System:
        """The one that the council has chosen; the installation's if it has chosen none."""
        return self._installed if system is None else system

    def at(self, system: System | None) -> CaseSystem:
        """The door to it. One that this installation may not speak to is closed: it raises NotAllowedError, and nothing
        is sent anywhere."""
        system = self.chosen(system)
        connector = NAMES.get(system.connector)
        if connector is None:
            return Closed(system)
        if not system.address and system.connector == BY_HAND:
            return ByHand(session=self._session, base_url="", key=None, honours_keys=False)
        place = self.place(system)
        if place is None:
            return Closed(system)
        return connector(
            session=self._session, base_url=system.address, key=place.key, honours_keys=place.honours_keys
        )

    def place(self, system: System | None) -> Place | None:
        """Where the installation names that host; None where it does not, or the address is none."""
        system = self.chosen(system)
        named = any(system.address == place.url for place in self._places.values())
        if not (named or tidied(system.address)):
            return None
        return self._places.get(system.origin)

    def _abilities(self) -> list[Able]:
        """By asking each door, which asks nobody."""
        found: list[Able] = []
        for connector in NAMES:
            for address in ("", *(place.url for place in self._places.values())):
                system = System(connector=connector, address=address)
                if not isinstance(door := self.at(system), Closed):
                    found.append(
                        Able(
                            connector=connector,
                            origin=system.origin,
                            honours_keys=door.honours_keys,
                            posts=door.posts,
                        )
                    )
        return found
