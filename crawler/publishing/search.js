"use strict";
// Search in the headlines of the site: the index is read year by year, the newest first, from this site alone.

const root = document.body.dataset.root;
const home = document.body.dataset.home;
const hits = document.getElementById("hits");
const told = document.getElementById("told");
const MOST = 200;
const shards = new Map();
let asked = 0;

// accents count for nothing where none was typed
const fold = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/g, "d");
const plain = (text) => text.toLowerCase().normalize("NFC");

async function read(name) {
  if (!shards.has(name)) shards.set(name, fetch(`${root}search/${name}`).then((answer) => answer.json()));
  return shards.get(name);
}

function show([, place, title, source, province, published], sources) {
  const link = document.createElement("a");
  link.href = home + place;
  link.textContent = title || place;
  link.lang = "vi";
  const about = document.createElement("small");
  about.textContent = ` ${[sources[source] || source, published, province].filter(Boolean).join(" · ")}`;
  const line = document.createElement("li");
  line.append(link, about);
  hits.append(line);
}

async function find(words) {
  const mine = ++asked;
  hits.replaceChildren();
  const typed = plain(words).split(/\s+/).filter(Boolean).slice(0, 12);
  told.textContent = "";
  if (!typed.length) return;
  const exact = typed.map((word) => fold(word) !== word);
  const { years, sources } = await read("index.json");
  let found = 0;
  for (const [name] of years) {
    const articles = await read(name);
    if (mine !== asked) return; // something else was typed meanwhile
    for (const article of articles) {
      const text = plain([article[2], sources[article[3]] || article[3], article[4], article[5], article[6] || ""].join(" "));
      const folded = fold(text);
      if (!typed.every((word, n) => (exact[n] ? text : folded).includes(word))) continue;
      found += 1;
      if (found <= MOST) show(article, sources);
    }
    told.textContent = `${found}${found > MOST ? ` (${MOST})` : ""}`;
    if (found > MOST) break;
  }
  told.textContent = `${told.dataset.found}: ${found > MOST ? `> ${MOST}` : found}`;
}

const box = document.getElementById("q");
box.value = new URLSearchParams(location.search).get("q") || "";
box.addEventListener("input", () => find(box.value));
document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  find(box.value);
});
find(box.value);
