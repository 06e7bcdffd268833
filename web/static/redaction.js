// Shows on the picture what is to be blacked out, and writes down what is drawn there. The page works without: the areas are
// typed.
"use strict";

(() => {
  const frame = document.querySelector("[data-redaction]");
  const typed = frame && document.getElementById(frame.dataset.redaction);
  if (!typed) return;
  const SVG = "http://www.w3.org/2000/svg";
  const sheet = document.createElementNS(SVG, "svg");
  sheet.setAttribute("viewBox", "0 0 100 100");
  sheet.setAttribute("preserveAspectRatio", "none");
  sheet.setAttribute("aria-hidden", "true");
  frame.append(sheet);
  document.querySelector("[data-redaction-help]").hidden = false;
  let from = null;
  let drawn = null;

  const rectangle = (area) => {
    const rect = document.createElementNS(SVG, "rect");
    ["x", "y", "width", "height"].forEach((name, at) => rect.setAttribute(name, Math.max(0, area[at])));
    return rect;
  };

  const show = () => {
    const lines = typed.value.split("\n").map((line) => line.split(/[\s,;，；、%]+/).filter(Boolean).map(Number));
    sheet.replaceChildren(...lines.filter((line) => line.length === 4 && line.every(Number.isFinite)).map(rectangle));
  };

  const place = (event) => {
    const box = sheet.getBoundingClientRect();
    const share = (value, whole) => Math.min(100, Math.max(0, (100 * value) / whole));
    return [share(event.clientX - box.left, box.width), share(event.clientY - box.top, box.height)];
  };

  const between = ([left, top], [right, bottom]) =>
    [Math.min(left, right), Math.min(top, bottom), Math.abs(right - left), Math.abs(bottom - top)].map((side) => Math.round(side * 10) / 10);

  const stop = () => { from = null; drawn = null; show(); };

  sheet.addEventListener("pointerdown", (event) => {
    if (!event.isPrimary || event.button) return;
    event.preventDefault();
    sheet.setPointerCapture(event.pointerId);
    from = place(event);
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!from) return;
    drawn?.remove();
    drawn = rectangle(between(from, place(event)));
    sheet.append(drawn);
  });
  sheet.addEventListener("pointercancel", stop);
  sheet.addEventListener("pointerup", (event) => {
    if (!from) return;
    const area = between(from, place(event));
    // A click draws nothing.
    if (area[2] > 0.3 && area[3] > 0.3) typed.value = [typed.value.trim(), area.join(" ")].filter(Boolean).join("\n");
    stop();
  });
  typed.addEventListener("input", show);
  show();
})();
