"""What every part of a policy is made of: codes, texts in both languages, references from one part to another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Annotated

from msgspec import Meta, Struct
from msgspec.structs import FieldInfo, fields

CODE_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"

Code = Annotated[str, Meta(pattern=CODE_PATTERN)]
"""How an item is addressed, in its part and in every layer; never shown to complainants."""

Sources = tuple[str, ...]
"""Ids of requirement rows and standards; `sources` of the document names them for readers."""

REFERS = "refers"
"""In a type's `extra`: the part of the document whose codes are meant; forms offer them, checks hold them to it."""

# A reference may stay empty where its default is: "" then means none, or what is inherited.
_MAYBE_CODE = r"^([A-Za-z0-9][A-Za-z0-9_-]{0,39})?$"

LevelCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "levels"})]
DepartmentCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "departments"})]
CategoryCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "categories"})]
FieldCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "fields"})]
ClockCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "clocks"})]
PauseCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "pauses"})]
RoleCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "roles"})]
RosterCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "rosters"})]
ChecklistCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "checklists"})]
RetentionCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "retention"})]
RefusalCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "refusal_reasons"})]
RemedyCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "remedies"})]
BandCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "amount_bands"})]
KindCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "kinds"})]
QualificationCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "qualifications"})]
DocumentCode = Annotated[str, Meta(pattern=_MAYBE_CODE, extra={REFERS: "documents"})]


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A table of the document. Every subclass repeats `frozen=True, kw_only=True`."""


class Text(Part, frozen=True, kw_only=True):
    """One text in both languages; neither is optional."""

    zh: Annotated[str, Meta(min_length=1)]
    en: Annotated[str, Meta(min_length=1)]

    def in_language(self, language: str) -> str:
        return self.zh if language.startswith("zh") else self.en


class Named(Part, frozen=True, kw_only=True):
    """An item with nothing but its name and its place among the others."""

    name: Text
    rank: int = 0
    source: Sources = ()


@cache
def struct_fields(struct: type[Struct]) -> Mapping[str, FieldInfo]:
    """By the name a document uses; Python's own may differ where that is a keyword. Asking msgspec each time is slow."""
    return {field.encode_name: field for field in fields(struct)}
