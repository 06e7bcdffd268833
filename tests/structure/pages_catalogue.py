"""Which page is rendered with which sample."""

from __future__ import annotations

from collections.abc import Callable

from tests.structure import pages_samples as samples
from tests.structure.pages_samples import Values
from web.i18n import speaking
from web.templating import make_environment

SAMPLES: dict[str, Callable[[str], Values]] = {
    "showcase": samples.showcase,
}

_environment = make_environment()


def render(page: str, language: str) -> str:
    with speaking(language):
        return _environment.get_template(f"{page}.html").render(SAMPLES[page](language))
