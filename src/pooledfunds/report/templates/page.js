// Adds filters, order and deep links to the ledger. Without it the page shows everything.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  const count = document.getElementById("filter-count");
  const field = (name) => document.getElementById(`filter-${name}`);
  const order = document.getElementById("order");
  const bodies = [...document.querySelectorAll(".ledger tbody")];
  const claims = [...document.querySelectorAll(".ledger .claim")];
  const home = new Map(claims.map((claim) => [claim, claim.parentElement]));
  const words = new Map(claims.map((claim) => [claim, claim.textContent.toLowerCase()]));

  function wanted(claim) {
    const chapter = field("chapter").value;
    const sought = field("words").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const source = field("source").value;
    return (!field("verdict").value || claim.dataset.verdict === field("verdict").value)
      && (!field("kind").value || claim.dataset.kind === field("kind").value)
      && (!chapter || home.get(claim).id === chapter)
      && (!source || claim.dataset.sources.split("|").includes(source))
      && sought.every((word) => words.get(claim).includes(word));
  }

  function arrange() {
    const key = order.value;
    const sorted = key
      ? [...claims].sort((a, b) => a.dataset[key].localeCompare(b.dataset[key]) || a.id.localeCompare(b.id))
      : claims;
    for (const claim of sorted) (key ? bodies[0] : home.get(claim)).append(claim);
    for (const body of bodies) {
      body.querySelector(".chapter").hidden = Boolean(key);
    }
  }

  function show() {
    let shown = 0;
    for (const claim of claims) {
      claim.hidden = !wanted(claim);
      shown += claim.hidden ? 0 : 1;
    }
    for (const body of bodies) body.hidden = !body.querySelector(".claim:not([hidden])");
    count.textContent = `${shown} of ${claims.length} claims shown`;
  }

  function follow() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.classList.contains("claim")) return;
    if (target.hidden) { form.reset(); arrange(); show(); }
    target.querySelector("details").open = true;
    target.scrollIntoView({ block: "start" });
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", show);
  form.addEventListener("reset", () => setTimeout(() => { arrange(); show(); }));
  order.addEventListener("change", () => { arrange(); show(); });
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => document.querySelectorAll("#ledger details").forEach((d) => { d.open = true; }));
  form.hidden = false;
  show();
  follow();
})();
