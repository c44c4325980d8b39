"""How Graph words its answers: errors, times with seven digits, pages, `$select`; and who is asking."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from aiohttp import web

from local.wire import RefusalError

METADATA = "https://graph.microsoft.com/v1.0/$metadata#"
CODES = {
    401: "InvalidAuthenticationToken",
    403: "Forbidden",
    404: "NotFound",
    405: "MethodNotAllowed",
    429: "TooManyRequests",
    503: "serviceNotAvailable",
    504: "gatewayTimeout",
}
WORDS = {
    404: "The resource could not be found.",
    405: "Specified HTTP method is not allowed for the request target.",
    429: "Too many requests",
}


@dataclass(frozen=True)
class Caller:
    """Whose delegated token came with the request, and what it allows."""

    oid: str
    scopes: frozenset[str]

    def may(self, *scopes: str) -> bool:
        """Whether any of these scopes was granted."""
        return bool(self.scopes.intersection(scopes))


CALLER = web.RequestKey("caller", Caller)


def needs(request: web.Request, *scopes: str) -> Caller:
    """The caller, who must hold one of these scopes."""
    caller = request[CALLER]
    if not caller.may(*scopes):
        raise refusal(
            403, f"Missing scope permissions on the request. API requires one of '{', '.join(scopes)}'."
        )
    return caller


def error(status: int, message: str = "", *, code: str | None = None, inner: str | None = None) -> Any:
    """The body of a Graph error."""
    name = str(uuid.uuid4())
    details: dict[str, Any] = {"code": inner} if inner else {}
    details |= {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
        "request-id": name,
        "client-request-id": name,
    }
    return {
        "error": {
            "code": code or CODES.get(status, "generalException"),
            "message": message or WORDS.get(status, "The request failed."),
            "innerError": details,
        }
    }


def refusal(
    status: int, message: str = "", *, code: str | None = None, inner: str | None = None
) -> RefusalError:
    """Graph says no."""
    return RefusalError(status, error(status, message, code=code, inner=inner))


def no_item() -> RefusalError:
    """There is no such file, or not for you."""
    return refusal(404, code="itemNotFound")


def ticks(moment: datetime) -> str:
    """A time with seven fraction digits, as on transcripts and recordings."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f}0Z"


def seconds(moment: datetime) -> str:
    """A time to the second, as on meetings and files."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def selected(request: web.Request, item: dict[str, Any]) -> dict[str, Any]:
    """The item with only the properties that `$select` names, and its id."""
    wanted = request.query.get("$select")
    if not wanted:
        return item
    names = {name.strip().partition("/")[0] for name in wanted.split(",")} | {"id"}
    return {key: value for key, value in item.items() if key in names or key.startswith("@odata")}


def entity(request: web.Request, context: str, item: dict[str, Any]) -> web.Response:
    """One resource."""
    return web.json_response({"@odata.context": METADATA + context} | selected(request, item))


def collection(
    request: web.Request, context: str, items: Iterable[dict[str, Any]], page_size: int
) -> web.Response:
    """One page of a collection; the next one hangs on `@odata.nextLink`."""
    chosen = [item for item in items if _matches(request.query.get("$filter"), item)]
    try:
        top = int(request.query.get("$top", page_size))
        skip = int(request.query.get("$skiptoken", 0))
    except ValueError:
        raise refusal(400, "Invalid page size or token.", code="BadRequest") from None
    size = max(1, min(top, page_size))
    page = chosen[skip : skip + size]
    answer: dict[str, Any] = {"@odata.context": METADATA + context, "@odata.count": len(page)}
    if skip + size < len(chosen):
        answer["@odata.nextLink"] = str(request.url.update_query({"$skiptoken": str(skip + size)}))
    answer["value"] = [selected(request, item) for item in page]
    return web.json_response(answer)


def equals(text: str | None) -> tuple[str, str] | None:
    """Property and value of an OData filter `property eq 'value'`; None without a filter."""
    if text is None:
        return None
    found = re.fullmatch(r"\s*([\w/]+)\s+eq\s+'((?:[^']|'')*)'\s*", text)
    if found is None:
        raise refusal(400, "Invalid filter clause.", code="BadRequest")
    return found[1], found[2].replace("''", "'")


def _matches(text: str | None, item: dict[str, Any]) -> bool:
    wanted = equals(text)
    return wanted is None or item.get(wanted[0]) == wanted[1]
