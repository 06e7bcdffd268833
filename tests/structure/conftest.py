"""People in front of the real pages, for the tests that walk every route."""

from __future__ import annotations

from tests.web.conftest import app, arrive
from tests.web.portal.conftest import enter

__all__ = ["app", "arrive", "enter"]
