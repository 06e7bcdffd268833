"""What a promise rests on, in words: the law, or a rule of the organisation's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from amends.policy.document import Basis, Policy, Source, SourceKind
from amends.policy.grounds import sources_named
from web.i18n import current_language, gettext
from web.i18n import mark as _

_PARTS = {"zh": "；", "en": "; "}


def ground(explanation: Mapping[str, Any], policy: Policy, *, outside: bool) -> list[str]:
    """A sentence, or none: to complainants (`outside`) only the law is named, not how the house explains itself."""
    basis = explanation.get("basis")
    named = sources_named(policy, explanation.get("sources", ()))
    if basis == Basis.STATUTORY:
        laws = [source for source in named if source.kind is SourceKind.LAW]
        shown = laws or ([] if outside else named)
        return [_said(shown, _("Required by law."), _("Required by law: %(sources)s."))]
    if basis is None or outside:
        return []
    return [
        _said(named, _("A rule of the organisation."), _("A rule of the organisation, after: %(sources)s."))
    ]


def _said(sources: Sequence[Source], bare: str, with_sources: str) -> str:
    language = current_language()
    titles = _PARTS[language].join(source.title.in_language(language) for source in sources)
    return gettext(with_sources) % {"sources": titles} if titles else gettext(bare)
