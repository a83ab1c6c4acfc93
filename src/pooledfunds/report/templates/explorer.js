// Lets a reader choose estimates and see them as a curve. Without it the table shows them all.
page.later(() => {
  "use strict";
  const { element, number, data, Plot, d3 } = page;
  const { rows, fields, curves } = data("estimates-data");
  const form = document.getElementById("explorer");
  const picture = document.getElementById("curve");
  const byChoice = document.getElementById("choices");
  const slider = document.getElementById("curve-place");
  const words = document.getElementById("curve-words");
  const count = document.getElementById("curve-count");
  const axesField = document.getElementById("explore-axes");
  const field = (name) => document.getElementById(`explore-${name}`);
  const names = Object.keys(fields);
  const wanted = Object.fromEntries(names.map((name) => [name, curves.length && name !== "rule" ? curves[0].common[name] : ""]));
  const CROWD = 250; // marks that a screen can still show one by one
  const INK = "#1f2933", MUTED = "#56626c", BLUE = "#0b5c92", PALE = "#8fbcd9", BAND = "#dde7ee", CHOSEN = "#b8431a", AMBER = "#eda63b";
  let chosen = [], axes = null, options = [], mark = () => {};

  // A curve's rows, each with the place of its option on every axis.
  function unfolded({ common, axes, periods, rows: folded }) {
    const unfold = (combination) => axes.reduceRight((places, [, of]) => {
      places.unshift(combination % of.length);
      combination = Math.floor(combination / of.length);
      return places;
    }, []);
    const evidence = axes.findIndex(([axis]) => axis === "evidence");
    return folded.map(([estimate, low, high, period, n, combination]) => {
      const places = unfold(combination);
      return { ...common, axes, estimate, low, high, places, period: periods[period], n: `${n.toLocaleString("en-GB")} rows`,
        rule: evidence < 0 ? "as declared" : axes[evidence][1][places[evidence]], settled: low > 0 || high < 0,
        conclusion: low > 0 || high < 0 ? "its interval excludes zero" : "its interval includes zero", more: {} };
    });
  }

  const all = [...rows, ...curves.flatMap(unfolded)];
  const specification = (row) => row.specification || row.axes.map(([axis, of], at) => `${axis}: ${of[row.places[at]]}`).join("; ");

  // Offers only what goes with the choices before it, so that no choice ends in nothing.
  function offer() {
    let left = all;
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

  // The axes of a curve, once one curve alone is chosen; with other estimates it would swamp them.
  function offerAxes(offered) {
    const single = offered.filter((row) => !row.axes);
    const left = single.length ? single : offered;
    const found = left.length && left.every((row) => row.axes === left[0].axes) ? left[0].axes ?? null : null;
    if (found !== axes) {
      axes = found;
      options = [];
      axesField.replaceChildren(axesField.firstElementChild);
      axesField.hidden = axes === null;
      (axes ?? []).forEach(([axis, of], at) => {
        if (of.length < 2) return;
        const select = element("select", {}, element("option", { value: "" }, "any"), ...of.map((option, place) => element("option", { value: place }, option)));
        select.addEventListener("change", () => { options[at] = select.value; show(); });
        axesField.append(element("label", {}, axis, " ", select));
      });
    }
    return axes === null ? left : left.filter((row) => axes.every((_, at) => !options[at] || row.places[at] === Number(options[at])));
  }

  const unit = () => (chosen.every((row) => row.scale === "log") ? "per cent" : chosen[0].unit);
  const signed = (value) => (value > 0 ? "+" : "") + value.toLocaleString("en-GB").replace("-", "−");
  const inWords = (row) => `${number(row.estimate)} ${unit()}, 95% interval ${number(row.low)} to ${number(row.high)}`;
  const type = { fontFamily: "inherit", background: "white", color: MUTED };
  const frame = (place) => {
    const width = Math.min(Math.max(place.clientWidth, 280), 992);
    return { width, narrow: width < 560, style: { ...type, fontSize: width < 560 ? "12px" : "13px" } };
  };

  function draw() {
    const { width, narrow, style } = frame(picture), crowded = chosen.length > CROWD;
    const points = chosen.map((row, at) => ({ at, estimate: row.estimate, low: row.low ?? row.estimate, high: row.high ?? row.estimate, settled: row.settled }));
    const margins = [...new Set(chosen.filter((row) => row.margin).map((row) => row.margin.join()))];
    const margin = chosen.find((row) => row.margin)?.margin;
    const x = { x: "at" }, radius = chosen.length > 60 ? 2.5 : 4.5;
    const plot = Plot.plot({
      width, height: narrow ? 280 : 360, marginLeft: narrow ? 44 : 56, marginTop: 26, marginBottom: 12, style,
      ariaLabel: `${chosen.length} estimates from ${number(chosen[0].estimate)} to ${number(chosen.at(-1).estimate)} ${unit()}`,
      x: { axis: null, domain: [-0.5, chosen.length - 0.5] },
      y: { grid: true, zero: true, nice: true, ticks: 6, tickFormat: signed, label: `Effect, ${unit()}`, labelArrow: "none" },
      marks: [
        margins.length === 1 ? [Plot.rectY([margin], { y1: margin[0], y2: margin[1], fill: BAND, fillOpacity: 0.6 }), Plot.ruleY(margin, { stroke: MUTED, strokeDasharray: "4 3" })] : null,
        crowded ? Plot.areaY(points, { ...x, y1: "low", y2: "high", fill: PALE, fillOpacity: 0.65 }) : Plot.ruleX(points, { ...x, y1: "low", y2: "high", stroke: BLUE, strokeWidth: radius > 3 ? 2 : 1 }),
        Plot.ruleY([0], { stroke: INK }),
        crowded ? Plot.lineY(points, { ...x, y: "estimate", stroke: BLUE, strokeWidth: 2 })
          : Plot.dot(points, { ...x, y: "estimate", r: radius, stroke: BLUE, strokeWidth: 1.5, fill: (row) => (row.settled ? BLUE : "white") }),
        Plot.tip(points, Plot.pointerX({ ...x, y: "estimate", title: (row) => inWords(row), fontSize: 12 })),
      ],
    });
    const over = d3.select(plot).insert("g", ":scope > :last-child").attr("class", "chosen").attr("pointer-events", "none");
    const line = over.append("line"), dot = over.append("circle").attr("r", 5);
    const across = plot.scale("x"), up = plot.scale("y");
    mark = (at) => {
      const row = points[at], place = across.apply(at);
      line.attr("x1", place).attr("x2", place).attr("y1", up.apply(row.low)).attr("y2", up.apply(row.high));
      dot.attr("cx", place).attr("cy", up.apply(row.estimate)).classed("settled", row.settled);
    };
    plot.addEventListener("input", () => { if (plot.value) { slider.value = plot.value.at; tell(); } });
    picture.replaceChildren(page.picture(plot));
  }

  // The median and middle half of the estimates under each choice.
  function drawChoices() {
    byChoice.hidden = axes === null || chosen.length < 2;
    if (byChoice.hidden) return;
    const place = document.getElementById("choices-curve");
    const { width, narrow, style } = frame(place);
    const lines = axes.flatMap(([axis, of], at) => {
      const under = d3.rollup(chosen, (some) => d3.sort(some, (row) => row.estimate).map((row) => row.estimate), (row) => row.places[at]);
      return under.size < 2 ? [] : [...under].sort(([a], [b]) => a - b).map(([option, values]) => ({
        name: `${axis}: ${of[option]}`, low: d3.quantileSorted(values, 0.25), mid: d3.quantileSorted(values, 0.5), high: d3.quantileSorted(values, 0.75), n: values.length }));
    });
    byChoice.hidden = lines.length === 0;
    const y = { y: "name" };
    const inWords = (row) => `${row.name}: median ${number(row.mid)}, middle half ${number(row.low)} to ${number(row.high)} ${unit()}, ${row.n.toLocaleString("en-GB")} specifications`;
    const plot = Plot.plot({
      width, height: 40 + lines.length * (narrow ? 34 : 22), marginLeft: narrow ? 8 : 290, marginRight: 16, marginBottom: 36, style,
      ariaLabel: lines.map(inWords).join(". "),
      x: { grid: true, ticks: narrow ? 4 : 8, tickFormat: signed, label: `Effect, ${unit()}`, labelArrow: "none" },
      y: { domain: lines.map((row) => row.name), label: null, axis: narrow ? null : "left", tickSize: 0 },
      marks: [
        Plot.ruleX([0], { stroke: INK }),
        narrow ? Plot.text(lines, { ...y, text: "name", frameAnchor: "left", dy: -11, fill: MUTED }) : null,
        Plot.ruleY(lines, { ...y, x1: "low", x2: "high", stroke: PALE, strokeWidth: 6 }),
        Plot.dot(lines, { ...y, x: "mid", r: 4.5, fill: AMBER, stroke: INK, title: inWords }),
      ],
    });
    place.replaceChildren(page.picture(plot));
  }

  function tell() {
    const row = chosen[slider.value];
    mark(Number(slider.value));
    const parts = { Estimate: inWords(row), Conclusion: row.conclusion, Comparison: `${row.term}, ${row.period}, ${row.area_type}`,
      Sample: row.n, Specification: element("a", { href: `#estimate-${row.origin ?? row.specification}` }, specification(row)), ...row.more };
    words.replaceChildren(...Object.entries(parts).filter(([, value]) => value).map(([term, value]) =>
      element("div", {}, element("dt", {}, term), element("dd", {}, value))));
    slider.setAttribute("aria-valuetext", `${Number(slider.value) + 1} of ${chosen.length}: ${parts.Estimate}`);
  }

  function show() {
    chosen = offerAxes(offer()).filter((row) => row.estimate !== null).sort((a, b) => a.estimate - b.estimate);
    const settled = chosen.filter((row) => row.settled).length;
    count.textContent = chosen.length ? `${chosen.length.toLocaleString("en-GB")} estimate${chosen.length > 1 ? "s" : ""}; ${settled.toLocaleString("en-GB")} show a difference or exclude one that matters` : "none of these could be tested";
    slider.max = Math.max(0, chosen.length - 1);
    slider.disabled = chosen.length < 2;
    byChoice.hidden = true;
    if (!chosen.length) { picture.replaceChildren(); words.replaceChildren(); return; }
    slider.value = Math.floor(chosen.length / 2);
    draw();
    drawChoices();
    tell();
  }

  if (!all.length) return;
  form.addEventListener("submit", (event) => event.preventDefault());
  names.forEach((name, at) => field(name).addEventListener("change", () => {
    wanted[name] = field(name).value;
    for (const later of names.slice(at + 1)) wanted[later] = "";
    show();
  }));
  slider.addEventListener("input", tell);
  document.getElementById("explore").hidden = false;
  show();
});
