"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const explanation = data.explanation;
const byId = id => document.getElementById(id);
const number = n => n.toLocaleString("en-US");
const percent = (part, whole) => whole ? (100 * part / whole).toFixed(part * 1000 < whole ? 2 : 1) + " %" : "–";
const hex = (n, digits = 5) => "0x" + n.toString(16).toUpperCase().padStart(digits, "0");
const wanted = [!data.hasSymbols && "--elf", !data.hasOldSymbols && "--old-elf", data.hasSymbols && !explanation.files && "--map"].filter(Boolean);
const kindText = Object.fromEntries(explanation.kinds.map(k => [k.kind, k.text]));
const kindColour = kind => kind === "moved" ? "var(--moved-kind)" : `var(--${kind})`;

function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  if (text !== undefined) made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/* Tooltip: one for the whole page. */
const tip = byId("tip");
function showTip(event, lines) {
  tip.replaceChildren(...lines.map((line, i) => element(i ? "div" : "b", line)));
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = Math.max(8, Math.min(event.clientX + 14, innerWidth - width - 8)) + "px";
  tip.style.top = (event.clientY + 18 + height > innerHeight ? Math.max(8, event.clientY - height - 12) : event.clientY + 18) + "px";
}
const hideTip = () => { tip.hidden = true; };
function attachTip(target, lines) {
  target.addEventListener("mousemove", event => showTip(event, lines()));
  target.addEventListener("mouseleave", hideTip);
  target.addEventListener("focus", () => {
    const box = target.getBoundingClientRect();
    showTip({ clientX: box.left, clientY: box.bottom - 14 }, lines());
  });
  target.addEventListener("blur", hideTip);
}

/* Theme: the system's, until the reader chooses. */
const dark = matchMedia("(prefers-color-scheme: dark)");
const setTheme = isDark => { document.documentElement.dataset.theme = isDark ? "dark" : "light"; drawMap(); };
byId("theme").addEventListener("click", () => setTheme(document.documentElement.dataset.theme !== "dark"));
dark.addEventListener("change", () => setTheme(dark.matches));

/* Head and figures. */
byId("old-name").textContent = data.oldName;
byId("new-name").textContent = data.newName;
document.title = `${data.oldName} → ${data.newName}: ${number(explanation.patchSize)} bytes of patch`;
const changed = data.stretches.reduce((sum, s) => sum + (s[2] ? s[1] : 0), 0);
for (const [value, label] of [
  [number(explanation.patchSize), `bytes of patch, ${percent(explanation.patchSize, explanation.newSize)} of the image`],
  [number(explanation.newSize), `bytes of new image (was ${number(explanation.oldSize)})`],
  [number(changed), "bytes of the image that are not copied"],
  [number(explanation.symbols.length), data.hasSymbols ? "functions and objects pay" : "blocks of 1 KB pay"],
  [number(explanation.operations), `${explanation.compact ? "copies" : "operations"}, ${explanation.format}`],
  ...(explanation.inPlace ? [[
    number(explanation.inPlace.restrictionCost),
    `bytes more, plan included, than for two slots: one slot of ${number(explanation.inPlace.sectors)} sectors of ${number(explanation.inPlace.sectorSize)} bytes`,
  ]] : []),
]) {
  const figure = element("div");
  figure.append(element("strong", value), element("span", label));
  byId("figures").append(figure);
}

/* Kinds. */
for (const kind of explanation.kinds) {
  const part = element("i");
  part.style.cssText = `flex:${kind.patchBytes} 0 0; background:${kindColour(kind.kind)}`;
  attachTip(part, () => [kind.text, `${number(kind.patchBytes)} bytes, ${percent(kind.patchBytes, explanation.patchSize)}`]);
  byId("kinds-bar").append(part);
  byId("kinds-legend").append(legendEntry(kindColour(kind.kind), kind.text, `${number(kind.patchBytes)} B · ${percent(kind.patchBytes, explanation.patchSize)}`));
  byId("kind-filter").append(element("option", kind.text, { value: kind.kind }));
}
function legendEntry(colour, text, value) {
  const entry = element("li"), swatch = element("i");
  swatch.style.background = colour;
  entry.append(swatch, element("span", text));
  if (value) entry.append(element("b", value));
  return entry;
}

/* Advice. */
if (wanted.length) {
  const gives = { "--elf": "names functions and objects", "--old-elf": "tells new from changed, and finds what moved the rest", "--map": "names object files" };
  byId("more").append(element("p", `To see more, add ${wanted.map(each => `${each} (${gives[each]})`).join(", ")}.`, { class: "hint" }));
}
if (explanation.advice.length) {
  byId("advice").append(element("h2", "What would make it smaller"));
  for (const each of explanation.advice) {
    const line = element("p", each.finding);
    line.append(element("em", each.remedy));
    byId("advice").append(line);
  }
}

/* Map: the image as rows of cells, each as strong in colour as its share that is not copied from the same place. */
const operations = [
  { name: "copied from the same place", css: "--copy" },
  { name: "replaced (MOD)", css: "--mod" },
  { name: "inserted (INS)", css: "--ins" },
  { name: "copied from elsewhere", css: "--moved" },
];
for (const operation of operations) byId("map-legend").append(legendEntry(`var(${operation.css})`, operation.name));
const find = (list, offset) => {
  let low = 0, high = list.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (list[middle][0] <= offset) low = middle; else high = middle - 1;
  }
  return list[low];
};
const operationOf = stretch => stretch[2] || (stretch[3] === stretch[0] ? 0 : 3);
/* Where the program sees a byte of the image; without an ELF file, where it stands in the image. */
const address = offset => {
  const region = find(data.regions, offset);
  return hex(region ? region[3] + offset - region[0] : offset, data.hasSymbols ? 8 : 5);
};
const cellHeight = 11, rows = 14, weakest = 0.3, tint = 0.45;
let grid = { columns: 1, bytes: 1, cellWidth: 1, cells: 0 }, cursor = 0;
function drawMap() {
  const canvas = byId("map"), ratio = devicePixelRatio || 1, width = canvas.clientWidth, size = explanation.newSize;
  const columns = Math.max(1, Math.min(Math.floor(width / 4), Math.ceil(size / rows)));
  const bytes = Math.max(1, Math.ceil(size / (columns * rows))), cells = Math.ceil(size / bytes);
  grid = { columns, bytes, cells, cellWidth: width / columns };
  canvas.style.height = Math.ceil(cells / columns) * cellHeight + "px";
  canvas.width = width * ratio;
  canvas.height = Math.ceil(cells / columns) * cellHeight * ratio;
  const pen = canvas.getContext("2d"), style = getComputedStyle(document.documentElement);
  pen.scale(ratio, ratio);
  const colours = operations.map(each => style.getPropertyValue(each.css));
  const shares = operations.map(() => new Float64Array(cells));
  for (const stretch of data.stretches) {
    const end = stretch[0] + stretch[1], share = shares[operationOf(stretch)];
    for (let cell = Math.floor(stretch[0] / bytes); cell * bytes < end; cell++)
      share[cell] += (Math.min(end, (cell + 1) * bytes) - Math.max(stretch[0], cell * bytes)) / bytes;
  }
  for (let cell = 0; cell < cells; cell++) {
    const paint = (colour, strength) => {
      pen.globalAlpha = strength;
      pen.fillStyle = colour;
      pen.fillRect((cell % columns) * grid.cellWidth, Math.floor(cell / columns) * cellHeight, Math.ceil(grid.cellWidth), cellHeight - 1);
    };
    paint(colours[0], 1);
    /* What is copied from elsewhere costs next to nothing, and is but a tint. */
    paint(colours[3], tint * Math.min(1, shares[3][cell]));
    const changed = shares[1][cell] + shares[2][cell];
    if (changed > 0)
      paint(colours[shares[1][cell] >= shares[2][cell] ? 1 : 2], Math.min(1, weakest + (1 - weakest) * changed));
  }
  pen.globalAlpha = 1;
  /* A line where a section begins. */
  pen.fillStyle = style.getPropertyValue("--ink");
  data.regions.forEach((region, i) => {
    if (!i || region[2] === data.regions[i - 1][2]) return;
    const cell = Math.floor(region[0] / bytes);
    pen.fillRect((cell % columns) * grid.cellWidth - 1, Math.floor(cell / columns) * cellHeight, 2, cellHeight);
  });
  if (document.activeElement === canvas && cells) {
    pen.strokeStyle = style.getPropertyValue("--ink");
    pen.lineWidth = 2;
    pen.strokeRect((cursor % columns) * grid.cellWidth - 1, Math.floor(cursor / columns) * cellHeight - 1, grid.cellWidth + 2, cellHeight + 1);
  }
  byId("map-scale").textContent = `One cell is ${number(bytes)} byte${bytes === 1 ? "" : "s"}.`;
  byId("map-addresses").replaceChildren(...Array.from({ length: Math.ceil(cells / columns / 2) }, (_, i) => element("li", address(2 * i * columns * bytes))));
  canvas.setAttribute("aria-valuemax", Math.max(0, size - 1));
  describeCursor();
}
function cellLines(cell) {
  const start = cell * grid.bytes, end = Math.min(start + grid.bytes, explanation.newSize);
  if (start >= end) return null;
  let dearest = find(data.stretches, start);
  for (const each of data.stretches)
    if (each[0] < end && each[0] + each[1] > start && each[4] > dearest[4]) dearest = each;
  const region = find(data.regions, Math.max(start, dearest[0]));
  return [
    region[1],
    `${region[2] ? region[2] + ", " : ""}${address(start)} to ${address(end - 1)}`,
    `${operations[operationOf(dearest)].name}: ${number(dearest[1])} bytes at ${address(dearest[0])}`,
    dearest[4] ? `costs ${number(dearest[4])} bytes of patch` : "costs nothing",
  ];
}
function describeCursor() {
  const lines = cellLines(cursor);
  if (!lines) return;
  byId("map").setAttribute("aria-valuenow", cursor * grid.bytes);
  byId("map").setAttribute("aria-valuetext", lines.join("; "));
}
byId("map").addEventListener("mousemove", event => {
  const box = byId("map").getBoundingClientRect();
  const column = Math.min(grid.columns - 1, Math.floor((event.clientX - box.left) / grid.cellWidth));
  const lines = cellLines(Math.floor((event.clientY - box.top) / cellHeight) * grid.columns + column);
  if (lines) showTip(event, lines); else hideTip();
});
byId("map").addEventListener("mouseleave", hideTip);
byId("map").addEventListener("keydown", event => {
  const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -grid.columns, ArrowDown: grid.columns, Home: -grid.cells, End: grid.cells };
  if (!(event.key in steps)) return;
  event.preventDefault();
  const next = cursor + steps[event.key];
  if (event.key === "Home" || event.key === "End" || (next >= 0 && next < grid.cells)) cursor = Math.max(0, Math.min(grid.cells - 1, next));
  showCursor();
});
function showCursor() {
  drawMap();
  const box = byId("map").getBoundingClientRect(), lines = cellLines(cursor);
  if (lines) showTip({ clientX: box.left + (cursor % grid.columns) * grid.cellWidth, clientY: box.top + Math.floor(cursor / grid.columns) * cellHeight }, lines);
}
byId("map").addEventListener("focus", showCursor);
byId("map").addEventListener("blur", () => { hideTip(); drawMap(); });

/* Sections and object files. */
function partRow(name, numbers) {
  const made = element("tr");
  made.append(element("td", name), ...numbers.map(text => element("td", text, { class: "number" })));
  return made;
}
for (const each of explanation.sections) {
  const first = data.regions.find(region => region[2] === each.section);
  byId("sections").tBodies[0].append(partRow(
    each.section || (data.hasSymbols ? "(between sections)" : "(the image)"), [first ? address(first[0]) : "", number(each.size), number(each.patchBytes)]));
}
if (explanation.files) {
  byId("files").hidden = byId("or-file").hidden = false;
  byId("files").tBodies[0].append(...explanation.files.map(each => partRow(each.file, [number(each.size), number(each.patchBytes)])));
} else {
  byId("symbols").classList.add("no-files");
}

/* Treemap, squarified (Bruls, Huizing, van Wijk 2000). */
const dominant = symbol => Object.entries(symbol.kinds).reduce((best, each) => each[1] > best[1] ? each : best)[0];
const symbolTip = symbol => [
  symbol.name,
  `${number(symbol.patchBytes)} bytes of patch, ${percent(symbol.patchBytes, explanation.patchSize)}`,
  ...(symbol.file ? [symbol.file] : []),
  `${symbol.section || "image"} at ${hex(symbol.offset)}, ${number(symbol.size)} bytes${symbol.oldSize === undefined ? "" : `, was ${number(symbol.oldSize)}`}`,
  ...Object.entries(symbol.kinds).map(([kind, bytes]) => `${kindText[kind]}: ${number(bytes)}`),
];
function drawTree() {
  const tree = byId("tree"), width = tree.clientWidth, height = tree.clientHeight;
  tree.replaceChildren();
  tree.hidden = explanation.patchSize === 0;
  const shown = explanation.symbols.filter(each => each.patchBytes > 0).slice(0, 150);
  const scale = width * height / shown.reduce((sum, each) => sum + each.patchBytes, 0);
  let x = 0, y = 0, w = width, h = height, at = 0;
  while (at < shown.length) {
    const side = Math.min(w, h);
    let end = at, sum = 0, worst = Infinity;
    while (end < shown.length) {
      const area = shown[end].patchBytes * scale, next = sum + area;
      const ratio = Math.max(side * side * (shown[at].patchBytes * scale) / (next * next), next * next / (side * side * area));
      if (ratio > worst) break;
      worst = ratio; sum = next; end++;
    }
    const thickness = sum / side;
    let offset = 0;
    for (; at < end; at++) {
      const length = shown[at].patchBytes * scale / thickness;
      const box = w >= h ? [x, y + offset, thickness, length] : [x + offset, y, length, thickness];
      tree.append(treeField(shown[at], box));
      offset += length;
    }
    if (w >= h) { x += thickness; w -= thickness; } else { y += thickness; h -= thickness; }
  }
  if (tree.firstElementChild) tree.firstElementChild.tabIndex = 0;
}
/* One stop for the Tab key; arrows, Home and End go on from there. */
byId("tree").addEventListener("keydown", event => {
  const at = event.target, tree = byId("tree");
  const next = {
    ArrowRight: at.nextElementSibling, ArrowDown: at.nextElementSibling, ArrowLeft: at.previousElementSibling, ArrowUp: at.previousElementSibling,
    Home: tree.firstElementChild, End: tree.lastElementChild,
  }[event.key];
  if (!next) return;
  event.preventDefault();
  at.tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
});
function treeField(symbol, [left, top, width, height]) {
  const field = element("button", undefined, { type: "button", tabindex: "-1", "aria-label": `${symbol.name}: ${symbol.patchBytes} bytes of patch` });
  field.style.cssText = `left:${left}px; top:${top}px; width:${width}px; height:${height}px; background:${kindColour(dominant(symbol))}`;
  if (width > 46 && height > 20) field.append(symbol.name);
  else field.style.padding = "0";
  if (width > 46 && height > 38) field.append(element("small", `${number(symbol.patchBytes)} B`));
  attachTip(field, () => symbolTip(symbol));
  field.addEventListener("click", () => {
    byId("filter").value = symbol.name;
    byId("kind-filter").value = "";
    drawTable();
    byId("table-title").scrollIntoView({ behavior: "smooth" });
  });
  return field;
}

/* Table. */
let sort = { key: "patchBytes", descending: true };
const textKeys = ["name", "section", "file"];
const collator = new Intl.Collator("en", { numeric: true });
function drawTable() {
  const words = byId("filter").value.trim().toLowerCase(), kind = byId("kind-filter").value;
  const shown = explanation.symbols.filter(each =>
    (!words || [each.name, each.section, each.file ?? ""].some(text => text.toLowerCase().includes(words))) && (!kind || each.kinds[kind]));
  const direction = sort.descending ? -1 : 1;
  shown.sort((a, b) => direction * (textKeys.includes(sort.key)
    ? collator.compare(a[sort.key] ?? "", b[sort.key] ?? "") : (a[sort.key] ?? -1) - (b[sort.key] ?? -1)));
  byId("symbols").tBodies[0].replaceChildren(...shown.map(row));
  const sum = shown.reduce((total, each) => total + each.patchBytes, 0);
  byId("count").textContent = `${number(shown.length)} of ${number(explanation.symbols.length)} · ${number(sum)} bytes`;
}
function row(symbol) {
  const made = element("tr");
  const name = element("td", symbol.name);
  name.append(element("small", `${symbol.section || "image"} · ${hex(symbol.offset)} · ${number(symbol.size)} B`));
  made.append(name, element("td", symbol.section, { class: "soft" }), element("td", symbol.file ?? "", { class: "soft" }));
  for (const text of [hex(symbol.offset), number(symbol.size), symbol.oldSize === undefined ? (data.hasOldSymbols && symbol.isSymbol ? "new" : "") : number(symbol.oldSize), number(symbol.patchBytes)])
    made.append(element("td", text, { class: "number" }));
  const bar = element("div", undefined, { class: "bar" }), cell = element("td");
  bar.style.width = Math.max(3, 100 * symbol.patchBytes / explanation.symbols[0].patchBytes) + "%";
  for (const [kind, bytes] of Object.entries(symbol.kinds)) {
    const part = element("i");
    part.style.cssText = `flex:${bytes} 0 0; background:${kindColour(kind)}`;
    bar.append(part);
  }
  attachTip(bar, () => symbolTip(symbol));
  cell.append(bar);
  made.append(cell);
  return made;
}
for (const head of document.querySelectorAll("th[data-key]")) {
  head.firstElementChild.addEventListener("click", () => {
    const key = head.dataset.key, text = textKeys.includes(key);
    sort = { key, descending: sort.key === key ? !sort.descending : !text };
    document.querySelectorAll("th[aria-sort]").forEach(each => each.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", sort.descending ? "descending" : "ascending");
    drawTable();
  });
}
/* The whole table, for a spreadsheet. A name that begins like a formula is text. */
const quoted = value => {
  const text = String(value ?? "");
  return `"${(/^[=+\-@]/.test(text) ? "'" + text : text).replaceAll('"', '""')}"`;
};
byId("csv").href = "data:text/csv;charset=utf-8," + encodeURIComponent([
  ["name", "section", "file", "offset", "size", "was", "patchBytes", ...explanation.kinds.map(each => each.kind)],
  ...explanation.symbols.map(each => [each.name, each.section, each.file, each.offset, each.size, each.oldSize, each.patchBytes,
    ...explanation.kinds.map(kind => each.kinds[kind.kind] ?? 0)]),
].map(line => line.map(quoted).join(",") + "\r\n").join(""));

byId("filter").addEventListener("input", drawTable);
byId("kind-filter").addEventListener("change", drawTable);

const drawSized = () => { drawMap(); drawTree(); };
addEventListener("resize", drawSized);
setTheme(dark.matches);
drawSized();
drawTable();
