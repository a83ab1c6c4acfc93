// Filters, order, folded chapters and deep links of the ledger. Without it the page shows every claim.
page.later(() => {
  "use strict";
  const NAMES = ["verdict", "kind", "chapter", "source", "words"];
  const form = document.getElementById("filters");
  const count = document.getElementById("filter-count");
  const field = (name) => document.getElementById(`filter-${name}`);
  const table = document.querySelector(".ledger");
  const bodies = [...table.tBodies];
  const claims = [...table.querySelectorAll(".claim")];
  const text = new Map(claims.map((claim) => [claim, claim.textContent.toLowerCase()]));
  const opened = new Set(); // chapters are folded until a reader opens one, or asks for claims

  // A number of paragraph is sought as a whole: p2 is not p26.
  function speaks(words) {
    const sought = words.trim().toLowerCase();
    if (/^p\d+$/.test(sought)) return (claim) => new RegExp(`\\b${sought}\\b`).test(text.get(claim));
    const parts = sought.split(/\s+/);
    return (claim) => parts.every((part) => text.get(claim).includes(part));
  }

  function choices() {
    return Object.fromEntries(NAMES.map((name) => [name, field(name).value]));
  }

  // Claims by a column, those without a value last; in the report's order where none is chosen.
  function arrange(column) {
    const home = (claim) => bodies.find((body) => body.rows[0].id === claim.dataset.chapter);
    if (!column) {
      claims.forEach((claim) => home(claim).append(claim));
      return;
    }
    const key = (claim) => claim.cells[column].dataset.order ?? "";
    const compare = (a, b) => (a === "" || b === "" ? Number(a === "") - Number(b === "")
      : Number.isNaN(Number(a)) ? a.localeCompare(b) : a - b);
    claims.toSorted((a, b) => compare(key(a), key(b))).forEach((claim) => bodies[0].append(claim));
  }

  function show() {
    const chosen = choices();
    const column = Number(field("order").value);
    const says = speaks(chosen.words);
    const plain = !column && !NAMES.some((name) => chosen[name]);
    let found = 0;
    for (const claim of claims) {
      const { group, kind, chapter, sources } = claim.dataset;
      const wanted = (!chosen.verdict || chosen.verdict === group) && (!chosen.kind || chosen.kind === kind)
        && (!chosen.chapter || chosen.chapter === chapter) && (!chosen.source || sources.split("|").includes(chosen.source)) && says(claim);
      found += wanted;
      claim.classList.toggle("folded", !wanted || (plain && !opened.has(chapter)));
    }
    for (const body of bodies) {
      const head = body.rows[0], open = opened.has(head.id);
      const button = head.querySelector("button");
      button.hidden = !plain;
      button.setAttribute("aria-expanded", open);
      button.replaceChildren(open ? "Close" : "Open", page.element("span", { class: "unseen" }, ` ${head.dataset.title}`));
      head.classList.toggle("folded", !plain && (column > 0 || ![...body.querySelectorAll(".claim")].some((claim) => !claim.classList.contains("folded"))));
    }
    count.textContent = `${found} of ${claims.length} found`;
  }

  function order() {
    arrange(Number(field("order").value));
    show();
  }

  function follow() {
    const asked = page.places.asked();
    if (NAMES.some((name) => name in asked)) {
      for (const name of NAMES) field(name).value = asked[name] ?? "";
      show();
      count.scrollIntoView({ block: "start" }); // on a telephone the fields above fill a screen
      return;
    }
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const claim = target?.closest(".claim"), head = target?.closest(".ledger .group");
    if (!claim && !head) return;
    opened.add(claim ? claim.dataset.chapter : head.id);
    show();
    if (claim?.classList.contains("folded")) {
      NAMES.forEach((name) => { field(name).value = ""; });
      show();
    }
    if (claim) claim.querySelector("details").open = true;
    target.scrollIntoView({ block: "start" });
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    if (event.target === field("order")) return;
    show();
    page.places.keep(choices());
  });
  form.addEventListener("reset", () => setTimeout(() => { order(); page.places.keep({}); }));
  field("order").addEventListener("change", order);
  table.addEventListener("click", (event) => {
    const head = event.target.closest("tr.group");
    if (!head) return;
    if (!opened.delete(head.id)) opened.add(head.id);
    show();
  });
  addEventListener("hashchange", follow);
  page.ledger = (words) => {
    const id = words.trim().toUpperCase();
    if (document.getElementById(id)?.matches(".claim")) location.hash = id;
    else if (words.trim()) location.hash = new URLSearchParams({ words: words.trim() }).toString();
  };
  form.hidden = false;
  show();
  follow();
});
