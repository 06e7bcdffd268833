// An open case: it says that it is there and whether somebody writes, hears who else is, and keeps what was typed when it is
// loaded anew. Without any of this, whoever sends a form that came too late is told so.
"use strict";

(() => {
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
  // Whoever is signed out stays where they have typed; who may not read the case any more is asked for it no longer.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { target, detail: { xhr } } = event;
    if (target.id !== "here" || ![401, 403, 404].includes(xhr.status)) return;
    event.preventDefault();
    target.remove();
    if (xhr.status === 401) tell([target.dataset.out], "here");
  });
  document.addEventListener("htmx:afterSettle", () => {
    const text = document.querySelector("#here [data-say]")?.textContent ?? "";
    if (text && text !== said) say(text);
    said = text;
  });
  // Whoever signs out is told of no more, and says goodbye by it.
  document.addEventListener("submit", ({ target }) => {
    if (target.getAttribute("action")?.endsWith("/sign-out")) document.getElementById("here")?.remove();
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
    if (lost.length) tell([document.getElementById("here")?.dataset.lost ?? "", ...lost.map(({ value }) => value)]);
  }

  // place: "here" stays in sight wherever the reader is on the page.
  function tell(texts, place = "") {
    const [around, box, words] = ["div", "div", "div"].map((name) => document.createElement(name));
    around.className = place;
    box.className = "alert warn";
    box.role = "alert";
    words.append(...texts.map((text) => {
      const line = document.createElement("p");
      [line.textContent, line.className, line.dir] = [text, "prose", "auto"];
      return line;
    }));
    box.append(words);
    around.append(box);
    document.querySelector("main").prepend(around);
  }
})();
