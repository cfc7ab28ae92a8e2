"use strict";
// Search in what the site shows: pieces of an index, loaded as they are needed from this site alone (crawler/publishing/indexing.py).

const { root, home } = document.body.dataset;
const hits = document.getElementById("hits");
const told = document.getElementById("told");
const further = document.getElementById("further");
const PAGE = 20;
const MOST_WORDS = 12;
const PREFIX_FROM = 3; // letters from which the last word may go on
const MOST_PIECES = 8; // of one word that goes on
// an open syllable carries its tone in two ways (explorer/searching/letters.py)
const OLD = "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(" ");
const NEW = "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(" ");
const loading = new Map();
const arrived = new Map();
let asked = 0;
let listed = [];
let shown = 0;

const fold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replace(/đ/g, "d");
const plain = (text) => text.toLowerCase().normalize("NFC");

function other(word) {
  const end = word.slice(-2);
  const [from, to] = OLD.includes(end) ? [OLD, NEW] : [NEW, OLD];
  return from.includes(end) ? word.slice(0, -2) + to[from.indexOf(end)] : word;
}

window.piece = (name, held) => arrived.set(name, held);

function load(name) {
  if (!loading.has(name)) {
    loading.set(name, new Promise((done, failed) => {
      const script = document.createElement("script");
      script.src = `${root}search/${name}.js`;
      script.onload = () => (arrived.has(name) ? done(arrived.get(name)) : failed(new Error(name)));
      script.onerror = () => { loading.delete(name); failed(new Error(name)); };
      document.head.append(script);
    }));
  }
  return loading.get(name);
}

// pieces in which words may stand whose letters are, or begin with, these
function piecesOf(letters, goesOn, begins) {
  let first = 0;
  while (first + 1 < begins.length && begins[first + 1] <= letters) first += 1;
  const names = [`w${first}`];
  for (let next = first + 1; goesOn && next < begins.length && begins[next].startsWith(letters) && names.length < MOST_PIECES; next += 1) names.push(`w${next}`);
  return names;
}

function numbers(steps, into) {
  let at = 0;
  for (const step of steps.split(" ")) into.add((at += parseInt(step, 36)));
}

async function having(word, exact, goesOn, begins) {
  const letters = fold(word);
  const ways = exact ? [word, other(word)] : [letters];
  const fits = (held) => ways.some((way) => (goesOn ? held.startsWith(way) : held === way));
  const found = new Set();
  for (const held of await Promise.all(piecesOf(letters, goesOn, begins).map(load))) {
    for (const [one, steps] of Object.entries(held)) if (fits(exact ? one : fold(one))) numbers(steps, found);
  }
  return found;
}

function line([place, title, source, province, published, lead], sources) {
  const link = document.createElement("a");
  link.href = home + place;
  link.textContent = title || place;
  link.lang = "vi";
  const about = document.createElement("small");
  const day = document.documentElement.lang === "vi" ? published.split("-").reverse().join("/") : published;
  about.textContent = ` ${[sources[source] || source, day, province].filter(Boolean).join(" · ")}`;
  const begin = document.createElement("small");
  begin.className = "lead";
  begin.lang = "vi";
  begin.textContent = lead;
  const item = document.createElement("li");
  item.append(link, about, begin);
  return item;
}

async function showMore(mine) {
  const { block, sources } = await load("index");
  const some = listed.slice(shown, shown + PAGE);
  const blocks = new Map();
  for (const number of some) blocks.set(Math.floor(number / block), null);
  await Promise.all([...blocks.keys()].map(async (one) => blocks.set(one, await load(`a${one}`))));
  if (mine !== asked) return; // something else was typed meanwhile
  hits.append(...some.map((number) => line(blocks.get(Math.floor(number / block))[number % block], sources)));
  shown += some.length;
  further.hidden = shown >= listed.length;
}

async function find(text) {
  const mine = ++asked;
  const typed = [...plain(text).matchAll(/[\p{L}\p{N}\p{M}]+/gu)].map((one) => one[0]).slice(0, MOST_WORDS);
  if (!typed.length) {
    hits.replaceChildren();
    told.textContent = "";
    further.hidden = true;
    return;
  }
  const exact = typed.some((word) => fold(word) !== word); // accents count where one was typed
  const open = /[\p{L}\p{N}\p{M}]$/u.test(text);
  try {
    const { begins } = await load("index");
    const goesOn = (word, place) => open && place === typed.length - 1 && word.length >= PREFIX_FROM;
    const sets = begins.length ? await Promise.all(typed.map((word, place) => having(word, exact, goesOn(word, place), begins))) : [new Set()];
    if (mine !== asked) return;
    sets.sort((one, two) => one.size - two.size);
    listed = [...sets[0]].filter((number) => sets.every((set) => set.has(number))).sort((one, two) => one - two);
    shown = 0;
    hits.replaceChildren();
    await showMore(mine);
    if (mine !== asked) return;
    told.textContent = listed.length ? `${listed.length.toLocaleString(document.documentElement.lang)} ${told.dataset.found}` : told.dataset.none;
  } catch (error) {
    if (mine === asked) told.textContent = told.dataset.failed;
  }
}

const box = document.getElementById("q");
box.value = new URLSearchParams(location.search).get("q") || "";
let waiting = 0;
box.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => find(box.value), 150);
});
further.addEventListener("click", () => showMore(asked));
document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  find(box.value);
});
find(box.value);
