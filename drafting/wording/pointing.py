"""The words by which people point at somebody who was named before, and by which they named them."""

from __future__ import annotations

import re

THEM = re.compile(
    r"^\w+(?: (?:to|with|up|round|for|about|on))* (?P<who>them|['’]?em|him|her|they)\b", re.IGNORECASE
)
TURNS_TO = re.compile(
    r"(?:re-?)?(?:ring|call|phone|text|email|message|ask|tell|speak|talk|chase|remind|invite|contact|write|see"
    r"|meet|visit|liaise|nudge)\b",
    re.IGNORECASE,
)
SERVICE = re.compile(
    r"\b(?:dentist|doctors?|gp|surgery|school|nursery|college|police|nurse|housing|council|landlord|camhs"
    r"|hospital|clinic|company"
    r"|team|court|solicitor|pharmacy|chemist|bank|college|service|office|centre|agency|charity|optician|teachers?"
    r"|parents?|family"
    r"|neighbours?|carers?|club|line|people|lot|association|department|provider|library|gym|church|job ?centre)\b",
    re.IGNORECASE,
)
NO_NAME = (
    r"(?!(?:What|That|There|Who|Where|Here|How|When|This|Then|They|She|Let|Everybody|Everyone|Nobody)\b)"
)
NAME = re.compile(
    rf"(?<=[a-z,] ){NO_NAME}[A-Z][a-zà-ÿ]{{2,}}"
    rf"|^(?:(?:So|And|But|Then|Well|No) )*{NO_NAME}[A-Z][a-zà-ÿ]{{2,}}"
    rf"(?=['’]s\b| (?:is|was|has|said|rang|wants|needs)\b)"
)
KIN = re.compile(
    r"\b(?:mum|mom|mam|dad|nan|nana|gran|grandad|uncle|auntie|aunt|brother|sister|teacher|nurse|doctor|manager"
    r"|officer|worker|carer)\b",
    re.IGNORECASE,
)
