// Filters, order and deep links of the ledger. Without it the page shows every claim.
page.later(() => {
  "use strict";
  const form = document.getElementById("filters");
  const count = document.getElementById("filter-count");
  const field = (name) => document.getElementById(`filter-${name}`);
  const claims = page.enhance(document.querySelector(".ledger"), {
    columnDefs: [{ targets: 0, orderSequence: ["asc"] }],
    language: { zeroRecords: "Nothing answers to these choices." },
  });

  function wanted({ verdict, kind, chapter, sources }) {
    const chosen = (name, value) => !field(name).value || field(name).value === value;
    return chosen("verdict", verdict) && chosen("kind", kind) && chosen("chapter", chapter)
      && (!field("source").value || sources.split("|").includes(field("source").value));
  }

  function show() {
    claims.search(field("words").value).draw();
    count.textContent = `${claims.rows({ search: "applied" }).count()} of ${claims.rows().count()} shown`;
  }

  function everything() {
    claims.order([]);
    show();
  }

  function follow() {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!/^[A-Z]+\d+$/.test(id) || !claims.row(`#${id}`).any()) return;
    const claim = claims.row(`#${id}`).node();
    if (!claim.isConnected) form.reset();
    setTimeout(() => {
      claim.querySelector("details").open = true;
      claim.scrollIntoView({ block: "start" });
    });
  }

  claims.search.fixed("fields", (words, row, place) => wanted(claims.row(place).node().dataset));
  claims.on("order", () => {
    const [[column, way]] = claims.order().length ? claims.order() : [[0, ""]];
    field("order").value = column > 0 && way ? column : "";
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => { if (event.target !== field("order")) show(); });
  form.addEventListener("reset", () => setTimeout(everything));
  field("order").addEventListener("change", () => claims.order(field("order").value ? [[Number(field("order").value), "asc"]] : []).draw());
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => document.querySelectorAll("#ledger details").forEach((d) => { d.open = true; }));
  form.hidden = false;
  show();
  follow();
});
