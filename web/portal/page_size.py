"""How many cases the queue shows on a page: the reader's choice, kept on this browser."""

from __future__ import annotations

from typing import Any

from litestar.datastructures import Cookie
from litestar.response import Response

from amends.complaints.listing import PAGE, SIZES
from web.edge.visit import AnyRequest, visit_of
from web.formats import number_text

ROWS_COOKIE = "amends_rows"
_A_YEAR = 365 * 24 * 3600
_SIZES = {str(size): size for size in SIZES}


def page_size(request: AnyRequest) -> int:
    chosen = request.query_params.get("rows") or request.cookies.get(ROWS_COOKIE, "")
    return _SIZES.get(str(chosen), PAGE)


def sizes_view(address: str, *, current: int) -> list[dict[str, Any]]:
    """A link for each size, back to the first page of the same list."""
    return [
        {"url": f"{address}&rows={size}", "text": number_text(size), "current": size == current}
        for size in SIZES
    ]


def remember_size(answer: Response[Any], request: AnyRequest) -> None:
    """Only where the reader chose one just now."""
    if request.query_params.get("rows") not in _SIZES:
        return
    answer.set_cookie(
        Cookie(
            ROWS_COOKIE,
            value=str(page_size(request)),
            max_age=_A_YEAR,
            path="/portal",
            httponly=True,
            samesite="lax",
            secure=visit_of(request).settings.secure,
        )
    )
