"""`python -m benchmarks.load`: complainants, systems and staff at once, and what they must find true afterwards.

LOAD_SECONDS is 300 for the whole hour's worth; LOCUST names the program (see `make load`).
"""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from benchmarks.load import memory
from benchmarks.load.books import demand_balance
from benchmarks.load.busy_hour import (
    COMPLAINANTS,
    LODGED_BY_FORM,
    LODGED_BY_SYSTEMS,
    STAFF,
    SYSTEMS,
    USUAL_SECONDS,
)
from benchmarks.load.deployment import Deployment, deployment
from benchmarks.load.memory import Sampler
from tenants.demo.drawings import photo
from tenants.demo.logins import PASSWORD
from tenants.demo.script import shows

ROOT = Path(__file__).parent.parent.parent


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    seconds = int(os.environ.get("LOAD_SECONDS", USUAL_SECONDS))
    with deployment() as deployed:
        before = deployed.members()
        sampler = Sampler(before)
        sampler.start()
        code = visit(deployed, seconds)
        sampler.stop()
        print_pages(deployed.home / "load_stats.csv")
        lodged = len((deployed.home / "receipts.jsonl").read_text("utf-8").splitlines())
        wanted = (LODGED_BY_FORM + LODGED_BY_SYSTEMS) * seconds // USUAL_SECONDS
        print(
            f"{lodged} complaints lodged; at the hour's pace {wanted}. Fewer means that the machine was too busy."
        )
        wrong = [] if code == 0 else [f"visits failed (Locust ended with {code}; its words are above)"]
        wrong += demand_balance(deployed, deployed.home / "receipts.jsonl")
        wrong += quiet(deployed, before)
        wrong += flat(sampler)
    for fault in wrong:
        print(f"WRONG: {fault}")
    print("everything is as it was told" if not wrong else f"{len(wrong)} checks failed")
    return 1 if wrong else 0


def visit(deployed: Deployment, seconds: int) -> int:
    """Play the hour; tasks that have begun may end."""
    plan = deployed.home / "plan.json"
    plan.write_text(json.dumps(_plan(deployed)), encoding="utf-8")
    people = COMPLAINANTS + SYSTEMS + STAFF
    done = subprocess.run(
        [
            os.environ.get("LOCUST", ".venv/load/bin/locust"), "--headless", "--only-summary", "--skip-log-setup",
            "-f", str(Path(__file__).with_name("locustfile.py")), "-H", f"http://127.0.0.1:{deployed.port}",
            "-u", str(people), "-r", str(people), "-t", f"{seconds}s", "--stop-timeout", "60",
            "--csv", str(deployed.home / "load"),
        ],
        cwd=ROOT,
        env=dict(os.environ) | {"LOAD_PLAN": str(plan), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        check=False,
    )  # fmt: skip
    return done.returncode


def quiet(deployed: Deployment, before: Mapping[str, object]) -> list[str]:
    """Nothing died, and nothing was said that an operator would have to look at."""
    wrong = [] if deployed.members() == before else ["a process died and was started again"]
    bad = [line for line in deployed.said.splitlines() if '"level": "error"' in line or "Traceback" in line]
    return wrong + ([f"{len(bad)} errors in the log, such as {bad[0][:300]}"] if bad else [])


def flat(sampler: Sampler) -> list[str]:
    wrong = []
    for name, samples in sampler.samples.items():
        grown = memory.growth(samples)
        means = " ".join(f"{mean:.0f}" for mean in memory.fifths(samples))
        print(f"{name:<8}{memory.plot(samples)}  MB by fifths: {means}  ({grown:+.0f})")
        if grown > memory.MAY_GROW:
            wrong.append(f"memory of {name} grew by {grown:.0f} MB")
    return wrong


def print_pages(path: Path) -> None:
    print(f"{'':<42}{'requests':>9}{'failed':>8}{'p50 ms':>8}{'p95 ms':>8}")
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            times = "".join(f"{float(row[name]):8.0f}" for name in ("Median Response Time", "95%"))
            print(f"{row['Name']:<42}{row['Request Count']:>9}{row['Failure Count']:>8}{times}")


def _plan(deployed: Deployment) -> dict[str, object]:
    """Who may sign in, what complainants have to say, and where to note what they are told."""
    picture = deployed.home / "photo.jpg"
    picture.write_bytes(photo("stain"))
    return {
        "receipts": str(deployed.home / "receipts.jsonl"),
        "photo": str(picture),
        "password": PASSWORD,
        "organisations": [
            {
                "slug": show.slug,
                "host": f"{show.slug}.localhost:{deployed.port}",
                "handlers": [
                    show.email_of(who) for who in show.people if {"handler", "supervisor"} & {*who.roles}
                ],
                "stories": [
                    {
                        "category": story.category,
                        "subject": story.subject,
                        "narrative": story.narrative,
                        "demand": story.demand,
                        "answers": story.answers,
                    }
                    for story in show.complaints
                    if not story.by
                ],
            }
            for show in shows()
        ],
    }


if __name__ == "__main__":
    sys.exit(main())
