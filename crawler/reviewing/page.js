"use strict";
// The page of the desk. All text goes in as text (textContent, value), never as markup: what the corpus holds is hostile.

const FIELDS = ["year", "province", "role"];
const NONE = "-";
const [token, called = ""] = location.hash.slice(1).split("&figure=");
const [wanted, spoken] = called.split("&lang="); // a figure somebody called wrong, ARTICLE:START, and the language of the page that was left
const el = (id) => document.getElementById(id);
let book = null;
let language = ["en", "vi"].includes(spoken) ? spoken : (navigator.language || "en").toLowerCase().startsWith("vi") ? "vi" : "en";
let state = null;
let busy = false;

const word = (key) => (book && book.words[language][key]) || key;

async function ask(path, body) {
  const headers = { "X-Desk-Token": token };
  if (body) headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method: body ? "POST" : "GET", headers, body: body ? JSON.stringify(body) : undefined });
  const value = await answer.json();
  if (answer.ok) return value;
  throw Object.assign(new Error(value.error), { status: answer.status, told: value });
}

function make(name, attributes, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) if (value !== null && value !== false) made.setAttribute(key, value);
  made.append(...inside);
  return made;
}

// --- words and numbers

function number(value) {
  return value.toLocaleString(language, { maximumFractionDigits: 2 });
}

function money(dong) {
  for (const [size, name] of [[1e9, "billion"], [1e6, "million"]]) {
    if (Math.abs(dong) >= size) return `${number(dong / size)} ${word(name)} ${word("dong")}`;
  }
  return `${number(dong)} ${word("dong")}`;
}

function reading(value) {
  const one = (plain, dong) => (dong === null ? `${number(plain)} ${value.unit === "pp" ? word("unit_pp") : value.unit}` : money(dong));
  let text = one(value.max, value.vnd_max);
  if (value.min !== value.max) text = `${one(value.min, value.vnd_min)} – ${text}`;
  const before = ["approx", "change"].filter((key) => value[key]).map((key) => word(`${key}_${value[key]}`));
  const per = value.per ? [word("per"), book.words[language][`per_${value.per}`] || value.per] : [];
  return [...before, text, ...per].join(" ");
}

function written(field, answer) {
  if (answer === null) return NONE;
  if (field !== "year") return answer;
  return answer[0] === answer[1] ? String(answer[0]) : `${answer[0]}-${answer[1]}`;
}

function said(field, answer) {
  if (answer === null) return word(`none_${field}`);
  return field === "role" ? word(`role_${answer}`) : written(field, answer).replace("-", field === "year" ? "–" : "-");
}

// rounded down: 99.6 % is not certain
const percent = (chance) => `${Math.floor(chance * 100 + 1e-6)} %`;

// --- showing

function speak() {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll("[data-word]")) one.textContent = word(one.dataset.word);
  document.title = `${word("desk")} · Công Thương Corpus`;
}

function tell(...parts) {
  el("told").textContent = parts.filter(Boolean).join(" ");
  el("told").classList.toggle("bad", false);
}

function complain(error) {
  const told = error.told || {};
  const known = error.status === 403 ? "no_token" : told.error ? told.error : "no_answer";
  tell(word(known), known === "bad_request" || known === "no_token" ? "" : told.detail);
  el("told").classList.add("bad");
}

function show() {
  const { figure, done } = state;
  for (const name of ["today", "total", "left"]) el(`done-${name}`).textContent = number(done[name]);
  el("done-right").textContent = done.total ? percent(done.right / done.total) : "–";
  el("figure").hidden = !figure;
  el("finished").hidden = Boolean(figure);
  for (const id of ["undo", "undo-last"]) el(id).disabled = !state.undo;
  if (!figure) return;
  el("title").textContent = figure.title || word("untitled");
  el("source").textContent = figure.source || "";
  el("published").textContent = (figure.published || "").slice(0, 10) || word("undated");
  const around = figure.around;
  for (const part of ["far_before", "before", "left", "right", "after", "far_after"]) el(part).textContent = around[part];
  el("surface").textContent = around.figure;
  el("value").textContent = reading(figure.value);
  el("confidence").textContent = `· ${percent(figure.confidence)} ${word("sure")}`;
  el("doubt").textContent = figure.doubt[language];
  el("link").hidden = !figure.link;
  if (figure.link) el("link").href = figure.link;
  else el("link").removeAttribute("href");
  el("years").replaceChildren(...figure.years.map((years) => make("option", { value: written("year", years) })));
  const named = new Set([...figure.provinces, ...book.provinces]);
  el("provinces").replaceChildren(...[...named].map((name) => make("option", { value: name })));
  let digit = 1;
  for (const field of FIELDS) digit = showField(field, figure, digit);
  weigh();
}

function showField(field, figure, digit) {
  const { answers, rule } = figure.fields[field];
  const asked = figure.asked.includes(field);
  const box = document.querySelector(`fieldset[data-field=${field}]`);
  box.disabled = !asked;
  box.replaceChildren(make("legend", {}, word(field)));
  if (!asked) {
    const fixed = state.asked.includes(field) ? "certain" : "not_asked";
    box.append(make("p", { class: "fixed" }, said(field, answers[0].answer)), make("p", { class: "rule" }, word(fixed)));
    return digit;
  }
  answers.forEach(({ answer, chance }, place) => {
    const pick = make("input", { type: "radio", name: field, value: written(field, answer), "data-digit": digit, id: `pick-${digit}` });
    pick.checked = pick.defaultChecked = place === 0;
    const label = make("label", { for: pick.id, class: "answer" }, make("kbd", { "aria-hidden": "true" }, String(digit)), pick,
      make("span", { class: "said", lang: field === "province" && answer ? "vi" : null }, said(field, answer)));
    if (place === 0) label.append(make("span", { class: "ours" }, word("ours")));
    if (chance !== null) {
      const meter = make("meter", { min: 0, max: 1, value: chance, "aria-hidden": "true" });
      label.append(make("span", { class: "chance" }, percent(chance)), meter);
    }
    box.append(label);
    digit += 1;
  });
  box.append(other(field));
  box.setAttribute("aria-describedby", `rule-${field}`);
  const why = { class: "rule", id: `rule-${field}` };
  box.append(make("p", why, rule[language] ? `${word("because")} ${rule[language]}` : word("no_rule")));
  return digit;
}

function other(field) {
  const id = `other-${field}`;
  const attributes = { id, "data-other": field };
  const entry = field === "role"
    ? make("select", attributes, make("option", { value: "" }, "…"), ...book.roles[language].map((role) => make("option", { value: role }, word(`role_${role}`))))
    : make("input", { ...attributes, list: `${field}s`, placeholder: word(`hint_${field}`), maxlength: 60, inputmode: field === "year" ? "numeric" : null, lang: "vi", "aria-describedby": "told" });
  return make("div", { class: "other" }, make("label", { for: id }, make("kbd", { "aria-hidden": "true" }, field[0]), word(`other_${field}`)), entry);
}

function chosen(field) {
  const entry = el(`other-${field}`);
  if (entry && entry.value.trim()) return entry.value.trim();
  const pick = document.querySelector(`input[name=${field}]:checked`);
  return pick ? pick.value : NONE;
}

function weigh() {
  // The button says what Enter will do; a free entry takes the mark from the answers above it.
  let same = true;
  for (const field of state.figure ? state.figure.asked : []) {
    const free = Boolean(el(`other-${field}`).value.trim());
    document.querySelector(`fieldset[data-field=${field}]`).classList.toggle("free", free);
    same = same && chosen(field) === written(field, state.figure.fields[field].answers[0].answer);
  }
  el("save-word").dataset.word = same ? "confirm" : "save";
  el("save-word").textContent = word(el("save-word").dataset.word);
}

// --- doing

async function act(path, body, told) {
  if (busy) return;
  busy = true;
  try {
    state = await ask(path, body);
    el("note").value = "";
    widen(false);
    show();
    tell(told && word(told), state.figure ? "" : word("finished"));
    const place = el(state.figure ? "figure" : "finished");
    place.focus({ preventScroll: true });
    scrollTo(0, 0);
  } catch (error) {
    complain(error);
  } finally {
    busy = false;
  }
}

const here = () => ({ article: state.figure.article, start: state.figure.start, end: state.figure.end });

function save() {
  if (!state.figure) return;
  const answers = Object.fromEntries(state.figure.asked.map((field) => [field, chosen(field)]));
  act("/decide", { ...here(), answers, note: el("note").value }, "saved");
}

const drop = () => state.figure && act("/decide", { ...here(), drop: true, note: el("note").value }, "saved");
const pass = () => state.figure && act("/skip", here(), "skipped");
const undo = () => (state.undo ? act("/undo", {}, "undone") : tell(word("nothing_to_undo")));

function widen(far) {
  for (const id of ["far_before", "far_after"]) el(id).hidden = !far;
  el("more").setAttribute("aria-expanded", far);
  el("more").firstElementChild.dataset.word = far ? "less" : "more";
  el("more").firstElementChild.textContent = word(far ? "less" : "more");
  if (far) el("surface").scrollIntoView({ block: "center" });
}

function turn() {
  const kept = Object.fromEntries(FIELDS.map((field) => [field, el(`other-${field}`) ? chosen(field) : NONE]));
  language = language === "en" ? "vi" : "en";
  speak();
  show();
  for (const field of state.figure ? state.figure.asked : []) choose(field, kept[field]);
  widen(!el("far_before").hidden);
}

function choose(field, value) {
  const pick = [...document.querySelectorAll(`input[name=${field}]`)].find((one) => one.value === value);
  if (pick) pick.checked = true;
  else el(`other-${field}`).value = value;
  weigh();
}

function digit(key) {
  const pick = el(`pick-${key}`);
  if (!pick || pick.disabled) return;
  pick.checked = true;
  el(`other-${pick.name}`).value = "";
  weigh();
}

const focus = (id) => {
  const entry = el(id);
  if (entry && !entry.disabled) entry.focus();
};

const KEYS = {
  s: pass, u: undo, x: drop, l: turn, n: () => focus("note"), c: () => widen(el("far_before").hidden),
  y: () => focus("other-year"), p: () => focus("other-province"), r: () => focus("other-role"),
  o: () => !el("link").hidden && el("link").click(), "?": () => el("keys").showModal(),
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !state || el("keys").open) return;
  const target = event.target;
  const writing = target.matches("input:not([type=radio]), select, textarea");
  if (writing) {
    if (event.key === "Enter" || event.key === "Escape") {
      event.preventDefault();
      if (event.key === "Escape") target.value = "";
      weigh();
      el("figure").focus({ preventScroll: true });
    }
    return;
  }
  if (event.key === "Enter" && !target.matches("button, a, summary")) {
    event.preventDefault();
    if (!event.repeat) save();
  } else if (/^[1-9]$/.test(event.key)) {
    digit(event.key);
  } else {
    const work = KEYS[event.key.toLowerCase()];
    if (work) {
      event.preventDefault(); // or the letter would stand in the field it leads to
      if (!event.repeat) work();
    }
  }
}

async function start() {
  tell(word("loading"));
  try {
    book = await ask("/words");
    speak();
    tell(word("loading"));
    state = wanted ? await ask("/figure", Object.fromEntries(["article", "start"].map((key, n) => [key, wanted.split(":")[n]]))) : await ask("/state");
    show();
    tell(state.figure ? "" : word("finished"));
    if (state.figure) el("figure").focus({ preventScroll: true });
  } catch (error) {
    complain(error);
    return;
  }
  document.addEventListener("keydown", pressed);
}

el("answers").addEventListener("submit", (event) => {
  event.preventDefault();
  save();
});
el("answers").addEventListener("input", (event) => {
  if (event.target.type === "radio") el(`other-${event.target.name}`).value = "";
  weigh();
});
el("pass").addEventListener("click", pass);
el("undo").addEventListener("click", undo);
el("undo-last").addEventListener("click", undo);
el("drop").addEventListener("click", drop);
el("help").addEventListener("click", () => el("keys").showModal());
el("more").addEventListener("click", () => widen(el("far_before").hidden));
el("language").addEventListener("click", turn);
window.addEventListener("hashchange", () => location.reload()); // another figure called wrong
start();
