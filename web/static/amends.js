// Comforts on top of pages that work without any of this. No inline scripts anywhere: everything is bound here.
"use strict";

// An answer that refuses a form (422) or a pace (429) is a page part like any other: show it where the form stands.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if ([409, 422, 429].includes(xhr.status)) {
    event.detail.shouldSwap = true;
    event.detail.isError = false;
  }
});

// A connection that fails is said aloud, not swallowed.
for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
  document.addEventListener(failure, () => say(document.body.dataset.offline));
}

// After a swap the reader is taken to the summary of errors if there is one. Otherwise focus stays: htmx gives it back
// to the element of the same id; where that is gone, the part that came instead gets it, never the top of the page.
let within = false;
document.addEventListener("htmx:beforeSwap", (event) => { within = event.detail.target.contains(document.activeElement); });
document.addEventListener("htmx:afterSwap", (event) => focusErrors(event.target));
document.addEventListener("htmx:afterSettle", ({ target }) => {
  if (within && document.activeElement === document.body) takeTo(target);
  within = false;
});

// What was typed or picked while a part of a form was on its way stays; what the new part asks for the first time is new.
let typed = new Map();
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  // Copied now: radio buttons of one name forget their choice as soon as others come beside them.
  const fields = target.id === "category-fields" ? fieldsOf(target) : [];
  typed = new Map(fields.map(({ id, value, checked }) => [id, { value, checked }]));
});
document.addEventListener("htmx:afterSettle", () => {
  const fields = typed.size ? fieldsOf(document.getElementById("category-fields")) : [];
  for (const field of fields) {
    const { value, checked } = typed.get(field.id) ?? field;
    if (field.matches("[type=radio], [type=checkbox]")) field.checked = checked;
    else field.value = value;
  }
  typed.clear();
});

function fieldsOf(part) {
  return [...part.querySelectorAll("input:not([type=hidden]), textarea, select")];
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  const question = event.submitter?.dataset.confirm ?? form.dataset.confirm;
  if (question && !window.confirm(question)) {
    event.preventDefault();
    return;
  }
  // The one-time id makes a second sending harmless; the button only tells that the first is on its way.
  if (form.method === "post" && !event.defaultPrevented && !form.hasAttribute("hx-post")) {
    const button = event.submitter;
    if (button) setTimeout(() => { button.setAttribute("aria-disabled", "true"); button.classList.add("htmx-request"); });
  }
});

// Coming back by the browser's back button finds working buttons.
window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll(".button.htmx-request")) {
    button.classList.remove("htmx-request");
    button.removeAttribute("aria-disabled");
  }
});

document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.matches("input[type=file]:not([data-upload])")) listFiles(input);
  if (input.matches("[data-sends]")) input.form.requestSubmit();
});

// "Print" and "copy" are offered only where they can work.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-print], [data-copy]");
  if (!button) return;
  if ("print" in button.dataset) window.print();
  else navigator.clipboard.writeText(button.dataset.copy).then(() => say(button.dataset.copied));
});

// An article goes into the reply without leaving what was typed there; without scripts its link opens the reply with it.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("[data-put]");
  const field = link && document.getElementById(link.dataset.into);
  if (!field || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const answer = await fetch(link.dataset.put).catch(() => null);
  if (!answer?.ok) return say(document.body.dataset.offline);
  field.value = [field.value.trimEnd(), await answer.text()].filter(Boolean).join("\n\n");
  field.closest("details").open = true;
  field.focus();
});

// In the queue single keys walk it, choose and lead on; portal/queue.html lists them. Nowhere else, for those who speak to
// their computers.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") fold(event.target);
  if (!event.target.closest(".queue")) return;
  if (event.key === "/") {
    event.preventDefault();
    document.querySelector("input[type=search]")?.focus();
  }
  if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
  if (event.key === "x") event.target.closest("tr")?.querySelector("[name=case]")?.click();
  if (event.key === "X") chooseUntil(event.target.closest("tr")?.querySelector("[name=case]"), true);
  if (event.key === "a") document.querySelector("[data-all]")?.click();
  if (event.key === "b") document.getElementById("bulk")?.requestSubmit();
  if (event.key === "?") document.getElementById("keys")?.showModal();
});

// Rows that are chosen: how many there are is said, and the list does not renew itself under them.
let chosenLast = null;
document.addEventListener("change", (event) => {
  const all = event.target.closest("[data-all]");
  if (all) for (const box of boxes()) box.checked = all.checked;
  if (event.target.matches(".queue [name=case]")) chosenLast = event.target;
  else if (!all) return;
  tellChosen();
});
document.addEventListener("click", (event) => {
  if (event.shiftKey && event.target.matches(".queue [name=case]")) chooseUntil(event.target, event.target.checked);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.target.id === "rows" && event.target.querySelector("[name=case]:checked")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const opens = event.target.closest("[data-dialog]");
  if (opens) document.getElementById(opens.dataset.dialog).showModal();
});

document.addEventListener("DOMContentLoaded", () => {
  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;
  focusErrors(document);
  // What became of the last act stands on the page already; only what changes is read aloud.
  setTimeout(() => say(document.querySelector("main > [role=status]")?.innerText), 500);
  setInterval(keepTimesTrue, 30000);
});
document.addEventListener("visibilitychange", keepTimesTrue);

function say(text) {
  const region = document.getElementById("said");
  if (region && text) region.textContent = text;
}

function focusErrors(root) {
  root.querySelector?.(".error-summary, .stop-first")?.focus();
}

function takeTo(part) {
  if (part.tabIndex < 0) part.tabIndex = -1;
  part.focus({ preventScroll: true });
}

// Escape closes what was unfolded over the page, and goes back to where it was opened.
function fold(inside) {
  const open = inside.closest(":is(.me, .menu, .confirm-here)[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
}

function boxes() {
  return [...document.querySelectorAll(".queue [name=case]")];
}

function chooseUntil(box, chosen) {
  const all = boxes(), ends = [all.indexOf(chosenLast?.isConnected ? chosenLast : box), all.indexOf(box)];
  if (!box) return;
  for (const each of all.slice(Math.min(...ends), Math.max(...ends) + 1)) each.checked = chosen;
  chosenLast = box;
  tellChosen();
}

function tellChosen() {
  const told = document.querySelector("[data-chosen]"), count = boxes().filter((box) => box.checked).length;
  if (told) told.textContent = count ? told.dataset.chosen.replace("#", count) : "";
}

function walk(step) {
  const links = [...document.querySelectorAll(".queue .subject a")];
  const at = links.indexOf(document.activeElement?.closest("tr")?.querySelector(".subject a"));
  links[Math.min(Math.max(at + step, 0), links.length - 1)]?.focus();
}

function listFiles(input) {
  const list = document.getElementById(`${input.id}-files`);
  if (!list) return;
  list.replaceChildren(...[...input.files].map((file) => {
    const item = document.createElement("li");
    const [size, unit] = file.size < 1048576 ? [file.size / 1024, "kB"] : [file.size / 1048576, "MB"];
    item.textContent = `${file.name} · ${size.toFixed(1)} ${unit}`;
    return item;
  }));
}

// "in 3 hours" is counted on, by the server's clock; "yesterday 14:05" becomes the date once midnight has passed.
const LOADED = Date.now();
const UNITS = [["year", 31536000], ["month", 2592000], ["week", 604800], ["day", 86400], ["hour", 3600], ["minute", 60]];

function keepTimesTrue() {
  const { now, zone } = document.body.dataset;
  if (!now || document.hidden) return;
  const read = Date.parse(now), present = read + Date.now() - LOADED;
  for (const time of document.querySelectorAll("time[data-relative]")) {
    const text = howFar((Date.parse(time.dateTime) - present) / 1000);
    if (time.textContent !== text) time.textContent = text;
  }
  const day = new Intl.DateTimeFormat("en", { dateStyle: "short", timeZone: zone });
  if (day.format(present) === day.format(read)) return;
  for (const time of document.querySelectorAll("time[data-near]")) time.textContent = time.title;
}

// As web/formats.py says it: whole minutes on a day, whole hours beyond; the largest unit there are one and a half of.
function howFar(seconds) {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "always" });
  const step = Math.abs(seconds) < 86400 ? 60 : 3600;
  const far = Math.trunc(seconds / step) * step;
  for (const [unit, length] of UNITS) {
    const amount = Math.abs(far) / length;
    if (amount >= (unit === "minute" ? 1 : 1.5)) return words.format(Math.sign(far) * Math.round(amount), unit);
  }
  return new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" }).format(0, "second");
}
