// The form for complaints: on a phone one part at a time, each looked at by the server before the next; and what is typed
// is kept meanwhile. Without this script the form stands there whole, with a button to keep it and one to look it over.
"use strict";

const form = document.querySelector("form:has(.form-step)");
const parts = [...form.querySelectorAll(".form-step")];
const bar = document.getElementById("form-progress"), moves = document.getElementById("form-moves");
const rest = [...form.querySelectorAll(".form-actions, .form-keep")];
let at = 0, saving = 0, over = false;

// A form that came back is to be seen whole: its errors lead everywhere.
if (matchMedia("(max-width: 40rem)").matches && !form.querySelector(".error-summary, .stop-first")) {
  const asked = parts.findIndex((part) => location.hash && part.querySelector(CSS.escape(location.hash).replace("\\#", "#")));
  show(Math.max(asked, 0));
  moves.querySelector("[data-next]").addEventListener("click", next);
  moves.querySelector("[data-back]").addEventListener("click", () => turn(at - 1));
}

function show(step) {
  at = step;
  const last = step === parts.length - 1;
  parts.forEach((part, index) => { part.hidden = index !== step; });
  for (const element of rest) element.hidden = !last;
  bar.hidden = moves.hidden = false;
  bar.querySelector("progress").value = step + 1;
  bar.querySelector("span").textContent = bar.dataset.step.replace("0", step + 1);
  moves.querySelector("[data-back]").hidden = step === 0;
  moves.querySelector("[data-next]").hidden = last;
}

function turn(step) {
  show(step);
  bar.tabIndex = -1;
  bar.focus();
}

async function next() {
  const answer = await post(form.dataset.step).catch(() => null);
  const wrong = answer?.ok ? Object.entries(await answer.json()).filter(([id]) => parts[at].contains(document.getElementById(id))) : [];
  for (const old of parts[at].querySelectorAll(".error")) old.remove();
  for (const marked of parts[at].querySelectorAll("[aria-invalid]")) marked.removeAttribute("aria-invalid");
  wrong.forEach(([id, text]) => mark(document.getElementById(id), text));
  if (!wrong.length) return turn(at + 1);
  const [first] = wrong[0], field = document.getElementById(first);
  (field.matches("fieldset") ? field.querySelector("input") : field).focus();
}

function mark(field, text) {
  const why = document.createElement("p"), box = field.closest(".field") ?? field;
  why.className = "error";
  why.id = `${field.id}-error`;
  why.setAttribute("role", "alert");
  why.textContent = text;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [...new Set([...(field.getAttribute("aria-describedby") ?? "").split(" "), why.id])].join(" ").trim());
  if (field === box) box.querySelector("legend").after(why);
  else field.before(why);
}

// Kept two seconds after the last word, and when the page is left.
form.addEventListener("input", later);
form.addEventListener("change", later);
document.addEventListener("visibilitychange", () => { if (document.hidden && saving) keep(); });
form.addEventListener("submit", () => { over = true; clearTimeout(saving); });

function later() {
  clearTimeout(saving);
  if (!over) saving = setTimeout(keep, 2000);
}

async function keep() {
  clearTimeout(saving);
  saving = 0;
  const answer = await post(form.dataset.keep, { quietly: "yes" }).catch(() => null);
  if (answer?.ok) document.getElementById("kept-now").hidden = false;
}

function post(address, more = {}) {
  const body = new FormData(form);
  body.delete("files");
  for (const [name, value] of Object.entries(more)) body.set(name, value);
  return fetch(address, { method: "POST", body, keepalive: body.get("narrative").length < 15000 });
}
