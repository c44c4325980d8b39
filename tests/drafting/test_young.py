"""A child among speakers whom nobody names is known by several signs, and nobody else is taken for one."""

from __future__ import annotations

import pytest

from drafting.people import People, Role, people
from drafting.speech import turns
from record.draft import Kind
from tests.drafting.conftest import child, drafted, said

CHILDREN = {
    "a boy shown his room": (
        ("W", "Hello there. Can I have a look at your room?"),
        ("S", "It's up here. That's my bed and that's my brother's."),
        ("W", "Who gets you up in the morning?"),
        ("S", "Mam does. Or I do it."),
        ("W", "And what do you have for breakfast?"),
        ("S", "Toast. We have cereal when it's payday."),
        ("W", "What's the best thing about school?"),
        ("S", "Football. And my mate Callum."),
    ),
    "a girl at the kitchen table": (
        ("W", "What are you drawing, poppet?"),
        ("S", "That's our house and that's Mummy."),
        ("W", "And where are you?"),
        ("S", "I'm in my bedroom with Teddy."),
        ("W", "What makes you happy?"),
        ("S", "When Daddy isn't shouting. I'm six now."),
    ),
    "a teenager in care": (
        ("W", "I can't keep secrets if it's about you being safe, you know that. How's college?"),
        ("S", "It's all right. I hate maths though. I'm not allowed my phone in lessons."),
        ("W", "And how's it going with your foster carer?"),
        ("S", "She's sound. She lets me have my mates round. I want to see my brother more."),
        ("W", "Who would you talk to if it got bad?"),
        ("S", "My tutor. Or my nan."),
    ),
    "a boy who says little": (
        ("W", "Hiya, Reuben. Shall we do the three houses?"),
        ("S", "Yeah."),
        ("W", "What goes in the worries house?"),
        ("S", "Mum crying."),
        ("W", "Anything else?"),
        ("S", "The big lads at school."),
        ("W", "And if you had a magic wand, Reuben?"),
        ("S", "My dad back. And a dog."),
    ),
    "a young person at their own meeting": (
        ("W", "Thanks for coming in, Aoife. Do you want to read your sheet or shall I?"),
        ("S", "You read it."),
        ("W", "What do you want to do when you leave school, Aoife?"),
        ("S", "Hairdressing. My auntie's got a shop."),
        ("W", "Which lesson is hardest?"),
        ("S", "English. I don't like reading out. They all look at me."),
    ),
}
GROWN = {
    "a mother whose own mum helps": (
        ("W", "How's your mum doing, does she still take them to school?"),
        ("S", "My mum has them Tuesdays. My brother does the Fridays, he drops the kids at school."),
        ("W", "And where do you sleep at the moment, love?"),
        ("S", "On the settee. The kids have got my bed. My back's killing me."),
        ("W", "What would you change if you could?"),
        ("S", "The house. And my rent. I want them to stop ringing me about the arrears."),
    ),
    "a father who went to the same school": (
        ("W", "How was school for him this week?"),
        ("S", "All right. I hated school, me, so I don't push the lad."),
        ("W", "What did you have for tea last night, was it all of you?"),
        ("S", "Pie and chips. He had his tea with my mum. I was on shift."),
        ("W", "Well done. And who gets you up for that?"),
        ("S", "I get myself up. I get the kids up and all."),
    ),
    "a grandmother": (
        ("W", "Hiya, pet. How's he been?"),
        ("S", "He's been good as gold. He had his breakfast and I took him to school."),
        ("W", "And has your daughter been round?"),
        ("S", "Mum came Sunday. She'd had a drink. I don't want her upsetting him."),
        ("W", "What's the worst part?"),
        ("S", "Bedtime. He wants his mum. I put him to bed and he cries."),
    ),
    "a teacher": (
        ("W", "How's school going for her, from your side?"),
        ("S", "Maths is good, and she goes to art club. Her attendance is ninety per cent."),
        ("W", "And her friends?"),
        ("S", "She sits with two girls in Year 4. At playtime she's with my TA."),
        ("W", "And PE?"),
        ("S", "She forgets her PE kit. I'd say it's the mornings at home."),
    ),
    "a foster carer": (
        ("W", "How was contact?"),
        ("S", "He came back and he wouldn't eat his tea. He went on the trampoline till dark."),
        ("W", "And school?"),
        ("S", "Mrs Bell rang me. He'd torn up his maths. I said he's to have his football."),
        ("W", "Does Mum ring?"),
        ("S", "Mum rings on a Sunday. The kids both talk to her."),
    ),
}


def _meeting(*turns_: tuple[str, str], speaker: str = "Speaker 4") -> People:
    told = [("Dev Rana" if who == "W" else speaker, words) for who, words in turns_]
    opening = ("Dev Rana", "I'm Dev, I'm the social worker, and it's the visit we said.")
    return people(turns(said(opening, *told)), child=None, siblings=(), author=None)


@pytest.mark.parametrize("who", CHILDREN)
def test_a_child_is_known_from_how_they_speak_and_are_spoken_to(who: str) -> None:
    found = _meeting(*CHILDREN[who]).speakers["Speaker 4"]
    assert found.role is Role.CHILD
    assert not found.sure
    assert found.why


@pytest.mark.parametrize("who", GROWN)
def test_an_adult_who_speaks_of_children_is_not_one(who: str) -> None:
    assert _meeting(*GROWN[who]).speakers["Speaker 4"].role is not Role.CHILD


@pytest.mark.parametrize("who", CHILDREN)
def test_a_first_name_alone_does_not_hide_a_child(who: str) -> None:
    assert _meeting(*CHILDREN[who], speaker="Aoife").speakers["Aoife"].role is Role.CHILD


def test_two_children_of_one_family_are_told_apart_by_what_they_are_called() -> None:
    told = (
        ("Dev Rana", "I'm the social worker for Noor and Bilal. Hiya, Noor. Is that your picture?"),
        ("Speaker 2", "It's our cat. Mummy says she's fat."),
        ("Dev Rana", "What did you have for tea, Noor?"),
        ("Speaker 2", "Rice. Daddy made it."),
        ("Dev Rana", "Bilal, can you show me your room?"),
        ("Speaker 3", "It's messy. My brother's got the top bunk."),
        ("Dev Rana", "How's school, Bilal?"),
        ("Speaker 3", "Boring. I like PE. And my teacher."),
        ("Dev Rana", "So how are you, Samira? How are the children sleeping?"),
        ("Speaker 1", "They're fine, the kids are fine. I get them up, I take them to school."),
        ("Dev Rana", "Thank you, Samira. And the rent?"),
        ("Speaker 1", "I've paid it."),
    )
    found = people(turns(said(*told)), child=None, siblings=(), author=None)
    assert {x: (p.role, p.called) for x, p in found.speakers.items() if p.nameless} == {
        "Speaker 2": (Role.CHILD, "Noor"),
        "Speaker 3": (Role.CHILD, "Bilal"),
        "Speaker 1": (Role.FAMILY, "Samira"),
    }
    assert set(found.children) == {"Noor", "Bilal"}


def test_one_sign_alone_is_no_proof() -> None:
    told = (
        ("Dev Rana", "How long have you been here?"),
        ("Speaker 1", "Since my mum died, so three years in May, and we'd always come here in the summer."),
        ("Dev Rana", "And who else is there?"),
        ("Speaker 1", "Only my brother, he works away. He comes when he can."),
    )
    assert (
        people(turns(said(*told)), child=None, siblings=(), author=None).speakers["Speaker 1"].role
        is not Role.CHILD
    )


def test_what_a_sibling_whom_nobody_labels_says_is_in_no_other_childs_record() -> None:
    told = (
        ("Dev Rana", "I'm the social worker for Noor and Bilal. Hiya, Noor. Is that your picture?"),
        ("Speaker 2", "It's our cat. Mummy says she's fat."),
        ("Dev Rana", "What did you have for tea, Noor?"),
        ("Speaker 2", "Crisps. I was hungry."),
        ("Dev Rana", "Bilal, can you show me your room?"),
        ("Speaker 3", "It's messy. My brother's got the top bunk."),
        ("Dev Rana", "How's school, Bilal?"),
        ("Speaker 3", "Boring. I like PE. And my teacher."),
    )
    draft = drafted(said(*told), "home-visit", child=child("Bilal Aziz"), siblings=(child("Noor Aziz"),))
    words = " ".join(x.text for s in draft.sections for x in s.lines if s.kind is not Kind.ATTENDANCE)
    assert "top bunk" in words
    assert "hungry" not in words
