"""Answers given before, or instead of, a page: short text with no tenant's branding and nothing of the inside."""

from __future__ import annotations

import json
from http import HTTPStatus

from litestar.types import Scope, Send

_TEXTS = {
    400: "Bad request / 请求有误",
    404: "Not found / 页面不存在",
    500: "Something went wrong on our side. Nothing was saved; please try again. / 系统出错，内容未保存，请重试",
    503: "Temporarily not available. Nothing was saved; please try again in a moment. / 暂时无法使用，内容未保存，请稍后再试",
}
_UNSURE = (
    "We could not hear whether this was saved. Please send it again as it stands: it is recorded once only. / "
    "无法确认内容是否已保存。请原样重新提交，系统只会记录一次"
)


async def answer(
    scope: Scope, send: Send, status: int, *, request_id: str = "", unsure: bool = False
) -> None:
    """`unsure`: nobody can say whether the change was kept; its one-time id sees to it that sending it again is safe."""
    number = request_id if status >= 500 else ""
    text = _UNSURE if unsure else _TEXTS[status]
    kind, body = b"text/plain; charset=utf-8", text + (f"\n{number}\n" if number else "\n")
    if scope["path"].startswith("/api/"):
        kind, body = b"application/problem+json", _problem(status, number, unsure=unsure)
    data = body.encode()
    headers = [(b"content-type", kind), (b"content-length", str(len(data)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": data, "more_body": False})


def _problem(status: int, request_id: str, *, unsure: bool) -> str:
    """RFC 9457."""
    detail: dict[str, object] = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    if unsure:
        detail["detail"] = "Whether this was saved is not known: send it again with the same Idempotency-Key."
    if request_id:
        detail["instance"] = f"urn:request:{request_id}"
    return json.dumps(detail)
