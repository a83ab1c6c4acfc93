// Lets a reader choose estimates and see them as a curve. Without it the table shows them all.
(() => {
  "use strict";
  const { element, mark, number, data } = page;
  const { rows, fields, curves } = data("estimates-data");
  for (const { common, axes, rows: combined } of curves) {
    for (const [estimate, low, high, period, n, ...options] of combined) {
      const chosen = options.map((option, at) => [axes[at][0], axes[at][1][option]]);
      rows.push({ ...common, estimate, low, high, period: period.replace("; ", " and "), n: `${n} rows`,
        rule: (chosen.find(([axis]) => axis === "evidence") || ["", "as declared"])[1],
        settled: low > 0 || high < 0, conclusion: low > 0 || high < 0 ? "its interval excludes nought" : "its interval holds nought",
        specification: chosen.map(([axis, option]) => `${axis.replaceAll("_", " ")}: ${option}`).join("; "), more: {} });
    }
  }
  const form = document.getElementById("explorer");
  const picture = document.getElementById("curve");
  const slider = document.getElementById("curve-place");
  const words = document.getElementById("curve-words");
  const count = document.getElementById("curve-count");
  const field = (name) => document.getElementById(`explore-${name}`);
  const names = Object.keys(fields);
  const wanted = Object.fromEntries(names.map((name) => [name, ""]));
  let chosen = [];

  // Offers only what goes with the choices before it, so that no choice ends in nothing.
  function offer() {
    let left = rows;
    for (const name of names) {
      const select = field(name), before = wanted[name];
      const values = [...new Set(left.map((row) => row[name]))];
      select.replaceChildren(...(values.length > 1 && name !== "outcome" ? [element("option", { value: "" }, "all")] : []),
        ...values.map((value) => element("option", { value }, value)));
      select.value = values.includes(before) || (before === "" && values.length > 1 && name !== "outcome") ? before : select.options[0].value;
      select.disabled = values.length < 2;
      if (select.value) left = left.filter((row) => row[name] === select.value);
    }
    return left;
  }

  const unit = () => (chosen.every((row) => row.scale === "log") ? "per cent" : chosen[0].unit);

  function draw() {
    const width = 900, height = 320, left = 62, right = 12, top = 14, bottom = 34;
    const ends = chosen.flatMap((row) => [row.low, row.high, row.estimate, ...(row.margin ? row.margin : []), 0]).filter(Number.isFinite);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const y = (v) => top + (height - top - bottom) * (1 - (v - low) / (high - low || 1));
    const x = (at) => left + (width - left - right) * (chosen.length > 1 ? 0.02 + 0.96 * at / (chosen.length - 1) : 0.5);
    const label = `${chosen.length} estimates from ${number(chosen[0].estimate)} to ${number(chosen.at(-1).estimate)} ${unit()}`;
    const svg = mark("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
    const margins = new Set(chosen.filter((row) => row.margin).map((row) => row.margin.join()));
    if (margins.size === 1) {
      const [from, to] = chosen.find((row) => row.margin).margin;
      svg.append(mark("rect", { x: left, width: width - left - right, y: y(to), height: y(from) - y(to), class: "band" }));
    }
    const step = 10 ** Math.floor(Math.log10((high - low) / 2 || 1));
    const each = (high - low) / step > 8 ? 2 * step : step;
    const tick = (v) => v.toFixed(Math.max(0, -Math.floor(Math.log10(each)))).replace("-", "−");
    for (let v = Math.ceil(low / each) * each; v <= high; v += each) {
      svg.append(mark("line", { x1: left, x2: width - right, y1: y(v), y2: y(v), class: Math.abs(v) < each / 1e6 ? "nought" : "grid" }),
        mark("text", { x: left - 8, y: y(v) + 5, "text-anchor": "end" }, tick(Math.abs(v) < each / 1e6 ? 0 : v)));
    }
    chosen.forEach((row, at) => {
      const group = mark("g", { class: `point ${row.settled ? "settled" : "open"}` });
      group.append(mark("line", { x1: x(at), x2: x(at), y1: y(row.low), y2: y(row.high) }),
        mark("circle", { cx: x(at), cy: y(row.estimate), r: chosen.length > 300 ? 1.5 : chosen.length > 60 ? 3 : 5 }));
      group.addEventListener("pointerenter", () => { slider.value = at; tell(); });
      svg.append(group);
    });
    svg.append(mark("text", { x: left, y: height - 8 }, `Estimates with 95% intervals, ${unit()}, from the lowest to the highest`));
    picture.replaceChildren(svg);
  }

  function tell() {
    const row = chosen[slider.value];
    picture.querySelectorAll(".point").forEach((point, at) => point.classList.toggle("chosen", at === Number(slider.value)));
    const parts = { Estimate: `${number(row.estimate)} ${unit()}, 95% interval ${number(row.low)} to ${number(row.high)}`,
      Conclusion: row.conclusion, Comparison: `${row.term}, ${row.period}, ${row.level}`, Sample: row.n,
      Specification: row.specification, ...row.more };
    words.replaceChildren(...Object.entries(parts).filter(([, value]) => value).map(([term, value]) =>
      element("div", {}, element("dt", {}, term), element("dd", {}, value))));
    slider.setAttribute("aria-valuetext", `${Number(slider.value) + 1} of ${chosen.length}: ${parts.Estimate}`);
  }

  function show() {
    chosen = offer().filter((row) => row.estimate !== null).sort((a, b) => a.estimate - b.estimate);
    const settled = chosen.filter((row) => row.settled).length;
    count.textContent = chosen.length ? `${chosen.length} estimate${chosen.length > 1 ? "s" : ""}; ${settled} show a difference or exclude one that matters` : "none of these could be tested";
    slider.max = Math.max(0, chosen.length - 1);
    slider.disabled = chosen.length < 2;
    if (!chosen.length) { picture.replaceChildren(); words.replaceChildren(); return; }
    slider.value = Math.floor(chosen.length / 2);
    draw();
    tell();
  }

  if (!rows.length) return;
  form.addEventListener("submit", (event) => event.preventDefault());
  names.forEach((name, at) => field(name).addEventListener("change", () => {
    wanted[name] = field(name).value;
    for (const later of names.slice(at + 1)) wanted[later] = "";
    show();
  }));
  slider.addEventListener("input", tell);
  document.getElementById("explore").hidden = false;
  show();
})();
