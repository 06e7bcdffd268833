"""Notices in a real browser: switched on by its own keys, shown by the service worker, listed as this browser.

The push service alone is made up (`PushManager.subscribe` gives a subscription of the page's own making): no service of
a browser maker is reached from here.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tenants.demo.logins import PASSWORD
from tests.browser.deployment import Deployment
from tests.browser.person import Person
from tests.browser.tasks import HOUSES
from web.assets import STATIC_FOLDER

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demonstration"), pytest.mark.timeout(300)]
HOUSE = HOUSES["en"]
_SERVICE = """
Notification.requestPermission = async () => "granted";
PushManager.prototype.getSubscription = async () => window.name ? held(JSON.parse(window.name)) : null;
PushManager.prototype.subscribe = async () => {
  const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const text = (bytes) => btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const made = { endpoint: "https://push.example.com/" + text(point).slice(3, 20), keys: { p256dh: text(point), auth: text(new Uint8Array(16)) } };
  window.name = JSON.stringify(made);
  return held(made);
};
function held(made) {
  return { endpoint: made.endpoint, toJSON: () => made, unsubscribe: async () => { window.name = ""; return true; } };
}
"""

_RUN = """async ([told, elsewhere]) => {
const heard = {}, shown = [], waiting = [];
const self = { location, addEventListener: (name, act) => { heard[name] = act; },
  registration: { showNotification: async (title, options) => { shown.push({ title, ...options }); } },
  clients: { matchAll: async () => [], openWindow: async (href) => { shown.push({ opened: href }); } } };
const event = (more) => ({ waitUntil: (promise) => waiting.push(promise), ...more });
WORKER
heard.push(event({ data: { json: () => told } }));
heard.push(event({ data: { json: () => { throw new Error("no JSON"); } } }));
for (const url of [told.url, elsewhere])
  heard.notificationclick(event({ notification: { close() {}, data: { url } } }));
await Promise.all(waiting);
return shown;
}"""
"""The worker's own code, given what a service worker is given."""


@pytest.fixture
def marco(browser: Browser, demonstration: Deployment) -> Iterator[Person]:
    home = demonstration.address(HOUSE.slug)
    with Person(
        f"{HOUSE.handler}@{HOUSE.slug}.example", browser=browser, at=demonstration, language="en"
    ) as person:
        person.page.add_init_script(_SERVICE)
        person.visit(f"{home}/portal")
        person.page.get_by_label("E-mail").fill(person.email)
        person.page.get_by_label("Password", exact=True).fill(PASSWORD)
        person.page.get_by_role("button", name="Sign in").click()
        person.visit(f"{home}/portal/profile/notifications")
        yield person


def test_switched_on_here_and_switched_off_here(marco: Person) -> None:
    page = marco.page
    page.get_by_role("button", name="Show notices in this browser").click()
    expect(page.get_by_text("This browser will tell you from now on.")).to_be_visible()
    expect(page.locator("[data-push-here]")).to_be_visible()
    expect(page.locator("#push-form")).to_be_hidden()

    page.locator("#push").get_by_role("button", name="Switch off").click()
    expect(page.get_by_text("No browser shows them yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Show notices in this browser")).to_be_visible()
    assert page.evaluate("window.name") == ""


def test_a_refusal_and_a_failure_are_said(marco: Person) -> None:
    page = marco.page
    page.evaluate("() => { Notification.requestPermission = async () => 'denied'; }")
    page.get_by_role("button", name="Show notices in this browser").click()
    expect(page.locator("#push-said")).to_contain_text("does not allow notices")
    page.evaluate(
        """() => {
          Notification.requestPermission = async () => 'granted';
          PushManager.prototype.subscribe = async () => { throw new Error('no service'); };
        }"""
    )
    page.get_by_role("button", name="Show notices in this browser").click()
    expect(page.locator("#push-said")).to_contain_text("push service did not answer")


def test_the_worker_shows_what_is_pushed_and_leads_to_it(marco: Person) -> None:
    """Its own code, given what a service worker is given: the tests' browser has no notices of its own."""
    worker = (STATIC_FOLDER / "push-worker.js").read_text("utf-8")
    shown: list[dict[str, Any]] = marco.page.evaluate(
        _RUN.replace("WORKER", worker.replace('"use strict";', "")),
        [
            {"id": "7", "title": "W-7", "text": "Due soon", "url": "/portal/cases/7"},
            "https://evil.example.com/",
        ],
    )
    told, opened = shown  # what leads elsewhere is not opened
    assert told == {"title": "W-7", "body": "Due soon", "tag": "7", "data": {"url": "/portal/cases/7"}}
    assert opened["opened"].endswith(
        f"{HOUSE.slug}.localhost:{marco.page.url.split(':')[2].split('/')[0]}/portal/cases/7"
    )
