"""One person written for another: who does what, whose it is, which child. Labels that name people, and that do not."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from drafting import checks, evidence
from record.source import Transcript
from tests.drafting.conftest import said

CORE = said(
    (
        "Adeyemi, Ruth",
        "Right, morning everyone. It's the second core group for Alfie, who's nine, and Maisie, who's four.",
    ),
    ("Adeyemi, Ruth", "I'm Ruth, the social worker. Could we go round and say who we are?"),
    ("Hobbs, Karen", "Karen Hobbs, I'm the head of year at Fernlea, so I know Alfie."),
    ("Tom Whitlock (Guest)", "Tom. I'm their dad."),
    (
        "Shelley Marsh (Guest)",
        "Shelley, their mum. And my sister Dawn's in the kitchen, she might come in.",
    ),
    ("Osei, Grace", "I'm Grace Osei, health visitor for Maisie."),
    ("Lund, Peter", "Peter Lund, family support. I go in on Tuesdays."),
    ("Adeyemi, Ruth", "Thank you. Karen, how's school?"),
    (
        "Hobbs, Karen",
        (
            "Alfie's attendance is up to ninety-three per cent. He's joined the chess club and he's "
            "made one good friend, Idris."
        ),
    ),
    (
        "Hobbs, Karen",
        "He was tearful on the Monday after he'd been at his dad's. He told Mr Barrow that he'd had no tea.",
    ),
    (
        "Tom Whitlock (Guest)",
        "That's not right, I made him pasta. He didn't want it, he was upset because the dog had been sick.",
    ),
    ("Adeyemi, Ruth", "OK, thanks Tom. Grace, Maisie?"),
    (
        "Osei, Grace",
        (
            "So I saw Maisie on the sixth of May at Shelley's. Her speech is delayed, she's got about"
            " twenty words, and I've referred her to the speech therapist."
        ),
    ),
    (
        "Osei, Grace",
        "Her weight's fine, it's on the twenty-fifth centile. She's not been to the dentist yet.",
    ),
    (
        "Shelley Marsh (Guest)",
        (
            "I've got her booked in for the dentist on the nineteenth. Dawn's going to take her "
            "because I'm on shift."
        ),
    ),
    ("Adeyemi, Ruth", "Lovely. And Peter?"),
    (
        "Lund, Peter",
        (
            "Yeah, so I've done four sessions with Shelley on bedtimes. The stair gate's up now. "
            "Tom's missed two of his three."
        ),
    ),
    ("Tom Whitlock (Guest)", "I was working nights at the depot. I've asked for days from June."),
    ("Lund, Peter", "And there was a smell of cannabis at Tom's flat the last time I went."),
    ("Tom Whitlock (Guest)", "That was my mate Craig, he's not allowed round no more."),
    (
        "Shelley Marsh (Guest)",
        "Alfie says he doesn't like it when Craig's there. He hides in the bathroom with his tablet.",
    ),
    (
        "Adeyemi, Ruth",
        (
            "Right. So that needs to go in the plan. Tom, are you saying Craig won't be at the flat "
            "when the children are?"
        ),
    ),
    ("Tom Whitlock (Guest)", "Yeah, he won't. I've told him."),
    (
        "Hobbs, Karen",
        "Can I just say, Maisie's nursery rang us, they said she bit another child last week.",
    ),
    ("Shelley Marsh (Guest)", "She did, yeah. I was mortified. I apologised to the girl's mum."),
    ("Adeyemi, Ruth", "Grace, could you do something on that with Shelley?"),
    ("Osei, Grace", "I will, I'll go through the biting leaflet with her on Thursday."),
    ("Adeyemi, Ruth", "Peter, can you see Tom on a day he's not working?"),
    ("Lund, Peter", "I can do the Friday, the eleventh, at his flat."),
    ("Adeyemi, Ruth", "And I'll ring Dawn about whether she could have the children every other Saturday."),
    ("Shelley Marsh (Guest)", "My mum can't do it, she's had her hip done. Dawn could."),
    ("Hobbs, Karen", "I'll ask the school counsellor, Ms Pryce, to see Alfie once a week till the summer."),
    (
        "Tom Whitlock (Guest)",
        "And his inhaler, he left the blue one at mine. I'll drop it at school tomorrow.",
    ),
    ("Adeyemi, Ruth", "Good. The next core group is the twenty-third of June at the children's centre."),
)

TRUE = [
    "Alfie's attendance is 93%.",
    "Alfie has joined the chess club.",
    "Alfie has made one good friend, Idris.",
    "Alfie told Mr Barrow that he had had no tea.",
    "Tom said that he made Alfie pasta.",
    "Grace Osei saw Maisie on 6 May at Shelley's.",
    "Maisie's speech is delayed and she has about twenty words.",
    "Grace Osei has referred Maisie to the speech therapist.",
    "Maisie's weight is on the 25th centile.",
    "Dawn will take Maisie to the dentist on the 19th.",
    "Peter Lund has done four sessions with Shelley on bedtimes.",
    "Tom has missed two of his three sessions.",
    "Tom was working nights at the depot.",
    "Peter Lund noticed a smell of cannabis at Tom's flat.",
    "Alfie hides in the bathroom with his tablet when Craig is there.",
    "Tom said that Craig will not be at the flat when the children are.",
    "Maisie bit another child last week.",
    "Shelley apologised to the girl's mum.",
    "Grace will go through the biting leaflet with Shelley on Thursday.",
    "Peter will see Tom on Friday the 11th at his flat.",
    "Ruth Adeyemi will ring Dawn about every other Saturday.",
    "Shelley's mum has had her hip done.",
    "Karen Hobbs will ask Ms Pryce to see Alfie once a week.",
    "Tom will drop the inhaler at school tomorrow.",
    "Alfie was tearful on the Monday after he had been at his dad's.",
    "Shelley is on shift on the 19th.",
    "The nursery rang Karen Hobbs about Maisie.",
    "Dawn is Shelley's sister.",
]

CONFUSED = [
    "Maisie's attendance is 93%.",
    "Maisie has joined the chess club.",
    "Alfie has made one good friend, Craig.",
    "Maisie told Mr Barrow that she had had no tea.",
    "Shelley said that she made Alfie pasta.",
    "Grace Osei saw Maisie on 6 May at Tom's.",
    "Alfie's speech is delayed and he has about twenty words.",
    "Karen Hobbs has referred Maisie to the speech therapist.",
    "Alfie's weight is on the 25th centile.",
    "Tom will take Maisie to the dentist on the 19th.",
    "Peter Lund has done four sessions with Tom on bedtimes.",
    "Shelley has missed two of her three sessions.",
    "Craig was working nights at the depot.",
    "Peter Lund noticed a smell of cannabis at Shelley's flat.",
    "Maisie hides in the bathroom with her tablet when Craig is there.",
    "Alfie hides in the bathroom with his tablet when Tom is there.",
    "Tom said that Dawn will not be at the flat when the children are.",
    "Alfie bit another child last week.",
    "Tom apologised to the girl's mum.",
    "Grace will go through the biting leaflet with Tom on Thursday.",
    "Peter will see Shelley on Friday the 11th at her flat.",
    "Grace will see Tom on Friday the 11th at his flat.",
    "Karen Hobbs will ring Dawn about every other Saturday.",
    "Tom's mum has had her hip done.",
    "Ruth Adeyemi will ask Ms Pryce to see Alfie once a week.",
    "Karen Hobbs will ask Ms Pryce to see Maisie once a week.",
    "Shelley will drop the inhaler at school tomorrow.",
    "Maisie was tearful on the Monday after she had been at her dad's.",
    "Tom is on shift on the 19th.",
    "The nursery rang Grace Osei about Maisie.",
    "Dawn is Tom's sister.",
    "Craig has asked for days from June.",
]


VISIT = said(
    (
        "Speaker 1",
        (
            "Hiya Becky, it's Nora from the family centre. Is it all right if I record this, it's "
            "just for my notes?"
        ),
    ),
    ("Speaker 2", "Yeah, go on. Mind the pushchair."),
    ("Speaker 1", "Thanks. So how's Theo been since the hospital?"),
    (
        "Speaker 2",
        "He's all right. He's off the antibiotics, finished them Sunday. It's Lacey I'm worried about.",
    ),
    ("Speaker 1", "Go on."),
    ("Speaker 2", "She won't sleep in her own bed. She's come in with me every night since Darren left."),
    ("Speaker 1", "And when was that?"),
    ("Speaker 2", "Three weeks ago. The fourteenth. He took the car and all."),
    ("Speaker 1", "Has he been in touch?"),
    ("Speaker 2", "He rang Lacey on her birthday, that's it. He's not seen Theo at all."),
    ("Speaker 1", "Has he ever hit you, Becky?"),
    (
        "Speaker 2",
        "No. He's never hit me. He shouts. He put his fist through the bathroom door, that was in March.",
    ),
    ("Speaker 1", "Were the children here?"),
    ("Speaker 2", "Theo was at my nan's. Lacey heard it."),
    ("Speaker 1", "And are you drinking at the moment?"),
    ("Speaker 2", "I had two cans at my sister's barbecue. I don't drink in the house."),
    ("Speaker 1", "What about money?"),
    (
        "Speaker 2",
        (
            "The universal credit's been sorted, Jade from the job centre did it. I'm behind on the "
            "gas, two hundred and forty quid."
        ),
    ),
    ("Speaker 1", "I'll do you a fuel voucher. And Theo's health visitor, is that still Anita?"),
    (
        "Speaker 2",
        "No, Anita's left. It's Bev now. She came on Wednesday and weighed him, he's nine kilos.",
    ),
    ("Speaker 1", "Is Lacey getting to school?"),
    (
        "Speaker 2",
        "Most days. She had Friday off with her tummy. Her teacher, Mrs Kaur, says she's gone quiet.",
    ),
    ("Speaker 1", "Do you think she'd talk to somebody?"),
    ("Speaker 2", "She talks to my nan. She told Nan she thinks Darren left because of her."),
    ("Speaker 1", "Oh bless her. OK. I'll speak to Mrs Kaur about the nurture group."),
    ("Speaker 2", "And can you ask about the door? The landlord says he won't mend it."),
    ("Speaker 1", "I'll ring Mr Doyle tomorrow. Has the solicitor written to you?"),
    ("Speaker 2", "Not yet, no."),
    ("Speaker 1", "Right. I'll come again Thursday week at two."),
)

SAID = [
    "Theo finished his antibiotics on Sunday.",
    "Lacey will not sleep in her own bed.",
    "Lacey has come in with Becky every night since Darren left.",
    "Darren left three weeks ago.",
    "Darren rang Lacey on her birthday.",
    "Darren has not seen Theo.",
    "Becky said that Darren has never hit her.",
    "Darren put his fist through the bathroom door in March.",
    "Theo was at his great-grandmother's and Lacey heard it.",
    "Becky does not drink in the house.",
    "Becky is behind on the gas by £240.",
    "Jade from the job centre sorted the universal credit.",
    "Nora will give Becky a fuel voucher.",
    "Bev is Theo's health visitor now.",
    "Bev weighed Theo on Wednesday and he is 9 kg.",
    "Lacey had Friday off.",
    "Mrs Kaur says that Lacey has gone quiet.",
    "Lacey told Nan that she thinks Darren left because of her.",
    "Nora will speak to Mrs Kaur about the nurture group.",
    "Nora will ring Mr Doyle tomorrow.",
    "The solicitor has not written to Becky yet.",
    "The landlord will not mend the door.",
]
WRONG = [
    "Lacey finished her antibiotics on Sunday.",
    "Theo will not sleep in his own bed.",
    "Lacey will sleep in her own bed.",
    "Lacey has come in with Becky every night since Theo left.",
    "Becky left three weeks ago.",
    "Darren rang Theo on his birthday.",
    "Darren has not seen Lacey at all.",
    "Darren has seen Theo.",
    "Becky said that Darren has hit her.",
    "Becky put her fist through the bathroom door in March.",
    "Lacey was at Nan's and Theo heard it.",
    "Becky drinks in the house.",
    "Anita from the job centre sorted the universal credit.",
    "Anita is Theo's health visitor now.",
    "Anita weighed Theo on Wednesday.",
    "Bev weighed Lacey on Wednesday.",
    "Theo had Friday off.",
    "Mrs Kaur says that Theo has gone quiet.",
    "Lacey told Mrs Kaur that she thinks Darren left because of her.",
    "Lacey told Nan that she thinks Becky left because of her.",
    "Nora will speak to Bev about the nurture group.",
    "Nora will ring Mrs Kaur tomorrow.",
    "The solicitor has written to Becky.",
    "The landlord will mend the door.",
    "Darren's teacher is Mrs Kaur.",
    "Darren's birthday was in the last weeks and Lacey rang him.",
]


def found(sentences: Sequence[str], transcript: Transcript) -> list[str]:
    """Those that are a mismatch."""
    meeting = evidence.meeting(transcript)
    return [x for x in sentences if checks.verdict(x, meeting).verdict is checks.Finding.MISMATCH]


@pytest.mark.parametrize(("sentences", "transcript"), [(TRUE, CORE), (SAID, VISIT)], ids=["core", "visit"])
def test_what_was_said_of_somebody_is_left_alone(sentences: Sequence[str], transcript: Transcript) -> None:
    assert found(sentences, transcript) == []


@pytest.mark.parametrize(
    ("sentences", "transcript"), [(CONFUSED, CORE), (WRONG, VISIT)], ids=["core", "visit"]
)
def test_one_person_written_for_another_is_found(sentences: Sequence[str], transcript: Transcript) -> None:
    """Not all: where both are spoken of in the same breath, the words alone do not tell which of them it is."""
    assert len(found(sentences, transcript)) >= 0.75 * len(sentences)


def test_one_who_is_spoken_to_is_not_who_is_spoken_of() -> None:
    meeting = evidence.meeting(VISIT)
    spoken_to = [w.at for u in meeting.units for w in u.words if w.raw == "Becky"]
    assert len(spoken_to) == 2
    meant = {w.at for u in meeting.units for w in u.words if w.raw in ("he", "she")}
    assert set(spoken_to) <= set(meeting.who.acts["becki"])
    assert meant.isdisjoint(meeting.who.acts["becki"])  # "he" in "Has he ever hit you, Becky?" is another
    assert "becki" not in meeting.who.genders


def test_she_is_the_one_whom_the_sentence_before_named() -> None:
    meeting = evidence.meeting(VISIT)
    came = next(u for u in meeting.units if u.text.startswith("She came on Wednesday"))
    assert [n for n, there in meeting.who.acts.items() if came.words[0].at in there] == ["bev"]
