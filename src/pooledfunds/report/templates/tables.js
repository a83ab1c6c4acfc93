// The tables of claims and of estimates, by DataTables, on the rows that the HTML holds already.
page.enhance = (() => {
  "use strict";
  const { DataTable } = page;

  // Numbers by size, and what has none at the end whichever way the others go.
  const sized = (way) => (a, b) => (a === "" || b === "" ? Number(a === "") - Number(b === "") : way * (a - b));
  DataTable.type("measured", { order: { pre: (value) => (value === "" ? "" : Number(String(value).replaceAll(",", ""))), asc: sized(1), desc: sized(-1) } });

  // A table whose bodies each open with a heading; the headings stand while the order is the HTML's.
  return (table, options = {}) => {
    const headings = [...table.tBodies].map((body) => body.rows[0]);
    const groups = [];
    const [home, ...others] = table.tBodies;
    for (const [place, body] of [...table.tBodies].entries()) {
      headings[place].remove();
      for (const row of [...body.rows]) {
        row.cells[0].dataset.order = groups.push(place);
        if (body !== home) home.append(row);
      }
    }
    others.forEach((body) => body.remove());
    let made = null;
    const apart = () => made !== null && made.order().some(([column, way]) => column > 0 && way !== "");
    made = new DataTable(table, {
      paging: false, autoWidth: false, order: [],
      layout: { topStart: null, topEnd: null, bottomStart: null, bottomEnd: null },
      rowGroup: { emptyDataGroup: null, dataSrc: (row) => groups[row[0]["@data-order"] - 1], startRender: (_, group) => (apart() ? null : headings[group]) },
      ...options,
    });
    return made;
  };
})();
