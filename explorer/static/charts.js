// Draws the Vega-Lite charts of a page in its colours and language, and hands them out as SVG and PNG.

const dark = matchMedia("(prefers-color-scheme: dark)");
const vietnamese = document.documentElement.lang === "vi";
const numbers = { decimal: ",", thousands: ".", grouping: [3], currency: ["", " ₫"] };
const months = [...Array(12).keys()].map(month => `Tháng ${month + 1}`);
const days = ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"];
const times = { dateTime: "%A %e %B %Y", date: "%d/%m/%Y", time: "%H:%M:%S", periods: ["SA", "CH"], days, shortDays: days,
  months, shortMonths: months.map((_, month) => `T${month + 1}`) };

const styleOf = light => getComputedStyle(light ? document.getElementById("on-paper") : document.body);

function look(light) {
  const style = styleOf(light);
  const colour = name => style.getPropertyValue(`--${name}`).trim();
  const soft = colour("soft"), ink = colour("ink"), font = style.fontFamily;
  return {
    background: light ? "#fff" : null, font,
    axis: { labelLimit: innerWidth < 600 ? 120 : 240, labelColor: ink, titleColor: soft, gridColor: colour("line"), domainColor: soft, tickColor: soft, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400 },
    legend: { labelColor: ink, titleColor: soft, labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400, symbolStrokeWidth: 0, labelLimit: 300, titleLimit: 320,
      layout: { bottom: { direction: "vertical", margin: 6 } } },
    title: { color: ink, subtitleColor: soft, anchor: "start", fontSize: 17, subtitleFontSize: 12, offset: 14 },
    view: { stroke: null }, bar: { color: colour("s5") }, line: { strokeWidth: 2 },
    style: { sign: { fill: ink, fontWeight: 700, fontSize: 12 },
      halo: { fill: "none", stroke: colour("paper"), strokeWidth: 4, strokeJoin: "round", fontWeight: 700, fontSize: 12 },
      unknown: { fill: "transparent", stroke: colour("soft"), strokeDash: [2, 2], strokeWidth: 1 } },
  };
}

function options(light) {
  const local = vietnamese ? { formatLocale: numbers, timeFormatLocale: times } : {};
  return { mode: "vega-lite", renderer: "svg", actions: false, ast: true, config: look(light),
    tooltip: { theme: dark.matches ? "dark" : "light" }, ...local };
}

function specOf(figure, light) {
  const style = styleOf(light);
  const colour = (_, value) => typeof value === "string" && /^\$([cs]\d|ink|paper)$/.test(value) ? style.getPropertyValue(`--${value.slice(1)}`).trim() : value;
  return JSON.parse(figure.querySelector("script[type='application/json']").textContent, colour);
}

async function draw(figure) {
  const place = figure.querySelector(".drawn");
  figure.shown?.finalize();
  figure.shown = await vegaEmbed(place, specOf(figure, false), options(false));
  const svg = place.querySelector("svg");
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", figure.querySelector("h2, h3").textContent.trim());
  figure.dataset.ready = "1";
}

async function download(figure, kind) {
  const said = selector => figure.querySelector(selector)?.textContent.trim().replace(/\s+/g, " ") ?? "";
  const lines = [said(".says"), said(".behind")].filter(Boolean).flatMap(text => text.match(/.{1,115}(?:\s|$)/g) ?? []);
  const title = { text: said("h2"), subtitle: lines };
  const hidden = document.createElement("div");
  const { view, finalize } = await vegaEmbed(hidden, { ...specOf(figure, true), width: 820, padding: 16, title }, options(true));
  const link = document.createElement("a");
  link.href = await view.toImageURL(kind, 2);
  link.download = `${figure.dataset.key}.${kind}`;
  link.click();
  finalize();
}

const figures = [...document.querySelectorAll("figure.vega")];
for (const figure of figures) {
  for (const button of figure.querySelectorAll("button[data-kind]")) {
    button.hidden = false;
    button.addEventListener("click", () => download(figure, button.dataset.kind));
  }
}
const seen = new IntersectionObserver(entries => {
  for (const entry of entries.filter(one => one.isIntersecting)) {
    seen.unobserve(entry.target);
    draw(entry.target);
  }
}, { rootMargin: "400px" });
figures.forEach(figure => seen.observe(figure));
dark.addEventListener("change", () => figures.filter(figure => figure.dataset.ready).forEach(draw));
for (const choice of document.querySelectorAll("form.choose select")) choice.addEventListener("change", () => choice.form.requestSubmit());
