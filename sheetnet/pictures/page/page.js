"use strict";
// Everything that moves on the page. All numbers are the engine's own: parameters, gradients and E are stored bit for
// bit; outputs are worked out from them here, by the same formulas.
const run = JSON.parse(document.getElementById("run").textContent);
const say = run.say;
const $ = (id) => document.getElementById(id);
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

function bytes(text) {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}
function doubles(text) {
  const view = new DataView(bytes(text).buffer);
  return Float64Array.from({ length: view.byteLength / 8 }, (_, place) => view.getFloat64(8 * place, true));
}

const frames = run.iterations.length;
const inputs = run.sizes[0];
const E = doubles(run.E), accuracy = doubles(run.accuracy), testE = doubles(run.testE);
const allParameters = doubles(run.parameters), allGradients = doubles(run.gradients);
const count = allParameters.length / frames;
const caseNumbers = run.cases.step
  ? Float64Array.from(bytes(run.cases.data), (whole) => whole / run.cases.step)
  : doubles(run.cases.data);
const parameters = (frame) => allParameters.subarray(frame * count, (frame + 1) * count);
const gradients = (frame) => allGradients.subarray(frame * count, (frame + 1) * count);
const caseInputs = (place) => caseNumbers.subarray(place * inputs, (place + 1) * inputs);

// The first parameter of each layer, and the end.
const starts = [0];
for (let layer = 1; layer < run.sizes.length; layer++) {
  starts.push(starts[layer - 1] + run.sizes[layer] * (run.sizes[layer - 1] + (run.thresholds ? 1 : 0)));
}

const ACTIVATIONS = {
  sigmoid: (s) => 1 / (1 + Math.exp(-s)),
  tanh: Math.tanh,
  relu: (s) => Math.max(s, 0),
  identity: (s) => s,
};
function softmax(s) {
  const largest = Math.max(...s);
  const raised = s.map((one) => Math.exp(one - largest));
  const total = raised.reduce((sum, one) => sum + one, 0);
  return raised.map((one) => one / total);
}

// z for inputs as the network sees them: s = w.x - theta, layer by layer.
function outputs(w, x) {
  let h = Array.from(x);
  for (let layer = 1; layer < run.sizes.length; layer++) {
    const below = run.sizes[layer - 1], units = run.sizes[layer], last = layer === run.sizes.length - 1;
    const sums = [];
    let place = starts[layer - 1];
    for (let unit = 0; unit < units; unit++) {
      let s = 0;
      for (let k = 0; k < below; k++) s += w[place++] * h[k];
      sums.push(run.thresholds ? s - w[place++] : s);
    }
    if (last && run.head === "softmax") h = softmax(sums);
    else h = sums.map(ACTIVATIONS[last ? run.head : run.hidden]);
  }
  return h;
}
function classOf(z) {
  if (z.length === 1) return z[0] >= run.middle ? 1 : 0;
  return z.indexOf(Math.max(...z));
}
const raw = (z) => z.map((one, k) => one * run.targetScale[k] + run.targetShift[k]);

// Colours: 0 is the colour of `--zero`, the ends those of more and less than 0.
let theme = {};
function parsed(colour) {
  const hex = colour.trim().replace(/^#(.)(.)(.)$/, "#$1$1$2$2$3$3");
  return [1, 3, 5].map((place) => parseInt(hex.slice(place, place + 2), 16));
}
function readTheme() {
  const style = getComputedStyle(document.documentElement);
  for (const name of ["zero", "positive", "negative", "ink", "paper", "first", "second", "third", "fourth"]) {
    theme[name] = parsed(style.getPropertyValue("--" + name));
  }
}
function mixed(low, high, share) {
  const part = Math.min(Math.max(share, 0), 1);
  return low.map((one, k) => Math.round(one + (high[k] - one) * part));
}
const css = (colour) => `rgb(${colour.join(",")})`;
const signed = (share) => mixed(theme.zero, share > 0 ? theme.positive : theme.negative, Math.abs(share));

function told(value) {
  if (!isFinite(value)) return "";
  const size = Math.abs(value);
  const text = value === 0 || (size >= 1e-4 && size < 1e6) ? String(+value.toPrecision(4)) : value.toExponential(2);
  return text.replace("-", "−");
}
const fixed = (value) => (Math.abs(value) >= 1e-4 ? value.toPrecision(5) : value.toExponential(3));
const percent = (share) => (100 * share).toFixed(1) + "%";
const iterationText = (n) => n.toLocaleString(run.language);

// Cells of weights and gradients: the layer, unit and input that each parameter belongs to.
const belongs = [];
for (let layer = 1; layer < run.sizes.length; layer++) {
  for (let unit = 0; unit < run.sizes[layer]; unit++) {
    for (const below of run.names[layer - 1]) belongs.push([layer, run.names[layer][unit], below]);
    if (run.thresholds) belongs.push([layer, run.names[layer][unit], "θ"]);
  }
}
function cellsOf(picture, mark) {
  const found = [];
  for (const rect of $(picture).querySelectorAll(`rect[data-key^="${mark}"]`)) {
    found.push([+rect.dataset.key.slice(1), rect]);
  }
  return found;
}
const weightCells = cellsOf("cells-w", "w"), gradientCells = cellsOf("cells-g", "g");
const scaleTexts = run.sizes.slice(1).map((_, layer) => document.querySelector(`text[data-key="gscale${layer}"]`));

let now = frames - 1;
let pointed = null;

function largestOf(values, layer) {
  let most = 0;
  for (let p = starts[layer]; p < starts[layer + 1]; p++) most = Math.max(most, Math.abs(values[p]));
  return most || 1;
}
function paintCells() {
  const w = parameters(now), g = gradients(now);
  for (const [p, rect] of weightCells) rect.setAttribute("fill", css(signed(w[p] / run.scales[belongs[p][0] - 1])));
  const scales = scaleTexts.map((_, layer) => largestOf(g, layer));
  for (const [p, rect] of gradientCells) rect.setAttribute("fill", css(signed(g[p] / scales[belongs[p][0] - 1])));
  scaleTexts.forEach((text, layer) => {
    if (text) text.textContent = fill(say.strongest, { value: told(scales[layer]) });
  });
  paintPointed();
}
function paintPointed() {
  for (const [id, mark, values] of [["pointed", "w", parameters(now)], ["pointed-g", "g", gradients(now)]]) {
    const output = $(id);
    if (!pointed || pointed[0] !== mark) output.textContent = "";
    else output.textContent = `${belongs[pointed[1]][1]} ← ${belongs[pointed[1]][2]}: ${told(values[pointed[1]])}`;
  }
}
for (const picture of ["cells-w", "cells-g"]) {
  const point = (event) => {
    const key = event.target.dataset ? event.target.dataset.key : "";
    pointed = key && /^[wg]\d+$/.test(key) ? [key[0], +key.slice(1)] : null;
    paintPointed();
  };
  $(picture).addEventListener("pointermove", point);
  $(picture).addEventListener("pointerdown", point);
  $(picture).addEventListener("pointerleave", () => { pointed = null; paintPointed(); });
}

// The curve: a marker at the iteration shown; a press on it goes there.
const marker = document.querySelector('[data-key="now"]'), dot = document.querySelector('[data-key="dot"]');
const bottom = marker.getAttribute("points").split(/[ ,]/)[3];
function placeMarker() {
  const plot = run.plot, last = plot.last || 1;
  const x = plot.left + (plot.width * run.iterations[now]) / last;
  const share = plot.log
    ? Math.log10(Math.max(E[now], plot.low) / plot.low) / Math.log10(plot.high / plot.low)
    : (E[now] - plot.low) / (plot.high - plot.low);
  dot.setAttribute("cx", x);
  dot.setAttribute("cy", plot.top + plot.height * (1 - Math.min(Math.max(share, 0), 1)));
  marker.setAttribute("points", `${x},${plot.top} ${x},${bottom}`);
}
function nearest(iteration) {
  let best = 0;
  run.iterations.forEach((one, frame) => {
    if (Math.abs(one - iteration) < Math.abs(run.iterations[best] - iteration)) best = frame;
  });
  return best;
}
const curve = $("curve-picture");
let dragging = false;
function goTo(event) {
  const box = curve.getBoundingClientRect(), view = curve.viewBox.baseVal;
  const x = view.x + ((event.clientX - box.left) / box.width) * view.width;
  pause();
  show(nearest(((x - run.plot.left) / run.plot.width) * (run.plot.last || 1)));
}
curve.addEventListener("pointerdown", (event) => { dragging = true; goTo(event); });
curve.addEventListener("pointermove", (event) => { if (dragging) goTo(event); });
window.addEventListener("pointerup", () => { if (dragging) { dragging = false; announce(); } });
window.addEventListener("pointercancel", () => { dragging = false; });

// The pad, or fields for numbers.
const low = run.range[0], high = run.range[1];
const [rows, columns] = run.picture;
const paper = Math.min(...low.map((one, k) => one * run.inputScale[k] + run.inputShift[k]));
const inkLevel = Math.max(...high.map((one, k) => one * run.inputScale[k] + run.inputShift[k]));
let drawn = new Float64Array(inputs).fill(paper);  // raw
let touched = false;
const pad = $("pad");
const cells = [];
const seen = (values) => Array.from(values, (one, k) => (one - run.inputShift[k]) / run.inputScale[k]);
function paintPixel(place) {
  const share = inkLevel > paper ? (drawn[place] - paper) / (inkLevel - paper) : 0;
  cells[place].style.setProperty("--pixel", css(mixed(theme.zero, theme.ink, share)));
  cells[place].setAttribute("aria-selected", share > 0.5 ? "true" : "false");
}
function put(place, share) {
  drawn[place] = paper + (inkLevel - paper) * share;
  touched = true;
  paintPixel(place);
}
function brush(place, erase) {
  if (erase) { put(place, 0); return; }
  put(place, 1);
  if (columns < 8) return;  // on a fine pad a stroke has a soft edge
  const row = Math.floor(place / columns), column = place % columns;
  for (const [down, right] of [[0, 1], [1, 0], [0, -1], [-1, 0]]) {
    const r = row + down, c = column + right;
    if (r < 0 || r >= rows || c < 0 || c >= columns) continue;
    const near = r * columns + c;
    const share = (drawn[near] - paper) / (inkLevel - paper || 1);
    if (share < 0.4) put(near, 0.4);
  }
}
function setUpPad() {
  pad.style.gridTemplateColumns = `repeat(${columns}, 1fr)`;
  for (let row = 0; row < rows; row++) {
    const line = document.createElement("div");
    line.setAttribute("role", "row");
    for (let column = 0; column < columns; column++) {
      const cell = document.createElement("div");
      cell.setAttribute("role", "gridcell");
      cell.setAttribute("aria-label", fill(say.pixel, { row: row + 1, column: column + 1 }));
      cell.tabIndex = row + column === 0 ? 0 : -1;
      cell.dataset.place = row * columns + column;
      cells.push(cell);
      line.append(cell);
    }
    pad.append(line);
  }
  let stroke = null;  // whether the stroke erases
  const at = (event) => {
    const under = document.elementFromPoint(event.clientX, event.clientY);
    return under && pad.contains(under) && under.dataset.place !== undefined ? +under.dataset.place : -1;
  };
  pad.addEventListener("pointerdown", (event) => {
    const place = at(event);
    if (place < 0) return;
    event.preventDefault();
    if (pad.hasPointerCapture && event.pointerType !== "mouse") pad.setPointerCapture(event.pointerId);
    stroke = drawn[place] > (paper + inkLevel) / 2;
    brush(place, stroke);
    readDrawing();
  });
  window.addEventListener("pointermove", (event) => {
    if (stroke === null) return;
    const place = at(event);
    if (place >= 0) { brush(place, stroke); readDrawing(); }
  });
  const end = () => { stroke = null; };
  window.addEventListener("pointerup", end);
  window.addEventListener("pointercancel", end);
  pad.addEventListener("keydown", (event) => {
    const place = +event.target.dataset.place;
    const step = { ArrowUp: -columns, ArrowDown: columns, ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === " " || event.key === "Enter") {
      put(place, drawn[place] > (paper + inkLevel) / 2 ? 0 : 1);
      readDrawing();
    } else if (step !== undefined) {
      const next = place + step;
      const stays = Math.abs(step) > 1 || Math.floor(next / columns) === Math.floor(place / columns);
      if (next >= 0 && next < cells.length && stays) {
        event.target.tabIndex = -1;
        cells[next].tabIndex = 0;
        cells[next].focus();
      }
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  $("clear").addEventListener("click", () => {
    drawn.fill(paper);
    touched = false;
    cells.forEach((_, place) => paintPixel(place));
    readDrawing();
  });
}
function setUpFields() {
  touched = true;
  run.names[0].forEach((name, k) => {
    const ends = [low[k], high[k]].map((one) => one * run.inputScale[k] + run.inputShift[k]);
    const least = Math.min(...ends), most = Math.max(...ends);
    drawn[k] = (least + most) / 2;
    const label = document.createElement("label"), slide = document.createElement("input");
    const number = document.createElement("input");
    label.textContent = name;
    label.htmlFor = `field${k}`;
    slide.type = "range";
    slide.min = least; slide.max = most; slide.step = (most - least) / 200 || 1;
    number.type = "number"; number.step = "any"; number.id = `field${k}`;
    slide.setAttribute("aria-label", name);
    slide.value = drawn[k];
    number.value = +drawn[k].toPrecision(6);
    slide.addEventListener("input", () => { drawn[k] = +slide.value; number.value = +drawn[k].toPrecision(6); readDrawing(); });
    number.addEventListener("input", () => {
      if (number.value !== "" && isFinite(+number.value)) { drawn[k] = +number.value; slide.value = drawn[k]; readDrawing(); }
    });
    $("fields").append(label, slide, number);
  });
}
const bars = [];
function setUpBars() {
  for (const name of run.outputs) {
    const label = document.createElement("span"), bar = document.createElement("div"), value = document.createElement("span");
    const inner = document.createElement("i");
    label.textContent = name;
    bar.className = "bar";
    bar.setAttribute("aria-hidden", "true");
    bar.append(inner);
    bars.push([bar, inner, value]);
    $("bars").append(label, bar, value);
  }
}
function readDrawing() {
  if (!$("answer")) return;
  const z = outputs(parameters(now), seen(drawn)), shown = raw(z), best = classOf(z);
  z.forEach((one, k) => {
    const [bar, inner, value] = bars[k];
    const from = run.low === null ? run.targets[0][k] : run.low, to = run.high === null ? run.targets[1][k] : run.high;
    inner.style.width = `${100 * Math.min(Math.max((one - from) / (to - from || 1), 0), 1)}%`;
    bar.classList.toggle("best", touched && run.classifies && z.length > 1 && k === best);
    value.textContent = run.classifies ? shown[k].toFixed(3).replace("-", "−") : told(shown[k]);
    value.dataset.value = shown[k];
  });
  $("answer").parentElement.classList.toggle("empty", !touched);
  let text = "";
  if (!touched) text = say.nothing;
  else if (!run.classifies) text = say.says;
  else {
    const sure = z.length === 1 || z[best] >= (run.low === -1 ? 0 : 0.5);
    text = fill(say.reads, { name: run.classes[best] }) + (sure ? "" : ` (${say.unsure})`);
  }
  if ($("answer").textContent !== text) $("answer").textContent = text;
  paintSurface();
}

// The gallery: which cases are read correctly at this iteration.
const shownCases = [];
function setUpGallery() {
  const gallery = $("gallery");
  if (!gallery) return;
  run.cases.numbers.forEach((number, place) => {
    const button = document.createElement("button"), canvas = document.createElement("canvas"), name = document.createElement("span");
    button.type = "button";
    canvas.width = columns;
    canvas.height = rows;
    button.append(canvas, name);
    button.addEventListener("click", () => {
      const x = caseInputs(place);
      drawn = Float64Array.from(x, (one, k) => one * run.inputScale[k] + run.inputShift[k]);
      touched = true;
      cells.forEach((_, cell) => paintPixel(cell));
      readDrawing();
    });
    gallery.append(button);
    shownCases.push([button, canvas, name, number]);
  });
}
function paintGallery() {
  shownCases.forEach(([, canvas], place) => {
    const context = canvas.getContext("2d"), image = context.createImageData(columns, rows);
    const x = caseInputs(place);
    for (let k = 0; k < inputs; k++) {
      const value = x[k] * run.inputScale[k] + run.inputShift[k];
      const colour = mixed(theme.zero, theme.ink, inkLevel > paper ? (value - paper) / (inkLevel - paper) : 0);
      image.data.set([...colour, 255], 4 * k);
    }
    context.putImageData(image, 0, 0);
  });
}
function readGallery() {
  if (!shownCases.length) return;
  const w = parameters(now);
  let right = 0;
  shownCases.forEach(([button, , name, number], place) => {
    const said = classOf(outputs(w, caseInputs(place))), correct = !run.classifies || said === run.right[place];
    right += correct;
    const label = run.classifies ? run.classes[said] : "";
    if (name.textContent !== label) name.textContent = label;
    button.classList.toggle("wrong", !correct);
    button.setAttribute("aria-label", `${fill(say.case, { number })}: ${fill(say.reads, { name: label })}${correct ? "" : " ✗"}`);
  });
  $("gallery-right").textContent = fill(say.gallery_right, { right, all: shownCases.length });
}

// What a network of two inputs says everywhere.
function paintSurface() {
  const canvas = $("surface");
  if (!canvas) return;
  const context = canvas.getContext("2d"), fine = 60, size = canvas.width, w = parameters(now);
  const small = new OffscreenCanvas(fine, fine), image = small.getContext("2d").createImageData(fine, fine);
  const room = [0, 1].map((k) => 0.1 * (high[k] - low[k]) || 0.5);
  const at = (k, share) => low[k] - room[k] + (high[k] - low[k] + 2 * room[k]) * share;
  const series = ["first", "second", "third", "fourth"];
  for (let row = 0; row < fine; row++) {
    for (let column = 0; column < fine; column++) {
      const z = outputs(w, [at(0, (column + 0.5) / fine), at(1, 1 - (row + 0.5) / fine)]);
      let colour;
      if (z.length > 1) {
        const best = classOf(z), span = run.high === null ? 1 : run.high - run.low;
        colour = mixed(theme.zero, theme[series[best % 4]], run.high === null ? 0.6 : (0.7 * (z[best] - run.low)) / span);
      } else {
        const middle = run.classifies ? run.middle : (run.targets[0][0] + run.targets[1][0]) / 2;
        const end = run.classifies ? run.high - run.middle : (run.targets[1][0] - run.targets[0][0]) / 2 || 1;
        colour = signed((0.85 * (z[0] - middle)) / end);
      }
      image.data.set([...colour, 255], 4 * (row * fine + column));
    }
  }
  small.getContext("2d").putImageData(image, 0, 0);
  context.drawImage(small, 0, 0, size, size);
  const place = (x) => [0, 1].map((k) => {
    const share = (x[k] - low[k] + room[k]) / (high[k] - low[k] + 2 * room[k]);
    return size * (k ? 1 - share : share);
  });
  run.cases.numbers.forEach((_, n) => circle(context, place(caseInputs(n)), 5, caseColour(n)));
  circle(context, place(seen(drawn)), 7, null);
}
function caseColour(n) {
  if (!run.classifies) return theme.zero;
  if (run.sizes[run.sizes.length - 1] === 1) return run.right[n] ? theme.positive : theme.negative;
  return theme[["first", "second", "third", "fourth"][run.right[n] % 4]];
}
function circle(context, [x, y], radius, colour) {
  context.beginPath();
  context.arc(x, y, radius, 0, 7);
  context.lineWidth = 1.8;
  context.strokeStyle = css(theme.ink);
  if (colour) { context.fillStyle = css(colour); context.fill(); }
  context.stroke();
}

// All numbers, for those who want them and for readers of the screen.
function fillTable() {
  if (!$("numbers").open) return;
  const w = parameters(now), g = gradients(now);
  const head = [say.unit, say.input, say.value, say.gradient].map((text) => `<th scope="col">${text}</th>`).join("");
  const table = document.createElement("table");
  table.innerHTML = `<thead><tr>${head}</tr></thead>`;
  const body = document.createElement("tbody");
  for (let p = 0; p < count; p++) {
    const line = document.createElement("tr");
    for (const text of [belongs[p][1], belongs[p][2], String(w[p]), String(g[p])]) {
      const cell = document.createElement("td");
      cell.textContent = text;
      line.append(cell);
    }
    body.append(line);
  }
  table.append(body);
  $("numbers").querySelector(".wide").replaceChildren(table);
}
$("numbers").addEventListener("toggle", fillTable);

// What is shown, and playing.
const slider = $("slider"), play = $("play");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let timer = null;
function status() {
  const facts = { n: iterationText(run.iterations[now]), e: fixed(E[now]), a: percent(accuracy[now]) };
  return fill(run.classifies ? say.status_read : say.status, facts);
}
function announce() {
  $("status").textContent = status();
  history.replaceState(null, "", `#n=${run.iterations[now]}`);
}
function show(frame) {
  now = Math.max(0, Math.min(frames - 1, Math.round(frame)));
  slider.value = now;
  slider.setAttribute("aria-valuetext", status());
  $("n").textContent = iterationText(run.iterations[now]);
  $("e").textContent = fixed(E[now]);
  if ($("a")) $("a").textContent = percent(accuracy[now]);
  if ($("te")) $("te").textContent = fixed(testE[now]);
  placeMarker();
  paintCells();
  readDrawing();
  readGallery();
  if (timer === null) { fillTable(); nameButton(); }
}
function nameButton() {
  const ended = now === frames - 1 && timer === null && frames > 1;
  play.children[0].textContent = timer === null ? (ended ? "↻" : "▶") : "❚❚";
  play.children[1].textContent = timer === null ? (ended ? say.again : say.play) : say.pause;
}
function pause() {
  if (timer === null) return;
  clearTimeout(timer);
  timer = null;
  nameButton();
  fillTable();
  announce();
}
// About eight seconds for the whole; slower at first, where most is learned. Where motion is unwelcome, few large steps.
function tick() {
  const part = still.matches ? frames / 12 : Math.max(frames / 240, Math.min(1, frames / 60));
  const step = Math.max(1, Math.round(part * (still.matches || now > frames / 12 ? 1 : 0.35)));
  show(now + step);
  if (now >= frames - 1) pause();
  else timer = setTimeout(tick, still.matches ? 700 : 33);
}
function start() {
  if (now >= frames - 1) show(0);
  timer = setTimeout(tick, still.matches ? 700 : 33);
  nameButton();
}
play.addEventListener("click", () => (timer === null ? start() : pause()));
slider.addEventListener("input", () => { pause(); show(+slider.value); });
slider.addEventListener("change", announce);
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, button, summary, [role=gridcell]")) return;
  const to = { ArrowRight: now + 1, ArrowLeft: now - 1, Home: 0, End: frames - 1 }[event.key];
  if (event.key === " ") play.click();
  else if (to !== undefined) { pause(); show(to); announce(); }
  else return;
  event.preventDefault();
});

function asked() {
  const found = /n=(\d+)/.exec(location.hash);
  return found ? nearest(+found[1]) : frames - 1;
}
function paintAll() {
  readTheme();
  cells.forEach((_, place) => paintPixel(place));
  paintGallery();
  show(now);
}
if (pad) setUpPad();
if ($("fields")) setUpFields();
if ($("bars")) setUpBars();
setUpGallery();
if ($("surface-axes")) $("surface-axes").textContent = `→ ${run.names[0][0]}   ↑ ${run.names[0][1]}`;
now = asked();
paintAll();
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paintAll);
window.addEventListener("hashchange", () => { pause(); show(asked()); });
