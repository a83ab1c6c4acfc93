// Finds an area and sets each of its indicators against its peers.
(() => {
  "use strict";
  const { element, mark, number, data } = page;
  const levels = data("areas-data");
  const form = document.getElementById("area-form");
  const field = document.getElementById("area");
  const peersField = document.getElementById("area-peers");
  const place = document.getElementById("area-result");
  const WORDS = { council: "council", pct: "PCT" };
  const ANSWERS = { y: "yes", n: "no", u: "unknown" };
  const all = Object.entries(levels).flatMap(([level, part]) => part.bodies.map((body, index) => ({ ...body, level, index })));
  const byCode = new Map(all.map((body) => [body.code, body]));
  const title = (body) => `${body.name} (${WORDS[body.level]} ${body.code})`;
  const middle = (values, share) => {
    const at = share * (values.length - 1), low = Math.floor(at);
    return values[low] + (at - low) * ((values[low + 1] ?? values[low]) - values[low]);
  };

  function find(text) {
    const sought = text.trim().toLowerCase();
    if (!sought) return null;
    return all.find((body) => title(body).toLowerCase() === sought || body.code.toLowerCase() === sought)
      || all.find((body) => body.name.toLowerCase() === sought)
      || all.find((body) => body.name.toLowerCase().startsWith(sought))
      || all.find((body) => body.name.toLowerCase().includes(sought));
  }

  const PEERS = {
    boundaries: (body) => (other) => other.coterminous === body.coterminous,
    region: (body) => (other) => other.region === body.region,
    class: (body) => (other) => other.class === body.class,
    all: () => () => true,
  };

  function peerWords(body) {
    const kind = body.level === "council" ? "councils" : "PCTs";
    return {
      boundaries: body.coterminous === null ? `${kind} of which it is not known whether they are co-terminous`
        : body.coterminous ? `co-terminous ${kind}, as it is` : `${kind} that are not co-terminous, as it is not`,
      region: `${kind} of ${body.region}`,
      class: `${kind} of its class (${body.class})`,
      all: `all ${kind}`,
    }[peersField.value];
  }

  // A strip: every peer a tick, the middle eight tenths a band, limits as brackets, the area a dot.
  function strip(value, peers, limits, label) {
    const width = 260, height = 30, room = 8;
    const ends = [value, ...peers, ...(limits || [])];
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const x = (v) => room + (width - 2 * room) * (high > low ? (v - low) / (high - low) : 0.5);
    const svg = mark("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label, class: "strip" });
    const [p10, p90] = [middle(peers, 0.1), middle(peers, 0.9)];
    svg.append(mark("rect", { x: x(p10), y: 5, width: Math.max(1, x(p90) - x(p10)), height: 20, class: "band" }));
    for (const peer of peers) svg.append(mark("line", { x1: x(peer), x2: x(peer), y1: 10, y2: 20, class: "peer" }));
    for (const limit of limits || []) svg.append(mark("line", { x1: x(limit), x2: x(limit), y1: 3, y2: 27, class: "limit" }));
    svg.append(mark("line", { x1: x(middle(peers, 0.5)), x2: x(middle(peers, 0.5)), y1: 5, y2: 25, class: "median" }));
    svg.append(mark("circle", { cx: x(value), cy: 15, r: 5.5, class: "own" }));
    return svg;
  }

  function position(value, centre, error) {
    const away = (value - centre) / error;
    if (Math.abs(away) <= 1.96) return "within limits";
    return `${away > 0 ? "above" : "below"} the ${Math.abs(away) > 3.09 ? "99.8" : "95"}% limit`;
  }

  function row(body, indicator, part, chosen) {
    const last = indicator.values.length - 1;
    const value = indicator.values[last][body.index];
    const peers = part.bodies
      .map((other, index) => ({ other, index }))
      .filter(({ other, index }) => index !== body.index && chosen(other))
      .map(({ index }) => indicator.values[last][index])
      .filter((v) => v !== null)
      .sort((a, b) => a - b);
    const name = element("th", { scope: "row" }, indicator.label,
      element("span", { class: "unit" }, `${indicator.unit}, ${indicator.years[last]}`));
    if (indicator.table2) name.append(element("span", { class: "tag" }, `Table 2 of the report: ${indicator.table2}`));
    const apportioned = (indicator.apportioned || []).includes(body.index);
    const line = element("tr", {}, name);
    if (value === null || peers.length < 5) {
      line.append(element("td", { class: "number", "data-label": "Value" }, number(value)),
        element("td", { colspan: "4" }, value === null ? "not known for this area" : "too few peers with a value"));
      return line;
    }
    const lower = peers.filter((v) => v < value).length;
    const earlier = indicator.values.slice(0, last)
      .map((values, at) => (values[body.index] === null ? null : `${indicator.years[at]}: ${number(values[body.index])}`))
      .filter(Boolean);
    const error = indicator.error && indicator.error[body.index];
    const limits = error ? [-1.96, 1.96].map((z) => Math.min(indicator.most ?? Infinity, Math.max(0, indicator.centre + z * error))) : null;
    const where = error ? position(value, indicator.centre, error) : "";
    const standing = `higher than ${lower} of ${peers.length}`;
    const own = element("td", { class: "number", "data-label": "Value" }, element("strong", {}, number(value)));
    if (apportioned) own.append(element("span", { class: "unit" }, "apportioned"));
    for (const year of earlier) own.append(element("span", { class: "unit" }, year));
    const limit = element("td", { "data-label": "Limits" }, where || "–");
    if (limits) limit.append(element("span", { class: "unit" }, `95%: ${number(limits[0])} to ${number(limits[1])}`));
    line.append(own,
      element("td", { class: "number", "data-label": "Peers’ median" }, number(middle(peers, 0.5)),
        element("span", { class: "unit" }, `80% from ${number(middle(peers, 0.1))} to ${number(middle(peers, 0.9))}`)),
      element("td", { "data-label": "Place" }, standing), limit,
      element("td", {}, strip(value, peers, limits, `${indicator.label}: ${number(value)}, ${standing} peers${where && `, ${where}`}`)));
    return line;
  }

  function arrangements(body, part) {
    const list = element("ul", {});
    for (const view of part.arrangements) {
      const letters = view.answers[body.index];
      const said = Object.entries(ANSWERS)
        .map(([letter, word]) => [word, view.services.filter((_, at) => letters[at] === letter)])
        .filter(([, services]) => services.length)
        .map(([word, services]) => `${word} for ${services.join(", ")}`).join("; ");
      list.append(element("li", {}, element("strong", {}, `${view.label}: `), said));
    }
    return list;
  }

  function show(body) {
    const part = levels[body.level];
    const chosen = PEERS[peersField.value](body);
    const others = body.partners.map((code) => byCode.get(code)).filter(Boolean);
    const shares = element("p", {}, `${body.class}, ${body.region}. ${body.coterminous === null ? "Whether it is co-terminous is not known." : body.coterminous ? "Co-terminous." : "Not co-terminous."}`);
    if (others.length) {
      shares.append(" On its ground: ");
      others.forEach((other, at) => shares.append(at ? ", " : "", element("a", { href: `#area=${other.code}` }, title(other))));
      shares.append(".");
    }
    const table = element("table", { class: "area" },
      element("caption", {}, `${body.name} against ${peerWords(body)}`),
      element("thead", {}, element("tr", {}, ...["Indicator", "Value", "Peers’ median", "Place", "Limits", "Among peers"]
        .map((words, at) => element("th", { scope: "col", ...(at === 1 || at === 2 ? { class: "number" } : {}) }, words)))),
      element("tbody", {}, ...part.indicators.map((indicator) => row(body, indicator, part, chosen))));
    const heading = element("h3", { id: "area-name", tabindex: "-1" }, element("bdi", {}, body.name), ` (${WORDS[body.level]} ${body.code})`);
    place.replaceChildren(heading, shares, arrangements(body, part),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Indicators of the area" }, table));
  }

  function ask() {
    const body = find(field.value);
    if (!body) {
      place.replaceChildren(element("p", { role: "status" }, field.value.trim() ? "No council or PCT of that name." : ""));
      return;
    }
    field.value = title(body);
    if (location.hash === `#area=${body.code}`) show(body);
    else location.hash = `area=${body.code}`;
  }

  function follow() {
    const asked = /^#area=(.+)$/.exec(decodeURIComponent(location.hash));
    const body = asked && byCode.get(asked[1]);
    if (!body) return;
    field.value = title(body);
    show(body);
    document.getElementById("areas").scrollIntoView({ block: "start" });
  }

  const names = document.getElementById("area-names");
  for (const body of all) names.append(element("option", { value: title(body) }));
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  field.addEventListener("change", ask);
  peersField.addEventListener("change", ask);
  addEventListener("hashchange", follow);
  form.hidden = false;
  follow();
})();
