// Laid out when it is opened: most readers never do.
(() => {
  "use strict";
  const effects = document.getElementById("effects");
  const table = effects.querySelector("table");
  function enhance() {
    if (!effects.open || !table.tBodies.length || page.DataTable.isDataTable(table)) return;
    page.enhance(table, {
      layout: { topStart: "search", topEnd: "info", bottomStart: null, bottomEnd: null },
      language: { search: "Words", info: "_TOTAL_ effects", infoEmpty: "no effect", infoFiltered: "of _MAX_", zeroRecords: "No effect has these words." },
    });
  }
  effects.addEventListener("toggle", enhance);
  enhance();
})();
