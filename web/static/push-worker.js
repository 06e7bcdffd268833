// Shows what is pushed, and leads to it. It sees no page and keeps nothing: its scope is this folder.
"use strict";

self.addEventListener("push", (event) => {
  let told = {};
  try {
    told = event.data.json();
  } catch {
    return;
  }
  const { id, title, text, url } = told;
  // The same notice, sent twice, replaces itself.
  const options = { body: String(text ?? ""), tag: String(id ?? ""), data: { url: String(url ?? "") } };
  event.waitUntil(self.registration.showNotification(String(title ?? ""), options));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data?.url || "/portal", self.location.origin);
  if (url.origin !== self.location.origin) return;
  event.waitUntil(show(url.href));
});

async function show(href) {
  const open = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const there = open.find((client) => client.url === href);
  return there ? there.focus() : self.clients.openWindow(href);
}
