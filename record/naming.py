"""Speakers whom the transcript does not name: who they are, once the practitioner says so, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from record.draft import (
    Action,
    Draft,
    Flag,
    Kind,
    Labelled,
    Line,
    NotCovered,
    Origin,
    Section,
    SectionId,
    SpeakerName,
)
from record.source import Passage
from record.values import replace

NAMELESS = re.compile(
    r"^(?:speaker \d+|@\d+|\+?[\d ()*•x-]{6,}|unknown.*|guest.*)$|\b(?:iphone|ipad|android|galaxy|laptop|"
    r"room|phone)\b",
    re.IGNORECASE,
)
"""A label that is a place at the table, a device or a number: what Teams writes where it does not know who speaks."""

WHO_IS_THIS = "who-is-this"
WHO_SPOKE = "who-spoke"
NOT_THE_CHILD = "not-the-child"
OLD_NAME = "old-name"
"""Codes of flags about who spoke: the first two are answered by a name, the other two may come of one."""

MOST = 120
"""Characters of a name with its role."""

_QUOTED = re.compile(r"“[^”]*”?")
_LEAD = re.compile(r"(?:Restricted\. )?(?:Asked “[^”]*”, )?([^“”:]{1,200}): ")


def labels(draft: Draft) -> tuple[str, ...]:
    """Those who speak in what the draft cites and whom the transcript does not name, in the order they first speak."""
    known = {_shown(n): n.label for n in draft.names}
    spoken = (p.speaker for p in sorted(draft.passages, key=lambda p: p.start) if p.speaker)
    found = dict.fromkeys(known.get(label, label) for label in spoken)
    return tuple(label for label in found if NAMELESS.search(label))


def name_of(draft: Draft, label: str) -> str:
    """What they were named, with the role behind a comma; "" while nobody has said."""
    return next((n.name for n in draft.names if n.label == label), "")


def unnamed(draft: Draft) -> tuple[str, ...]:
    """Those who are still called by their label."""
    return tuple(label for label in labels(draft) if not name_of(draft, label))


def asked_in(draft: Draft) -> SectionId | None:
    """The section in which they are named: the one for who was there, or for the particulars, or the first."""
    if not labels(draft):
        return None
    by_kind = {s.kind: s.id for s in reversed(draft.sections)}
    first = draft.sections[0].id if draft.sections else None
    return by_kind.get(Kind.ATTENDANCE) or by_kind.get(Kind.METADATA) or first


def speaker_of(draft: Draft, passage: Passage) -> tuple[str | None, str | None]:
    """Who speaks there: as they are called in the text, and as the transcript labels them."""
    name = next((n for n in draft.names if _shown(n) == passage.speaker), None)
    return (_short(name.name), name.label) if name else (passage.speaker, passage.speaker)


def spoken_by(draft: Draft, label: str) -> tuple[Passage, ...]:
    """What the draft cites of them, in order."""
    shown = {label, *(_shown(n) for n in draft.names if n.label == label)}
    return tuple(p for p in sorted(draft.passages, key=lambda p: p.start) if p.speaker in shown)


def named(draft: Draft, given: Mapping[str, str]) -> Draft:
    """The draft with those speakers named (label → "Donna Brook, mother"), or called by their label again ("").

    In the text they are called by the name without the role; where somebody is listed as there, with it. Sources give
    both: "Donna Brook (Speaker 1)". Every line keeps what it said with the labels, so that another name is put in the
    place of the label, never in the place of a name: a child who is spoken of by the same name stays. What people
    said themselves (quotations) is never touched.
    """
    before = {n.label: n.name for n in draft.names}
    known = set(labels(draft))
    after = before | {label: _tidy(name) for label, name in given.items() if label in known}
    after = {label: name for label, name in after.items() if name and name != label}
    if after == before:
        return draft
    renames = _Renames(draft=draft, before=before, after=after)
    return replace(
        draft,
        names=tuple(SpeakerName(label=label, name=name) for label, name in after.items()),
        passages=tuple(renames.passage(p) for p in draft.passages),
        sections=tuple(
            replace(s, lines=tuple(renames.line(s, line) for line in s.lines)) for s in draft.sections
        ),
        actions=tuple(renames.action(a) for a in draft.actions),
        not_covered=tuple(renames.omission(o) for o in draft.not_covered),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Renames:
    """From one set of names (label → name with role) to another."""

    draft: Draft = field(repr=False)
    before: Mapping[str, str] = field(repr=False)
    after: Mapping[str, str] = field(repr=False)

    def passage(self, passage: Passage) -> Passage:
        shown = {_shown(SpeakerName(label=label, name=name)): label for label, name in self.before.items()}
        label = shown.get(passage.speaker or "", passage.speaker or "")
        speaker = _shown(SpeakerName(label=label, name=self.after[label])) if label in self.after else label
        return replace(passage, speaker=speaker or None)

    def line(self, section: Section, line: Line) -> Line:
        base = self._base(line.text, line.speaker, line.labelled)
        who = base.who or ""
        text = line.text if line.quote else self._put(base.text, self.after)
        changed = replace(line, text=text, speaker=self._called(base.who, self.after), labelled=None)
        if (changed.text, changed.speaker) != (base.text, base.who):
            changed = replace(changed, labelled=base)
        flags = [f for f in line.flags if f.code not in (NOT_THE_CHILD, OLD_NAME)]
        if who in self.after:
            flags = [f for f in flags if f.code not in (WHO_IS_THIS, WHO_SPOKE)]
        flags += self._flags(section, changed, who)
        return replace(changed, flags=tuple(flags))

    def action(self, action: Action) -> Action:
        base = self._base(action.text, action.owner, action.labelled)
        text, owner = self._put(base.text, self.after), self._called(base.who, self.after)
        return replace(
            action, text=text, owner=owner, labelled=base if (text, owner) != (base.text, base.who) else None
        )

    def omission(self, item: NotCovered) -> NotCovered:
        base = self._base(item.text, None, item.labelled)
        text = self._put(base.text, self.after)
        return replace(item, text=text, labelled=base if text != base.text else None)

    def _base(self, text: str, who: str | None, labelled: Labelled | None) -> Labelled:
        """What stood there with the labels. What a person has changed since stands as they left it, but for a name
        that it begins with: that is how a line says who spoke."""
        if labelled is None:
            return Labelled(text=text, who=who)
        label = labelled.who if self._called(labelled.who, self.before) == who else who
        if self._put(labelled.text, self.before) == text or text == labelled.text:
            return Labelled(text=labelled.text, who=label)
        name = self._called(label, self.before)
        if label and name and text.startswith(f"{name}: "):
            text = f"{label}: {text.removeprefix(f'{name}: ')}"
        return Labelled(text=text, who=label)

    def _called(self, who: str | None, names: Mapping[str, str]) -> str | None:
        return _short(names[who]) if who is not None and who in names else who

    def _put(self, text: str, names: Mapping[str, str]) -> str:
        """The names in the place of the labels, outside quotation marks; where a line begins with who spoke, there
        alone, since what follows are their words."""
        if not names:
            return text
        if text in names:
            return names[text]
        lead = _LEAD.match(text)
        speaks = lead is not None and (lead[1] in names or lead[1] in self._speakers())
        end = lead.end() if lead is not None and speaks else len(text)
        longest = sorted(names, key=len, reverse=True)
        label = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
        put = "".join(
            piece if quoted else label.sub(lambda m: _short(names[m[0]]), piece)
            for quoted, piece in _pieces(text[:end])
        )
        return put + text[end:]

    def _speakers(self) -> set[str]:
        shown = {_shown(n): n.label for n in self.draft.names}
        return {shown.get(p.speaker, p.speaker) for p in self.draft.passages if p.speaker}

    def _flags(self, section: Section, line: Line, who: str) -> Iterator[Flag]:
        """What to look at, now that somebody is named: another's words in the child's place, or a name that stayed."""
        child, name = self.draft.child, self.after.get(who)
        if section.kind is Kind.VOICE and line.quote and child is not None and name:
            first = _short(name).split()[:1]
            if first and first[0].casefold() not in child.name.casefold().replace(",", " ").split():
                reason = f"These are words of {_short(name)}, and this section is for the child's own."
                yield Flag(code=NOT_THE_CHILD, reason=reason)
        if line.origin is not Origin.CHANGED:
            return
        for label, old in self.before.items():
            now = self.after.get(label, label)
            if _short(old) != _short(now) and re.search(rf"(?<!\w){re.escape(_short(old))}(?!\w)", line.text):
                reason = f"You changed this line while {label} was called {_short(old)}. Check the name."
                yield Flag(code=OLD_NAME, reason=reason)


def _pieces(text: str) -> Iterator[tuple[bool, str]]:
    """The text in pieces: whether each stands in quotation marks."""
    at = 0
    for match in _QUOTED.finditer(text):
        yield False, text[at : match.start()]
        yield True, match[0]
        at = match.end()
    yield False, text[at:]


def _short(name: str) -> str:
    """The name without the role behind its comma."""
    return name.split(",", 1)[0].strip() or name


def _shown(name: SpeakerName) -> str:
    return f"{_short(name.name)} ({name.label})"


def _tidy(name: str) -> str:
    """One line, without what would read as a quotation or as the end of who spoke."""
    return " ".join(name.translate(str.maketrans("“”:", "   ")).split())[:MOST].strip(" ,")
