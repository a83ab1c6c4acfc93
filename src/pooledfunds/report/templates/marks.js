// What the page's scripts share: elements and numbers. All text goes in as text.
const page = (() => {
  "use strict";
  const { DataTable, Plot, d3 } = globalThis;

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.append(...children);
    return made;
  }

  function number(value) {
    if (value === null || value === undefined || !Number.isFinite(value)) return "–";
    const size = Math.abs(value);
    const places = size >= 100 ? 0 : size >= 10 ? 1 : 2;
    return value.toLocaleString("en-GB", { minimumFractionDigits: places, maximumFractionDigits: places }).replace("-", "−");
  }

  function data(id) {
    return JSON.parse(document.getElementById(id).textContent);
  }

  // What a link points to may lie in a part that is closed.
  function reveal() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
    if (target && target.closest("details")) target.scrollIntoView({ block: "start" });
  }
  addEventListener("hashchange", reveal);
  reveal();

  // A chart as one picture with one label: a screen reader reads the numbers, not the marks.
  function picture(plot, role = "img") {
    plot.setAttribute("role", role);
    plot.querySelectorAll("g[aria-label]").forEach((part) => part.removeAttribute("aria-label"));
    return plot;
  }

  // What only enhances the page waits until it can be read.
  function later(run) {
    const soon = () => setTimeout(run);
    if (document.readyState === "complete") soon();
    else addEventListener("load", soon);
  }

  return { element, number, data, picture, later, DataTable, Plot, d3 };
})();
