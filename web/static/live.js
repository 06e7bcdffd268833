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

  // Who has a case open, and who writes there: said by its page while it is in sight.
  const WRITING = 20000;
  let wrote = -WRITING, said = "";
  document.addEventListener("input", (event) => {
    const here = document.getElementById("here");
    if (!here || !event.target.closest("main form[method=post]")) return;
    const begins = performance.now() - wrote > WRITING;
    wrote = performance.now();
    if (begins) htmx.trigger(here, "live");
  });
  document.addEventListener("htmx:configRequest", ({ target, detail }) => {
    if (target.id === "here" && performance.now() - wrote < WRITING) detail.parameters.writing = "yes";
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "here" && document.hidden) event.preventDefault();
  });
  document.addEventListener("htmx:afterSettle", () => {
    const text = document.querySelector("#here [data-say]")?.textContent ?? "";
    if (text && text !== said) say(text);
    said = text;
  });
  window.addEventListener("pagehide", () => {
    const here = document.getElementById("here");
    if (!here) return;
    const token = JSON.parse(here.getAttribute("hx-headers"))["x-csrftoken"];
    navigator.sendBeacon(here.getAttribute("hx-post"), new URLSearchParams({ _csrf_token: token, leaving: "yes" }));
  });

  // A page that is loaded anew keeps what was typed in it; what has no field any more is shown.
  const KEPT = "amends-typed";
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-reload]")) return;
    sessionStorage.setItem(KEPT, JSON.stringify({ path: location.pathname, fields: fields().filter(isChanged).map(written) }));
    location.reload();
  });

  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null");
  sessionStorage.removeItem(KEPT);
  if (kept?.path === location.pathname) putBack(kept.fields);

  function fields() {
    const all = [...document.querySelectorAll("main form[method=post] :is(input, textarea, select)")];
    return all.filter((field) => field.name && !["hidden", "password", "file", "submit"].includes(field.type));
  }

  function isChanged(field) {
    if (field.matches("select")) return [...field.options].some((option) => option.selected !== option.defaultSelected) && !isFirst(field);
    return field.matches("[type=radio], [type=checkbox]") ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  }

  // Where no option is marked, the browser chooses the first one.
  function isFirst(field) {
    return field.selectedIndex === 0 && ![...field.options].some((option) => option.defaultSelected);
  }

  function written(field) {
    const choice = field.matches("[type=radio], [type=checkbox]");
    return { form: field.form.getAttribute("action"), name: field.name, value: field.value, checked: choice ? field.checked : null };
  }

  function putBack(all) {
    const lost = all.filter(({ form, name, value, checked }) => {
      const field = fields().find((each) => each.form.getAttribute("action") === form && each.name === name && (checked === null || each.value === value));
      if (!field) return checked === null;
      if (checked === null) field.value = value;
      else field.checked = checked;
      if (field.closest("details")) field.closest("details").open = true;
      return false;
    });
    if (lost.length) tell(lost.map(({ value }) => value));
  }

  function tell(texts) {
    const box = document.createElement("div"), words = document.createElement("div");
    box.className = "alert warn";
    words.append(...[document.getElementById("here")?.dataset.lost ?? "", ...texts].map((text) => {
      const line = document.createElement("p");
      [line.textContent, line.className, line.dir] = [text, "prose", "auto"];
      return line;
    }));
    box.append(words);
    document.querySelector("main").prepend(box);
  }
})();
