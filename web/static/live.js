// What others do shows while a page stands open. Without any of this, lists renew themselves every minute.
"use strict";

(() => {
  const AGAIN = 1000, AGAIN_AT_MOST = 60000;
  const url = document.body.dataset.live;

  // One stream a browser: the tab that holds the lock listens, and tells the others. Tabs out of sight let go.
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("amends-live") : null;
  let source = null, letGo = null, asking = null, again = 0, pause = AGAIN, missed = false, over = false;

  function attend() {
    if (document.hidden || over) return release();
    if (asking) return;
    asking = new AbortController();
    navigator.locks.request("amends-live", { signal: asking.signal }, () => new Promise((done) => {
      letGo = done;
      listen();
    })).catch(() => {});
  }

  function release() {
    clearTimeout(again);
    source?.close();
    letGo?.();
    asking?.abort();
    source = letGo = asking = null;
  }

  function listen() {
    source = new EventSource(url);
    source.onopen = () => {
      pause = AGAIN;
      if (missed) pass({ all: true });
      missed = false;
    };
    source.onmessage = (event) => pass(JSON.parse(event.data));
    source.addEventListener("over", () => pass({ over: true }));
    source.onerror = () => {
      source.close();
      missed = true;
      again = setTimeout(listen, pause * (0.5 + Math.random()));
      pause = Math.min(2 * pause, AGAIN_AT_MOST);
    };
  }

  function pass(news) {
    tabs.postMessage(news);
    hear(news);
  }

  function hear(news) {
    if (news.over) {
      over = true;
      release();
    }
    if (document.hidden) return; // looked up when it is seen again
    const here = document.getElementById("here"), rows = document.getElementById("rows");
    const changed = news.changed ?? [], about = [...changed, ...(news.here ?? [])];
    if (here && (news.all || about.includes(here.dataset.case))) htmx.trigger(here, "live");
    if (news.all || news.notices) htmx.trigger("#unread", "live");
    if (rows && (news.all || changed.length)) renew(changed.some((id) => rows.querySelector(`a[href$="/${id}"]`)));
  }

  // A case in the list shows its change at once; what may have come into the list, within a quarter of a minute.
  let renewed = 0, planned = 0, renewal = 0;
  function renew(inSight) {
    const at = Math.max(Date.now(), renewed + (inSight ? 2000 : 15000));
    if (planned && planned <= at) return;
    clearTimeout(renewal);
    planned = at;
    renewal = setTimeout(() => {
      [planned, renewed] = [0, Date.now()];
      if (document.getElementById("rows")) htmx.trigger("#rows", "live");
    }, at - Date.now());
  }

  if (url && tabs && navigator.locks && window.EventSource) {
    tabs.onmessage = (event) => hear(event.data);
    document.addEventListener("visibilitychange", () => {
      attend();
      hear({ all: true });
    });
    window.addEventListener("pagehide", release);
    window.addEventListener("pageshow", (event) => { if (event.persisted) attend(); });
    setTimeout(attend, 500);
  }
})();
