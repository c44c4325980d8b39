"""What only a person's own sign-in can try: single sign-on, each permission, the switches for transcripts."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from cards.setup_check import SIGN_IN
from graph.scopes import SCOPES, Scope
from graph.trying import INSTALLED
from health import BrokenError, Door, NotTriedError, Remark
from parties import Parties
from record.doors import Meeting, Token
from record.errors import BusyError, FaircopyError, NotAllowedError, NotThereError, SignInNeededError
from record.terms import PersonId
from settings import Settings
from setup_check.doors import INSTALLER, silent
from setup_check.groups import in_groups
from setup_check.person import BAD_SIGN_IN, GRAPH_SILENT, NOT_SIGNED_IN, SHORT, Theirs

ENTRA_ADMIN = (
    "an Entra administrator who may agree for everybody: Cloud Application Administrator, Application Administrator or "
    "Privileged Role Administrator"
)
"""For delegated permissions, which ours all are; only application permissions of Microsoft Graph take the last:
https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent"""
TEAMS_ADMIN = "a Teams administrator"
SWITCH = "Teams admin centre > Meetings > Meeting settings > Transcript API access"
ACCESS_COMMAND = (
    "Set-CsTeamsMeetingConfiguration -EnableGraphTranscriptAccess true "
    "-EnableAttributedTranscripts true -Identity Global"
)
"""https://learn.microsoft.com/microsoftteams/meeting-transcript-api-access"""
USUAL = {"openid", "profile", "email", "offline_access", "User.Read"}
"""What signing in brings along by itself."""
REGISTERED = "Faircopy sign-in"
"""What `Set-Consent.ps1` names the registration that people sign in through."""
_REGISTRATION = f"Entra admin centre > App registrations > {REGISTERED}"
_NO_THREAD = "19:meeting_faircopy-set-up-check@thread.v2"
_NO_MEETING = Meeting(
    id="ZmFpcmNvcHktc2V0LXVwLWNoZWNr",
    organiser=PersonId(""),
    thread=_NO_THREAD,
    join_url="",
    starts=None,
    ends=None,
)


class SignedIn:
    """The rows that need the person who asks, each with its question."""

    def __init__(self, parties: Parties, settings: Settings, theirs: Theirs) -> None:
        self._parties = parties
        self._settings = settings
        self._theirs = theirs

    def channel(self) -> Door:
        """Teams takes what we send."""
        return Door(
            name="Teams channel",
            ask=self._channel,
            stops="Every card that changes by itself, and every reminder.",
            who=INSTALLER,
            fix="Azure portal > the Azure Bot > Channels: Microsoft Teams must be on. See that "
            "FAIRCOPY_SERVICE_HOSTS holds the host that Teams calls from.",
        )

    def signing_in(self) -> tuple[Door, ...]:
        """The connection, single sign-on, and the asker's own sign-in."""
        stops = "Signing in, and what needs a person's own token: reading a meeting, destroying its file."
        return (
            Door(
                name="token service",
                ask=self._connection,
                stops=stops,
                who=INSTALLER,
                fix="Let Faircopy reach token.botframework.com over https. In another cloud than the public one, set "
                "FAIRCOPY_TOKEN_SERVICE_URL.",
            ),
            Door(
                name="single sign-on audience",
                ask=self._single_sign_on,
                stops="Signing in by itself: people are shown a sign-in card each time.",
                who=INSTALLER,
                fix="Azure portal > the Azure Bot > Configuration > the OAuth connection > Token exchange URL: it "
                "must be the address below, and the same in the app package (webApplicationInfo, resource) and in "
                f"{_REGISTRATION} > Expose an API.",
                command=f"api://botid-{self._settings.app_id}",
            ),
            Door(
                name=SIGN_IN,
                ask=self._signed_in,
                stops="What needs a person's own token: reading a meeting, destroying its file.",
                who="you, with Sign in below",
                fix="Press Sign in, or type draft and sign in; then check again.",
            ),
        )

    def graph(self) -> tuple[Door, ...]:
        """The switches, and each permission by itself."""
        transcripts = Door(
            name="transcript access",
            ask=self._access,
            stops="Drafting from a meeting, for everybody. A dropped transcript still works.",
            who=TEAMS_ADMIN,
            fix=f"{SWITCH}: turn it on. Or run this in Teams PowerShell. Microsoft turned it off for everyone in "
            "July 2026.",
            command=ACCESS_COMMAND,
        )
        names = Door(
            name="speaker names in transcripts",
            ask=self._names,
            stops="Who said what: drafts show “Speaker not named”. They can still be made.",
            who=TEAMS_ADMIN,
            fix=f"{SWITCH}: allow speaker names. Or run this in Teams PowerShell. Leave it if your council chose so.",
            command=ACCESS_COMMAND,
        )
        return (transcripts, *(self._permission(scope) for scope in SCOPES), names)

    def _permission(self, scope: Scope) -> Door:
        return Door(
            name=f"permission {scope.name}",
            ask=lambda: self._agreed(scope),
            stops=f"{scope.without[0].upper()}{scope.without[1:]}.",
            who=ENTRA_ADMIN,
            fix=f"{_REGISTRATION} > API permissions: add the delegated permission {scope.name} of Microsoft Graph, "
            "and grant admin consent there, or at the address below. Add it to the scopes of the OAuth connection "
            "as well. Then sign in again.",
            command=self._consent(self._settings.app_id),
        )

    async def _channel(self) -> str:
        """The message in which the result will stand is changed, into what it shows already."""
        asker = self._theirs.known()
        await self._parties.teams.update_card(asker.person, asker.message, asker.card)
        return ""

    async def _connection(self) -> str:
        try:
            await self._theirs.audience()
        except NotThereError as no:
            raise BrokenError(
                no.say,
                fix="Azure portal > the Azure Bot > Configuration: there must be an OAuth connection of the name in "
                "FAIRCOPY_SIGN_IN_CONNECTION, letter by letter.",
            ) from None
        except NotAllowedError as no:
            raise BrokenError(
                no.say,
                fix="See bot identity and application registration: the token service takes the bot's own token "
                "alone.",
            ) from None
        return ""

    async def _single_sign_on(self) -> str:
        try:
            found = await self._theirs.audience()
        except FaircopyError:
            raise NotTriedError("The token service does not say: see token service.") from None
        if not found:
            raise NotThereError("The OAuth connection has no token exchange URL.")
        app = self._settings.app_id.lower()
        if not found.lower().startswith("api://") or not found.lower().endswith(f"botid-{app}"):
            raise NotAllowedError(
                "The OAuth connection names another application than the bot's.", code="audience"
            )
        return ""

    async def _signed_in(self) -> str | Remark:
        """The connection gives a token: this person's, of this tenant, for Graph, and Graph takes it."""
        asker = self._theirs.known()
        try:
            token = await self._theirs.stored()
        except SignInNeededError:
            raise NotTriedError(NOT_SIGNED_IN, fix="Press Sign in below, then check again.") from None
        except BusyError:
            raise NotTriedError("The token service gives no sign-in: see token service.") from None
        granted = self._theirs.granted(token)
        connection = "Azure portal > the Azure Bot > Configuration > the OAuth connection"
        if not granted.for_graph:
            raise BrokenError(
                "The connection gives a token that is not for Microsoft Graph.",
                fix=f"{connection}: its scopes must be those of Microsoft Graph, such as Chat.Read, and of nothing "
                "else.",
                who=INSTALLER,
            )
        if granted.tenant not in ("", self._settings.tenant.lower()):
            raise BrokenError(
                "The connection gives a token of another tenant.",
                fix=f"{connection}: its tenant id must be the one in FAIRCOPY_TENANT.",
                who=INSTALLER,
            )
        if granted.person not in ("", asker.person.id):
            raise BrokenError(
                "The connection gives somebody else's token. I have not used it.",
                fix="Sign out of Faircopy's sign-in page in your browser, then sign in again with the account that "
                "you use in Teams.",
            )
        try:
            await self._theirs.recent()
        except SignInNeededError:
            raise BrokenError(
                "Microsoft Graph refuses the token that the connection gives.",
                fix="Press Sign in. If it stays so, look in Entra's sign-in logs for Faircopy: a conditional "
                "access policy may want more.",
            ) from None
        except FaircopyError:
            pass  # the rows of Graph and of the calendar say it
        more = ", ".join(
            sorted((granted.scopes or frozenset()) - USUAL - {INSTALLED, *(s.name for s in SCOPES)})
        )
        if not more:
            return ""
        return Remark(
            say=f"It works. More is agreed to than Faircopy uses: {more}.",
            fix=f"Take away {more}: {_REGISTRATION} > API permissions: revoke the consent and remove it there, and "
            "take it out of the scopes of the OAuth connection. Or run infra/scripts/Set-Consent.ps1 again: it agrees "
            "to what is used and to nothing else. Then sign in again.",
            who=ENTRA_ADMIN,
        )

    async def _agreed(self, scope: Scope) -> str:
        """Whether the token holds it, and then the very request that needs it."""
        token = await self._theirs.token()
        granted = self._theirs.granted(token)
        held = granted.holds(scope.name)
        fix = self._permission(scope).fix
        command = self._consent(granted.app or self._settings.app_id)
        if held is False:
            raise BrokenError(
                "Nobody has agreed to it: your sign-in does not hold it.", fix=fix, command=command
            )
        graph = self._parties.graph
        trials: Mapping[str, Callable[[Token], Awaitable[str]]] = {
            "Calendars.ReadBasic": lambda _: silent(self._theirs.recent()),
            "OnlineMeetings.Read": lambda t: silent(graph.find(t, self._made_up())),
            "OnlineMeetingTranscript.Read.All": lambda t: silent(graph.try_transcripts(t, _NO_MEETING)),
            "Chat.Read": lambda t: silent(graph.of_chat(t, _NO_THREAD)),
            "Files.ReadWrite.All": lambda t: silent(graph.try_files(t)),
            "User.Read": lambda t: in_groups(self._parties, t, self._theirs.known().person.id),
        }
        try:
            async with asyncio.timeout(SHORT):
                return await trials[scope.name](token)
        except NotThereError:
            pass  # what is asked for does not exist: that it was looked for is the yes
        except SignInNeededError:
            raise NotTriedError(BAD_SIGN_IN) from None
        except (BusyError, TimeoutError):
            raise NotTriedError(GRAPH_SILENT) from None
        except NotAllowedError as no:
            if no.code in ("refused", "calendar"):
                agreed = "It is agreed to, but " if held else ""
                raise BrokenError(
                    f"{agreed}Microsoft Graph refuses what needs it.".capitalize(), fix=fix, command=command
                ) from None
        return ""

    async def _access(self) -> str:
        """Whether Graph lists transcripts at all, of a meeting that this person may see."""
        if not await self._theirs.transcripts():
            return "Tried with a meeting that has no transcript."
        return ""

    async def _names(self) -> str:
        """Whether a transcript is given with names: only of a meeting whose link was given; none of it is read."""
        asker = self._theirs.known()
        if not asker.link:
            raise NotTriedError(
                "Give the join link of a meeting of yours that has a transcript. I read none of its words."
            )
        try:
            found = await self._theirs.transcripts()
        except NotTriedError:
            raise
        except FaircopyError:
            raise NotTriedError("No transcript is given at all: see transcript access.") from None
        if not found:
            raise NotTriedError("That meeting has no transcript, or it is not ready yet.")
        meeting, transcript = found
        try:
            async with asyncio.timeout(SHORT / 2):
                named = await self._parties.graph.try_names(await self._theirs.token(), meeting, transcript)
        except (BusyError, TimeoutError):
            raise NotTriedError(GRAPH_SILENT) from None
        if not named:
            raise NotAllowedError("Microsoft gives transcripts without names only.", code="names")
        return ""

    def _consent(self, app: str) -> str:
        """Where an administrator agrees for everybody: https://learn.microsoft.com/entra/identity-platform/v2-admin-consent"""
        return f"{self._settings.authority}/{self._settings.tenant}/adminconsent?client_id={app}"

    def _made_up(self) -> str:
        """The join link of a meeting that does not exist, as this person might have made it."""
        who = self._theirs.known().person.id
        context = f"%7b%22Tid%22%3a%22{self._settings.tenant}%22%2c%22Oid%22%3a%22{who}%22%7d"
        thread = _NO_THREAD.replace(":", "%3a").replace("@", "%40")
        return f"https://teams.microsoft.com/l/meetup-join/{thread}/0?context={context}"
