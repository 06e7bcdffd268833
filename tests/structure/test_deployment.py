"""Dockerfile, compose.yaml and deploy/kubernetes agree with the program and with each other."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from amends.catalogue import SETTINGS
from tests.deployment.recipe import ROOT, is_sent, stages

FOLDER = ROOT / "deploy" / "kubernetes"
KNOWN = {setting.name for setting in SETTINGS} | {
    f"{setting.name}_FILE" for setting in SETTINGS if setting.secret
}
NEEDED = {setting.name for setting in SETTINGS if setting.needed_in_production}
PRIVILEGED = {setting.name for setting in SETTINGS if setting.owner_only}
PROCESSES = ("web", "worker", "clock")
ITS_OWN = {"migrate": {"AMENDS_OWNER_URL"}, "backup": {"AMENDS_BACKUP_URL"}}
"""Addresses of the database that one command knows and nobody else."""
SERVING = {"web-a": "web", "web-b": "web", "worker": "worker", "clock": "clock"}
Yaml = dict[str, Any]

COMPOSE: Yaml = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: Yaml = COMPOSE["services"]
OBJECTS: list[Yaml] = [
    found
    for path in sorted(FOLDER.glob("*.yaml"))
    if path.name != "kustomization.yaml"
    for found in yaml.safe_load_all(path.read_text("utf-8"))
]


def of_kind(kind: str) -> dict[str, Yaml]:
    return {found["metadata"]["name"]: found for found in OBJECTS if found["kind"] == kind}


def pods() -> dict[str, Yaml]:
    """The pod of everything that runs."""
    found = {name: of["spec"]["template"]["spec"] for name, of in of_kind("Deployment").items()}
    found |= {name: of["spec"]["template"]["spec"] for name, of in of_kind("Job").items()}
    jobs = of_kind("CronJob").items()
    return found | {name: of["spec"]["jobTemplate"]["spec"]["template"]["spec"] for name, of in jobs}


def settings_of_image() -> dict[str, str]:
    words = stages()[-1].last("ENV").rest.split()
    return dict(word.split("=", 1) for word in words)


def settings_of_pod(pod: Yaml) -> set[str]:
    maps, secrets = of_kind("ConfigMap"), of_kind("Secret")
    found: set[str] = set()
    for source in pod["containers"][0]["envFrom"]:
        if "configMapRef" in source:
            found |= maps[source["configMapRef"]["name"]]["data"].keys()
        else:
            found |= secrets[source["secretRef"]["name"]]["stringData"].keys()
    return found


def commands() -> str:
    done = subprocess.run(
        [sys.executable, "-m", "amends_cli", "--help"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout


@pytest.mark.parametrize(
    "path",
    [ROOT / "Dockerfile", ROOT / "compose.yaml", *sorted((ROOT / "deploy").rglob("*.*"))],
    ids=lambda path: path.name,
)
def test_only_settings_that_exist_are_named(path: Path) -> None:
    if "secrets" not in path.parts and "certificates" not in path.parts:
        assert set(re.findall(r"\bAMENDS_[A-Z_]+[A-Z]\b", path.read_text("utf-8"))) <= KNOWN


def test_the_image_copies_what_is_there_and_all_of_the_program() -> None:
    copied = {
        source
        for stage in stages()
        for step in stage.steps
        if step.word == "COPY"
        for source in step.copied()[1]
    }
    ours = {source for source in copied if not source.startswith("/")}
    assert all((ROOT / source).exists() and is_sent(Path(source)) for source in ours)
    assert {"platform", "tenants", "templates", "web", "workers"} <= ours


@pytest.mark.parametrize(
    ("path", "sent"),
    [
        ("web/app.py", True),
        ("platform/amends/database/migrations/0001_foundation.sql", True),
        ("web/static/vendor/htmx.min.js", False),
        ("web/fonts/NotoSansSC-Bold.ttf", False),
        ("web/printing/poster.typ", True),
        ("web/__pycache__/app.cpython-311.pyc", False),
        ("tests/world.py", False),
        (".git/config", False),
        ("deploy/compose/secrets/secret", False),
        (".env", False),
    ],
)
def test_the_builder_sees_the_program_and_nothing_else(path: str, sent: bool) -> None:
    assert is_sent(Path(path)) is sent


def test_the_last_stage_has_no_compiler_no_root_and_tells_how_it_is() -> None:
    last = stages()[-1]
    assert not re.search(r"gcc|build-essential|\bpip\b|npm", " ".join(step.rest for step in last.steps))
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", last.last("USER").rest)
    assert last.last("ENTRYPOINT").listed() == ["python", "-m", "amends_cli"]
    assert last.last("CMD").listed() == ["web"]
    assert "AMENDS_MONITOR_PORT" in last.last("HEALTHCHECK").rest
    assert {settings_of_image()[name] for name in ("AMENDS_HOST", "AMENDS_MONITOR_HOST")} == {"0.0.0.0"}


def test_no_stage_has_a_base_that_moves_between_versions() -> None:
    bases = [stage.base for stage in stages()]
    images = [service["image"] for service in SERVICES.values() if "build" not in service]
    assert bases[1] == bases[2], "what is installed runs on what it was installed for"
    for name in (*bases, *images):
        assert re.search(r":\d+[\w.-]*$", name), name


@pytest.mark.parametrize("name", [*SERVING, *ITS_OWN])
def test_a_service_of_compose_has_every_setting_production_needs(name: str) -> None:
    service = SERVICES[name]
    given = set(service["environment"])
    assert {setting.removesuffix("_FILE") for setting in given} >= NEEDED
    assert {setting.removesuffix("_FILE") for setting in given} & PRIVILEGED == ITS_OWN.get(name, set())
    files = {
        value.removeprefix("/run/secrets/")
        for key, value in service["environment"].items()
        if key.endswith("_FILE")
    }
    assert files <= set(service["secrets"]) <= set(COMPOSE["secrets"])
    assert service["command"][0] == SERVING.get(name, name)


@pytest.mark.parametrize("name", [*SERVING, *ITS_OWN])
def test_a_service_of_compose_may_do_nothing_it_need_not(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in service
    assert (
        name == "migrate" or service["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
    )


def test_only_the_proxy_is_reached_from_outside_and_only_it_is_trusted() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy", "mail"]
    edge = SERVICES["proxy"]["networks"]["edge"]
    assert SERVICES["web-a"]["environment"]["AMENDS_TRUSTED_PROXIES"] == edge["ipv4_address"]
    assert {name for name, service in SERVICES.items() if "edge" in service["networks"]} == {
        "proxy",
        "web-a",
        "web-b",
    }
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_there_are_two_of_each_process_in_compose() -> None:
    count = dict.fromkeys(PROCESSES, 0)
    for name, process in SERVING.items():
        count[process] += SERVICES[name].get("deploy", {}).get("replicas", 1)
    assert count == {"web": 2, "worker": 2, "clock": 2}


def test_the_secrets_script_makes_every_secret_of_compose_and_never_again(tmp_path: Path) -> None:
    script = [
        str(ROOT / "deploy/compose/make-secrets.sh"),
        "smtp://mail.example.org:587",
        str(tmp_path / "secrets"),
    ]
    subprocess.run(script, check=True, capture_output=True)
    made = {path.name: path.read_text("utf-8").strip() for path in (tmp_path / "secrets").iterdir()}
    assert {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()} <= made.keys()
    assert len(made["secret"]) == 64
    assert made["app_password"] in made["database_url"]
    assert made["redis_password"] in made["redis_url"]
    assert (
        json.loads(made["store_config"])["identities"][0]["credentials"][0]["accessKey"] in made["store.env"]
    )
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert subprocess.run(script, check=False, capture_output=True).returncode == 1


def test_every_manifest_is_applied_but_the_secrets_template() -> None:
    applied = yaml.safe_load((FOLDER / "kustomization.yaml").read_text("utf-8"))
    there = {path.name for path in FOLDER.glob("*.yaml")} - {"kustomization.yaml", "secret.template.yaml"}
    assert sorted(applied["resources"]) == sorted(there)
    assert len(applied["resources"]) == len(set(applied["resources"]))
    assert [image["name"] for image in applied["images"]] == ["amends"]


def test_the_template_of_secrets_holds_none() -> None:
    assert of_kind("Secret")
    for secret in of_kind("Secret").values():
        assert set(secret["stringData"].values()) == {""}


@pytest.mark.parametrize("name", pods())
def test_a_pod_has_its_settings_and_a_command_that_exists(name: str) -> None:
    pod = pods()[name]
    container = pod["containers"][0]
    assert container["image"] == "amends"
    assert re.search(rf"^ +{container['args'][0]} ", commands(), re.MULTILINE)
    given = settings_of_pod(pod)
    assert given >= NEEDED
    assert given & PRIVILEGED == ITS_OWN.get(name, set())


@pytest.mark.parametrize("name", pods())
def test_a_pod_keeps_to_the_restricted_profile(name: str) -> None:
    pod = pods()[name]
    [container] = pod["containers"]
    user, _, group = stages()[-1].last("USER").rest.partition(":")
    assert pod["securityContext"] == {
        "runAsNonRoot": True,
        "runAsUser": int(user),
        "runAsGroup": int(group),
        "seccompProfile": {"type": "RuntimeDefault"},
    } | ({"fsGroup": int(group)} if name == "backup" else {})
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert {"name": "tmp", "mountPath": "/tmp"} in container["volumeMounts"]
    assert pod["automountServiceAccountToken"] is False
    assert {"requests", "limits"} <= container["resources"].keys()


@pytest.mark.parametrize("name", PROCESSES)
def test_two_of_each_process_are_probed_where_they_answer_and_one_always_stays(name: str) -> None:
    deployment = of_kind("Deployment")[name]
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    ports = {port["name"]: str(port["containerPort"]) for port in container["ports"]}
    image = settings_of_image()
    assert ports == {"monitor": image["AMENDS_MONITOR_PORT"]} | (
        {"http": image["PORT"]} if name == "web" else {}
    )
    assert container["livenessProbe"]["httpGet"] == {"path": "/healthz", "port": "monitor"}
    assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "monitor"}
    assert deployment["spec"]["replicas"] == 2
    assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    budget = of_kind("PodDisruptionBudget")[name]["spec"]
    assert budget == {"minAvailable": 1, "selector": deployment["spec"]["selector"]}


def test_the_ingress_leads_to_the_web_processes_under_the_domain_of_the_settings() -> None:
    domain = of_kind("ConfigMap")["amends-settings"]["data"]["AMENDS_BASE_DOMAIN"]
    ingress, service = of_kind("Ingress")["web"]["spec"], of_kind("Service")["web"]["spec"]
    assert (
        [rule["host"] for rule in ingress["rules"]] == [domain, f"*.{domain}"] == ingress["tls"][0]["hosts"]
    )
    labels = of_kind("Deployment")["web"]["spec"]["template"]["metadata"]["labels"]
    assert service["selector"].items() <= labels.items()
