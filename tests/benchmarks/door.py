"""What one message costs at our door beside botbuilder's own, side by side in one run."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from statistics import median

import psutil

from local.microsoft import Microsoft
from local.microsoft.keys import CHANNEL, lifespan
from local.microsoft.teams_user import TeamsUser
from tests.benchmarks.echo import TOLD
from tests.benchmarks.measure import Measure
from tests.benchmarks.walk import told

ROUNDS, TURNS, WARM = 7, 40, 30
GOAL = 0.2


async def measured() -> list[Measure]:
    """The ratio, and both in milliseconds."""
    app_id, tenant = str(uuid.uuid4()), str(uuid.uuid4())
    async with Microsoft(app_id=app_id, tenant=tenant, secret="loopback-only") as microsoft:
        claims = {"aud": CHANNEL, "appid": app_id, "tid": tenant, "iss": "entra", **lifespan(3_600)}
        where = {
            "app_id": app_id,
            "tenant": tenant,
            "keys": microsoft.keys.metadata_url,
            "token": microsoft.identity.keys.sign(claims),
        }
        user = microsoft.user(microsoft.person("Ana Example"))
        environment = {TOLD: json.dumps(where)}
        program = ["-m", "tests.benchmarks.echo"]
        async with (
            told([*program, "stock"], environment) as (stock, stock_url),
            told([*program, "ours"], environment) as (ours, our_url),
        ):
            sides = {stock: stock_url, ours: our_url}
            for url in sides.values():
                await _turns(microsoft, user, url, WARM)
            spent: dict[int, list[float]] = {pid: [] for pid in sides}
            for _ in range(ROUNDS):
                for pid, url in sides.items():
                    spent[pid].append(await _spent(microsoft, user, pid, url))
    return _measures(spent[stock], spent[ours])


def _measures(stock: Sequence[float], ours: Sequence[float]) -> list[Measure]:
    how = (
        f"CPU time of the bot's process for one typed message: token checked against the same key server, words sent "
        f"back through the connector. Both are given the bot's own token, so that botbuilder's asking for one at every "
        f"turn is not counted. The median of {ROUNDS} rounds of {TURNS} messages each, in turns, after {WARM}. "
        f"botbuilder {_told(stock)} ms; ours {_told(ours)} ms."
    )
    return [
        Measure(
            name="CPU a message to stock bot",
            value=median(ours) / median(stock),
            unit="×",
            goal=GOAL,
            how=how,
        ),
        Measure(name="CPU a message, ours", value=median(ours), unit="ms", how="As above."),
        Measure(name="CPU a message, stock bot", value=median(stock), unit="ms", how="As above."),
    ]


def _told(rounds: Sequence[float]) -> str:
    return ", ".join(f"{r:.2f}" for r in rounds)


async def _spent(microsoft: Microsoft, user: TeamsUser, pid: int, url: str) -> float:
    """Milliseconds of CPU a message."""
    process = psutil.Process(pid)
    before = process.cpu_times()
    await _turns(microsoft, user, url, TURNS)
    after = process.cpu_times()
    return (after.user + after.system - before.user - before.system) / TURNS * 1000


async def _turns(microsoft: Microsoft, user: TeamsUser, url: str, count: int) -> None:
    microsoft.connector.bot_url = f"{url}/api/messages"
    for n in range(count):
        answer = await user.say(f"Message {n}")
        if answer.status != 201 or user.newest().text != f"Message {n}":
            raise RuntimeError(f"{url} answered {answer.status}")
    user.conversation.messages.clear()
