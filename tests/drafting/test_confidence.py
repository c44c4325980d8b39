"""What people say in confidence, or want left out, is held out with what it is of; what stands beside it is not."""

from __future__ import annotations

import re

import pytest

from drafting import hold, speech
from drafting.people import people
from tests.drafting.conftest import said

SOCIAL, MUM, CHILD, POLICE, HEAD = (
    "Ngozi Adeyinka",
    "Tanya Fenn",
    "Jude Fenn",
    "DC Alan Roper",
    "Pat Lomas",
)
HELLO = (
    (SOCIAL, "I'm Ngozi Adeyinka, I'm the social worker for Jude, who's ten."),
    (MUM, "I'm Tanya, I'm Jude's mum."),
    (POLICE, "I'm Alan Roper, I'm a detective constable with the police."),
    (HEAD, "I'm Pat Lomas, I'm the head teacher."),
    (CHILD, "I'm Jude. I'm in Miss Ray's class."),
)
"""Braces stand round what must be held; what has none must not be."""

NOT_WRITTEN = [
    [(MUM, "School's going fine. {I'm pregnant again, about ten weeks.} {Please don't put that down.}")],
    [(MUM, "{His uncle's back inside.} {Don't write that.}"), (SOCIAL, "How is he sleeping?")],
    [(MUM, "{Off the record, I can't stand the new worker.}"), (SOCIAL, "He has football on Mondays.")],
    [(MUM, "{My sister's lost her licence, but that's not for the minutes.}")],
    [(MUM, "{I had a termination in May.} {I don't want that in the report.}")],
    [(MUM, "{I'd rather that wasn't written down, but I've been sacked.}")],
    [(MUM, "{We're behind with the loan man.} {Can you leave that out?}"), (SOCIAL, "When's the rent due?")],
    [(MUM, "{My dad's drinking again.} {That's not to go in what they get.}")],
    [(MUM, "{I was in care meself for a bit.} {Keep that out of the notes.}")],
    [
        (MUM, "{I've been seeing a counsellor for what happened when I was small.}"),
        (SOCIAL, "{I won't put that in the report.}"),
        (SOCIAL, "The school nurse comes on the fourth of May."),
    ],
    [
        (MUM, "{He's got a new girlfriend over in Leeds.}"),
        (MUM, "{You're not writing that down, are you?}"),
    ],
    [(SOCIAL, "How much do you drink?"), (MUM, "{Half a bottle, most nights.} {Don't record that.}")],
    [(MUM, "{I never told him I'd left my job.} {Forget I said that.}"), (SOCIAL, "Is it Tuesdays he goes?")],
]

NOT_SHARED = [
    [(HEAD, "His maths is coming on. {Between you and me, the class teacher is leaving at Easter.}")],
    [
        (
            HEAD,
            "{Mum's asked about a move to another school.} {Jude doesn't know yet.} OK, so attendance is ninety.",
        )
    ],
    [(MUM, "{My mother's got cancer.} {He hasn't been told yet.}"), (SOCIAL, "What does he like to eat?")],
    [
        (
            SOCIAL,
            "{The carers are thinking of giving notice.} {Keep that between us.} OK, health, he's had his jabs.",
        )
    ],
    [(HEAD, "{I'd rather that wasn't shared with dad, but she came in with no coat three times.}")],
    [(POLICE, "{There's intelligence about the uncle and a cannabis factory.} {That can't go to mum.}")],
    [
        (POLICE, "{Mark this please.} {He's been seen at an address in Hope Street.}"),
        (SOCIAL, "What about the school run?"),
    ],
    [(SOCIAL, "{A neighbour rang, she lives opposite, and she doesn't want to be named.}")],
    [(SOCIAL, "{She's moved to a refuge in Derby.} {He's not to know where she is.}")],
    [
        (MUM, "{I'm telling you this in confidence, my partner's got a record.}"),
        (SOCIAL, "Who gets Jude up?"),
    ],
    [(MUM, "{She'd kill me if she knew I'd told you.} {Our Dawn's boy has been setting fires.}")],
    [(HEAD, "{One of our staff is off with stress because of it.} {That stays in this room.}")],
    [(MUM, "{I don't want it getting back to him.} {I've put money by for a flat.}")],
    [(MUM, "{I promised her I wouldn't say, but she's pregnant.}"), (SOCIAL, "Does he walk to school?")],
    [(SOCIAL, "{She's asked me not to tell anyone, but she's back with Dean.}")],
    [
        (MUM, "{Nobody knows about this, I had a caution when I was twenty.}"),
        (SOCIAL, "Does Jude still do judo?"),
    ],
    [
        (POLICE, "{There's a live operation at the flat upstairs.}"),
        (SOCIAL, "{So that's restricted.}"),
        (SOCIAL, "Has anybody seen the children today?"),
    ],
    [
        (MUM, "{We're splitting up.} {The kids don't know yet.}"),
        (SOCIAL, "{When will you tell them, at the weekend or before?} When's his dentist?"),
        (MUM, "{We'll tell them after Christmas.}"),
    ],
]

NOT_TO_BE_TOLD = [
    [(CHILD, "{Don't tell my mum.} {I go to the park when I say I'm at club.}")],
    [(CHILD, "{I took the money out of her purse.} {Please don't tell her.}")],
    [(CHILD, "I like art. {Can you not tell Dad I cried?}")],
    [(CHILD, "{There's a man comes when Nan's out.} {Don't say I said.}")],
    [
        (CHILD, "{I hate it at Gran's.} {Don't say anything to Gran.}"),
        (SOCIAL, "{I won't say anything to her.} What did you do at half term?"),
    ],
]

OPEN = [
    [(MUM, "I want that written down. I don't agree with the report.")],
    [(MUM, "Don't put that on him, he was only four. He doesn't write that well.")],
    [(MUM, "I don't know what he does there. He doesn't know how to tie his laces yet.")],
    [(CHILD, "He said don't tell your mum or I'll get you.")],
    [(CHILD, "He told me not to tell anyone about the sweets.")],
    [(MUM, "They never shared the report with me. It's not in the plan and it should be.")],
    [(MUM, "The school's not got back to me. He can't go to school with no shoes.")],
    [(SOCIAL, "Does anybody object to the transcript? I can turn it off. If you don't want it, say.")],
    [(MUM, "I don't want my voice on it. I'm not happy with that recording.")],
    [(SOCIAL, "What's said here is confidential to the people in the room. The minutes go to everybody.")],
    [(HEAD, "He's very sensitive about his weight. The counselling's going well.")],
    [(MUM, "Tell him I'm not telling him again. I keep it between nine and ten at night.")],
    [(CHILD, "Don't tell me off. I don't tell lies.")],
    [(SOCIAL, "She hasn't told me whether she's going yet. He doesn't know if he'll get a place yet.")],
    [(SOCIAL, "It won't go to conference. It can't go to panel until March. That doesn't go with his age.")],
    [(MUM, "I won't put up with that. I can't leave it out in the rain.")],
]


def held_of(turns: list[tuple[str, str]]) -> set[str]:
    """What was held of an excerpt."""
    told = speech.turns(said(*HELLO, *((who, re.sub(r"[{}]", "", text)) for who, text in turns)))
    held = hold.held(told, people(told, child=None, siblings=(), author=None))
    return {s.text for t in told for s in t.sentences if s.start >= 10 * len(HELLO) and s.n in held}


@pytest.mark.parametrize("turns", [*NOT_WRITTEN, *NOT_SHARED, *NOT_TO_BE_TOLD], ids=lambda t: t[-1][1][:60])
def test_what_is_marked_is_held_and_no_more(turns: list[tuple[str, str]]) -> None:
    wanted = {x for _, text in turns for x in re.findall(r"\{([^}]*)\}", text)}
    held = held_of(turns)
    assert held == wanted


@pytest.mark.parametrize("turns", OPEN, ids=lambda t: t[0][1][:60])
def test_words_like_these_mark_nothing(turns: list[tuple[str, str]]) -> None:
    held = held_of(turns)
    assert not held


STOPPED = [
    [
        (POLICE, "I saw her at home on Monday. {She did say that when she was at the clinic in May,}"),
        (SOCIAL, "Alan, I'm going to stop you there. Keep that for the end."),
    ],
    [
        (MUM, "He's doing well. {They're living over in Arden Road now.}"),
        (SOCIAL, "Can we not have where on the call?"),
    ],
    [
        (POLICE, "{His new partner is expecting a baby.}"),
        (SOCIAL, "Sorry, let's not go into that in here."),
    ],
    [
        (MUM, "{I've got to have my gall bladder out in June.}"),
        (SOCIAL, "{Does Jude know?}"),
        (MUM, "No, not yet."),
    ],
]


@pytest.mark.parametrize("turns", STOPPED, ids=lambda t: t[0][1][:50])
def test_what_somebody_is_stopped_in_saying_is_held(turns: list[tuple[str, str]]) -> None:
    wanted = {x for _, text in turns for x in re.findall(r"\{([^}]*)\}", text)}
    held = held_of(turns)
    assert wanted <= held
    assert not any("doing well" in x or "on Monday" in x for x in held)
