"""How somebody takes something on: "I'll ring them", "leave it with me"."""

from __future__ import annotations

from drafting.small import Small

TAKES_ON = Small(
    r"\bI(?:['’]ll| will| shall|['’]m (?:going to|gonna|to)| am (?:going )?to|['’]ve (?:got|agreed) to|['’]d better"
    r"| said I['’]d|"
    r" need to| have to| can (?!['’]t\b)(?!not\b))\b(?! not\b)|^(?:um+,? |oh,? |yeah,? |yes,? )*"
    r"(?:will do|leave (?:it|that) with me|"
    r"that['’]s (?:me|mine|one for me))\b"
)
