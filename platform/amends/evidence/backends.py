"""From AMENDS_STORE_URL to a backend of obstore. Mistakes are ValueErrors that say what is expected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from obstore.store import LocalStore, MemoryStore, S3Store

from amends.evidence import disk

if TYPE_CHECKING:
    from obstore.store import ClientConfig, RetryConfig, S3Config
    from obstore.store import ObjectStore as Backend

_QUERY: Final = frozenset({"region", "endpoint", "virtual_hosted_style"})


def backend_of(url: str) -> tuple[Backend, Path | None]:
    """The backend, and its folder if it is one on this machine."""
    scheme, found, rest = url.partition("://")
    if not found:
        return _local(Path(url).expanduser())
    if scheme == "file":
        if not rest.startswith("/"):
            raise ValueError("the store's folder must be absolute: file:///srv/amends/store")
        return _local(Path(unquote(rest)))
    if scheme == "memory":
        return MemoryStore(), None
    if scheme == "s3":
        return _bucket(url), None
    raise ValueError("the store is a folder, file:///folder, s3://bucket/prefix, or memory:// for tests")


def _local(folder: Path) -> tuple[Backend, Path]:
    folder = folder.absolute()
    disk.make_private(folder)
    return LocalStore(folder), folder


def _bucket(url: str) -> Backend:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    if "@" in parts.netloc or not parts.netloc:
        raise ValueError(
            "expected s3://bucket/prefix; keys come from AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )
    if unknown := sorted(query.keys() - _QUERY):
        raise ValueError(
            f"unknown in the store's address: {', '.join(unknown)}; known: {', '.join(sorted(_QUERY))}"
        )
    retry: RetryConfig = {"max_retries": 3, "retry_timeout": timedelta(seconds=30)}
    return S3Store(
        parts.netloc,
        prefix=parts.path.strip("/") or None,
        config=_config(query),
        client_options=_client(query),
        retry_config=retry,
    )


def _config(query: Mapping[str, str]) -> S3Config:
    config: S3Config = {}
    if "region" in query:
        config["region"] = query["region"]
    if "endpoint" in query:
        config["endpoint"] = query["endpoint"]
    if "virtual_hosted_style" in query:
        config["virtual_hosted_style_request"] = query["virtual_hosted_style"] == "true"
    return config


def _client(query: Mapping[str, str]) -> ClientConfig:
    # `timeout` spans a whole download, which goes at the pace of the reader's phone.
    options: ClientConfig = {
        "connect_timeout": timedelta(seconds=5),
        "read_timeout": timedelta(seconds=30),
        "timeout": timedelta(minutes=10),
    }
    if query.get("endpoint", "").startswith("http://"):
        options["allow_http"] = True
    return options
