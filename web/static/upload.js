// Files go one by one as soon as they are chosen, each with its progress, its error and another try. Without this script
// they go with the form. What arrived stands in the form as a signed reference.
"use strict";

const waiting = new Map();

document.addEventListener("change", ({ target }) => {
  if (!target.matches("input[type=file][data-upload]")) return;
  for (const file of [...target.files]) send(file, target, row(file, target));
  target.value = "";
});

// Whoever sends the form while files are on their way need not press twice; one that failed is not left behind unseen.
document.addEventListener("submit", (event) => {
  const failed = event.target.querySelector(".upload.failed");
  if (!failed && !waiting.get(event.target)) return;
  event.preventDefault();
  event.stopPropagation();
  if (failed) return failed.querySelector("button").focus();
  event.target.pressed = event.submitter;
}, true);

function row(file, input) {
  const item = document.createElement("li"), bar = document.createElement("progress"), name = document.createElement("bdi");
  item.className = "upload";
  name.textContent = file.name;
  bar.max = 1;
  bar.setAttribute("aria-label", file.name);
  item.append(name, bar);
  document.getElementById(input.dataset.list).append(item);
  return item;
}

function send(file, input, item) {
  const form = input.form, request = new XMLHttpRequest(), body = new FormData(), bar = item.querySelector("progress");
  body.append("_csrf_token", form.elements._csrf_token.value);
  body.append("files", file);
  waiting.set(form, (waiting.get(form) ?? 0) + 1);
  request.upload.onprogress = ({ loaded, total }) => { bar.value = loaded / total; };
  request.onloadend = () => {
    waiting.set(form, waiting.get(form) - 1);
    if (request.status === 200) arrived(item, request.responseText);
    else refused(file, input, item, request);
    if (waiting.get(form) || !form.pressed) return;
    const pressed = form.pressed;
    form.pressed = null;
    form.requestSubmit(pressed);
  };
  request.open("POST", input.dataset.upload);
  request.send(body);
}

function arrived(item, html) {
  item.className = "";
  item.innerHTML = html;
  item.dispatchEvent(new Event("change", { bubbles: true }));
}

// 422: this file will never be taken; everything else may go better another time.
function refused(file, input, item, request) {
  const why = document.createElement("span"), words = input.dataset;
  item.className = "upload failed";
  item.querySelector("progress").remove();
  why.className = "error";
  why.setAttribute("role", "alert");
  why.textContent = request.status === 422 ? request.responseText : words.failed;
  item.append(why);
  if (request.status !== 422) item.append(button(words.again, () => { item.remove(); send(file, input, row(file, input)); }));
  item.append(button(words.without, () => { item.remove(); input.focus(); }));
}

function button(text, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button small";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}
