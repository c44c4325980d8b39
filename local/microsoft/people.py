"""The people of the tenant, as Microsoft's parties know them."""

import uuid
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Person:
    """One person: `oid` in Entra and Graph, `teams_id` (29:…) towards the bot."""

    name: str
    tenant: str
    oid: str = field(default_factory=lambda: str(uuid.uuid4()))
    teams_id: str = field(default_factory=lambda: f"29:1{uuid.uuid4().hex}")
    upn: str = ""

    def __post_init__(self) -> None:
        if not self.upn:
            object.__setattr__(self, "upn", f"{'.'.join(self.name.lower().split())}@example.test")

    @property
    def site(self) -> str:
        """The person's OneDrive in a URL."""
        return self.upn.replace("@", "_").replace(".", "_")


def identity_set(person: Person, **more: object) -> dict[str, object]:
    """A person as Graph shows an organiser: an identitySet with a teamworkUserIdentity."""
    return {
        "application": None,
        "device": None,
        "user": {
            "@odata.type": "#microsoft.graph.teamworkUserIdentity",
            "id": person.oid,
            "displayName": None,
            "userIdentityType": "aadUser",
            "tenantId": person.tenant,
        },
        **more,
    }
