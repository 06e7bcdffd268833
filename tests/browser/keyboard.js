// Where the focus is, and what is wrong with how it shows. One expression: Playwright evaluates it at every stop.
() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const box = here.getBoundingClientRect();
  const faults = [];

  const pixel = (colour, under) => {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const pen = canvas.getContext("2d", { willReadFrequently: true });
    for (const paint of [under, colour]) { pen.fillStyle = paint; pen.fillRect(0, 0, 1, 1); }
    return [...pen.getImageData(0, 0, 1, 1).data];
  };
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
    return layers.reduce((under, layer) => `rgb(${pixel(layer, under).slice(0, 3)})`, "white");
  };
  const light = (colour) => {
    const [red, green, blue] = pixel(colour, "white").map((part) => part / 255)
      .map((part) => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one, other) => {
    const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
    return (bright + 0.05) / (dark + 0.05);
  };

  const style = getComputedStyle(here);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  if (!drawn) faults.push("no outline");
  else if (style.outlineStyle !== "auto") {
    const inside = parseFloat(style.outlineOffset) < 0;
    const found = contrast(style.outlineColor, ground(inside ? here : here.parentElement));
    if (found < 3) faults.push(`outline of contrast ${found.toFixed(1)}`);
  }

  if (box.width < 1 || box.height < 1) faults.push("nothing to see");
  const points = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) => [box.left + box.width * x, box.top + box.height * y]));
  const label = here.labels?.[0];
  const shown = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (here.contains(top) || top.contains(here) && top.tagName === "LABEL" || top === label);
  });
  if (!shown) faults.push("covered, or out of sight");

  const text = (element) => (element?.innerText ?? "").replace(/\s+/g, " ").trim();
  return {
    faults,
    tag: here.tagName.toLowerCase(),
    type: here.type ?? "",
    name: here.name ?? "",
    id: here.id,
    label: text(label) || here.getAttribute("aria-label") || "",
    text: text(here),
    required: Boolean(here.required),
    value: here.value ?? "",
    checked: Boolean(here.checked),
    group: here.type === "radio" && Boolean(document.querySelector(`input[name="${here.name}"]:checked`)),
    mode: here.inputMode ?? "",
    y: box.top + scrollY,
  };
}
