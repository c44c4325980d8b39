"""Where somebody lives, who is expecting, what the police know and who told it: held out as people mark it."""

from __future__ import annotations

import re

import pytest

from tests.drafting.test_confidence import CHILD, HEAD, MUM, POLICE, SOCIAL, held_of

TABLE = [
    # whereabouts
    [
        (
            SOCIAL,
            "{So they've been in the refuge since Sunday.} {It's over in Telford, and dad's not to have that.}",
        ),
        (HEAD, "Has she got uniform?"),
    ],
    [(HEAD, "{They've moved to Larch Close, number nine.} {That address mustn't go on anything he gets.}")],
    [
        (
            SOCIAL,
            (
                "{The carers are at 12 Mill Bank.} {It's a confidential placement so please keep "
                "the address off the paperwork.}"
            ),
        )
    ],
    [
        (
            SOCIAL,
            "{She's changed schools to St Anne's.} {Dad doesn't know which school and he's not to be told.}",
        )
    ],
    [(MUM, "{I've moved back to my sister's in Crewe.} {Please don't give him the address.}")],
    [
        (
            POLICE,
            "{He's out on the ninth and he doesn't know where they're living.} {I'd like it kept that way.}",
        )
    ],
    # pregnancy
    [
        (
            MUM,
            "Can I say something while he's upstairs? {I'm expecting, I'm eight weeks.} {My mum doesn't know.}",
        ),
        (SOCIAL, "{Congratulations.}"),
    ],
    [(SOCIAL, "{Mum told me on the phone she's pregnant.} {She's not told dad so that's just for us.}")],
    [(MUM, "{I lost a baby in March.} {I haven't told anyone that.}")],
    [
        (
            SOCIAL,
            "{Between ourselves, Tia's pregnant again.} {It's very early days and she's not ready for people to know.}",
        )
    ],
    # police
    [
        (
            POLICE,
            (
                "{There's some intel from last summer about the uncle dealing.} {It's not been "
                "tested, and it's not for disclosure.}"
            ),
        )
    ],
    [
        (
            POLICE,
            (
                "{We've had two calls from a source that he's back at the address.} {I'd ask "
                "that's not minuted in the part that goes out.}"
            ),
        )
    ],
    [(POLICE, "{He's got a caution from 2019.} {There's an ongoing operation I can't go into.}")],
    [
        (
            POLICE,
            (
                "{He's under investigation for images.} {Please don't share that with the family "
                "at this stage, it would tip him off.}"
            ),
        )
    ],
    [
        (POLICE, "{What I'm about to say is restricted.} {He's on the register.} {He was released in May.}"),
        (HEAD, "How's attendance?"),
    ],
    # anonymity
    [(HEAD, "{One of the dads rang me, he doesn't want his name in it.} {He said he's heard shouting.}")],
    [(SOCIAL, "{We had an anonymous referral, from somebody who works with her.}")],
    [(MUM, "{It was our Kelly told me, but you didn't hear that from me.}")],
    # not in minutes
    [(HEAD, "{To be honest, and this isn't for the minutes, the teacher can't cope with him.}")],
    [(HEAD, "{Not for the minutes, but we've had two complaints about that class.}")],
    [(SOCIAL, "{Can we take this bit out of the notes?} {Gran's been seeing someone.}")],
    [(SOCIAL, "{She's been self-harming again.} {I don't think that should go in the version Jude sees.}")],
    [(MUM, "{You can leave this out but I hit him once, with a slipper, years ago.}")],
    [
        (MUM, "{I'm on tablets for my nerves, you needn't write that down.}"),
        (SOCIAL, "What time's school out?"),
    ],
    [(MUM, "{I were inside for three month when I were nineteen.} {Dunna put that in.}")],
    [(MUM, "{Me partner's lost his job.} {That's between thee and me.}")],
    [(MUM, "{I've been skint and I took a loan off a fella.} {Don't be writing that.}")],
    # child
    [
        (CHILD, "{I saw Uncle Ray push her.} {You won't tell anyone, will you?}"),
        (SOCIAL, "I can't promise that, but I'd tell you first."),
    ],
    [(CHILD, "{I've been bunking PE.} {Promise you won't tell Mum?}")],
    [(CHILD, "{It's a secret.} {We go in his car.}")],
    [(CHILD, "I like school. {I don't want Dad to know I said this, but I don't want to go on Fridays.}")],
    [(CHILD, "{Can you keep a secret?} {I'm not really asleep when they shout.}")],
    [(CHILD, "{I don't want you to say to Nan that I said it.}")],
    [(CHILD, "{Don't tell me mam but I've got a vape.}"), (SOCIAL, "OK. How's football?")],
    # practitioner
    [
        (SOCIAL, "{My own lad's the same, he's got autism, we're going through it with the school.}"),
        (MUM, "Jude won't wear his coat."),
    ],
    [(HEAD, "{I'm off for my operation on the ninth so it'll be the deputy.} Attendance is ninety.")],
    # deferred
    [(SOCIAL, "We'll talk about that when Jude's not here. How's dinner?")],
]


@pytest.mark.parametrize("turns", TABLE, ids=lambda t: t[0][1][:60])
def test_what_is_marked_is_held_and_no_more(turns: list[tuple[str, str]]) -> None:
    assert held_of(turns) == {x for _, text in turns for x in re.findall(r"\{([^}]*)\}", text)}
