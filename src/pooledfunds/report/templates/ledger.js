// Adds filters, order and deep links to the ledger. Without it the page shows everything.
(() => {
  "use strict";
  const form = document.getElementById("filters");
  const count = document.getElementById("filter-count");
  const field = (name) => document.getElementById(`filter-${name}`);
  const heads = [...document.querySelectorAll(".ledger thead th[data-sort]")];
  const bodies = [...document.querySelectorAll(".ledger tbody")];
  const claims = [...document.querySelectorAll(".ledger .claim")];
  const home = new Map(claims.map((claim) => [claim, claim.parentElement]));
  const words = new Map(claims.map((claim) => [claim, claim.textContent.toLowerCase()]));
  let sorted = { key: "", down: false };

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

  function compare(a, b) {
    const [x, y] = [a.dataset[sorted.key], b.dataset[sorted.key]];
    if (!x || !y) return Number(!x) - Number(!y); // claims without a value stay at the end
    const order = Number(x) === Number(x) && Number(y) === Number(y) ? x - y : x.localeCompare(y);
    return sorted.down ? -order : order;
  }

  // Claims keep their chapters only in the report's own order.
  function arrange() {
    const apart = sorted.key !== "";
    const order = apart ? [...claims].sort((a, b) => compare(a, b) || a.id.localeCompare(b.id)) : claims;
    for (const claim of order) (apart ? bodies[0] : home.get(claim)).append(claim);
    for (const body of bodies) body.querySelector(".chapter").hidden = apart;
    for (const head of heads) {
      if (head.dataset.sort === sorted.key) head.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
    field("order").value = sorted.key;
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

  function sort(key) {
    sorted = { key, down: sorted.key === key && !sorted.down };
    arrange();
    show();
  }

  function follow() {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target || !target.classList.contains("claim")) return;
    if (target.hidden) { form.reset(); show(); }
    target.querySelector("details").open = true;
    target.scrollIntoView({ block: "start" });
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head.dataset.sort));
    head.replaceChildren(button);
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => { if (event.target !== field("order")) show(); });
  form.addEventListener("reset", () => setTimeout(() => { sorted = { key: "", down: false }; arrange(); show(); }));
  field("order").addEventListener("change", (event) => { sorted = { key: "", down: false }; sort(event.target.value); });
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => document.querySelectorAll("#ledger details").forEach((d) => { d.open = true; }));
  form.hidden = false;
  show();
  follow();
})();
