"""Answers given before, or instead of, a page: short text with no tenant's branding and nothing of the inside."""

from __future__ import annotations

from litestar.types import Scope, Send

_TEXTS = {
    400: "Bad request / 请求有误",
    404: "Not found / 页面不存在",
    408: "The request took too long / 请求超时",
    413: "Too large: at most 20 MB a file / 内容过大：每个文件不超过 20 MB",
    500: "Something went wrong on our side. Nothing was saved; please try again. / 系统出错，内容未保存，请重试",
    503: "Temporarily not available, please try again in a moment. / 暂时无法使用，请稍后再试",
}


async def answer(scope: Scope, send: Send, status: int, *, request_id: str = "") -> None:
    number = f"\n{request_id}" if request_id and status >= 500 else ""
    body = f"{_TEXTS[status]}{number}\n".encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    if status in (408, 413):
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    shown = b"" if scope.get("method") == "HEAD" else body
    await send({"type": "http.response.body", "body": shown, "more_body": False})
