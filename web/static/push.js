// Switches notices on in this browser. The page works without: it lists the browsers there are, and switches them off.
"use strict";

(async () => {
  const form = document.getElementById("push-form");
  const said = document.getElementById("push-said");
  if (!form || !said) return;
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    said.textContent = said.dataset.missing;
    return;
  }
  const key = form.dataset.pushKey;
  const registration = await navigator.serviceWorker.getRegistration(new URL(form.dataset.pushWorker, location.href).pathname);
  const present = registration ? await registration.pushManager.getSubscription() : null;
  const row = present ? await rowOf(present) : null;
  if (row) row.querySelector("[data-push-here]").hidden = false;
  // What this browser holds and the page does not list was switched off elsewhere, or is somebody else's.
  else if (present) await present.unsubscribe();
  form.hidden = Boolean(row);

  row?.querySelector("form").addEventListener("submit", () => { present.unsubscribe(); });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.textContent = "";
    if ((await Notification.requestPermission()) !== "granted") {
      said.textContent = said.dataset.refused;
      return again();
    }
    try {
      const subscription = await subscribe();
      const { endpoint, keys } = subscription.toJSON();
      form.elements.endpoint.value = endpoint;
      form.elements.p256dh.value = keys.p256dh;
      form.elements.auth.value = keys.auth;
      form.submit();
    } catch {
      said.textContent = said.dataset.failed;
      again();
    }
  });

  async function subscribe() {
    const worker = await navigator.serviceWorker.register(form.dataset.pushWorker);
    await active(worker);
    return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  }

  // A subscription asks for a worker that runs; `ready` waits only for one whose scope this page is in.
  function active(worker) {
    const coming = worker.installing ?? worker.waiting;
    if (worker.active || !coming) return Promise.resolve();
    return new Promise((done) => coming.addEventListener("statechange", () => { if (coming.state === "activated") done(); }));
  }

  async function rowOf(subscription) {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(subscription.endpoint));
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return document.querySelector(`[data-push-browser="${hex}"]`);
  }

  // amends.js marks the button as on its way; nothing is.
  function again() {
    const button = form.querySelector("button");
    button.removeAttribute("aria-disabled");
    button.classList.remove("htmx-request");
  }
})();
