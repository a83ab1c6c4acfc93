// Finds an area and sets each of its indicators against its peers.
page.later(() => {
  "use strict";
  const { element, number, data, Plot, d3 } = page;
  const levels = data("areas-data");
  const form = document.getElementById("area-form");
  const field = document.getElementById("area");
  const peersField = document.getElementById("area-peers");
  const place = document.getElementById("area-result");
  const ANSWERS = { y: "yes", n: "no", u: "unknown" };
  const all = Object.entries(levels).flatMap(([area_type, part]) => part.bodies.map((body, index) => ({ ...body, area_type, index })));
  const byCode = new Map(all.map((body) => [body.code, body]));
  const title = (body) => `${body.name} (${levels[body.area_type].one} ${body.code})`;

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
    const kind = levels[body.area_type].many;
    return {
      boundaries: body.coterminous === null ? `${kind} of which it is not known whether they are co-terminous`
        : body.coterminous ? `co-terminous ${kind}, as it is` : `${kind} that are not co-terminous, as it is not`,
      region: `${kind} of ${body.region}`,
      class: `${kind} of its class (${body.class})`,
      all: `all ${kind}`,
    }[peersField.value];
  }

  // A strip: every peer a tick, the middle eight tenths a band, limits as brackets, the area a dot.
  // Pointing at it, or the arrow keys, name the peers one by one.
  function strip(value, peers, limits, label) {
    const values = peers.map((peer) => peer.value), same = (v) => v;
    const plot = Plot.plot({
      width: 250, height: 34, margin: 2, marginLeft: 8, marginRight: 8, axis: null, ariaLabel: label,
      x: { domain: padded([value, ...values, ...(limits || [])]) }, y: { domain: [0, 1] },
      marks: [
        Plot.rect([0], { x1: d3.quantileSorted(values, 0.1), x2: d3.quantileSorted(values, 0.9), y1: 0.15, y2: 0.85, fill: "#dde7ee" }),
        Plot.ruleX(values, { x: same, y1: 0.33, y2: 0.67, stroke: "#56626c", strokeOpacity: 0.45 }),
        limits ? Plot.ruleX(limits, { x: same, y1: 0.05, y2: 0.95, stroke: "#a1330f", strokeDasharray: "3 2" }) : null,
        Plot.ruleX([d3.quantileSorted(values, 0.5)], { x: same, y1: 0.15, y2: 0.85, stroke: "#1f2933", strokeWidth: 2 }),
        Plot.dot([value], { x: same, y: () => 0.5, r: 5.5, fill: "#d98200", stroke: "white" }),
        Plot.ruleX(peers, Plot.pointerX({ x: "value", y1: 0, y2: 1, stroke: "#0b5c92", strokeWidth: 2, maxRadius: Infinity })),
      ],
    });
    const pointed = element("span", { class: "unit pointed" }, "\u00a0");
    let at = peers.findIndex((peer) => peer.value >= value);
    at = at < 0 ? peers.length - 1 : at;
    const name = (peer) => {
      pointed.textContent = `${peer.name}: ${number(peer.value)}`;
      plot.setAttribute("aria-valuenow", peers.indexOf(peer) + 1);
      plot.setAttribute("aria-valuetext", pointed.textContent);
    };
    page.picture(plot, "slider").classList.add("strip");
    for (const [key, words] of Object.entries({ tabindex: 0, "aria-valuemin": 1, "aria-valuemax": peers.length })) plot.setAttribute(key, words);
    name(peers[at]);
    pointed.textContent = "\u00a0";
    plot.addEventListener("input", () => { if (plot.value) name(plot.value); });
    plot.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
      if (!step) return;
      event.preventDefault();
      at = Math.min(peers.length - 1, Math.max(0, at + step));
      name(peers[at]);
    });
    return [plot, pointed];
  }

  function padded(values) {
    const [low, high] = d3.extent(values);
    return low < high ? [low, high] : [low - 1, high + 1];
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
      .map(({ other, index }) => ({ name: other.name, value: indicator.values[last][index] }))
      .filter((peer) => peer.value !== null)
      .sort((a, b) => a.value - b.value);
    const values = peers.map((peer) => peer.value);
    const name = element("th", { scope: "row" }, indicator.label,
      element("span", { class: "unit" }, `${indicator.unit}, ${indicator.years[last]}`));
    if (indicator.in_table) name.append(element("span", { class: "tag" }, indicator.in_table));
    const apportioned = (indicator.apportioned || []).includes(body.index);
    const hidden = (indicator.withheld || []).includes(body.index);
    const line = element("tr", {}, name);
    if (value === null || peers.length < 5) {
      line.append(element("td", { class: "number", "data-label": "Value" }, number(value)),
        element("td", { colspan: "4" }, value === null ? (hidden ? "withheld: too few patients, or it follows from its neighbours" : "not known for this area") : "too few peers with a value"));
      return line;
    }
    const lower = values.filter((v) => v < value).length;
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
      element("td", { class: "number", "data-label": "Peers’ median" }, number(d3.quantileSorted(values, 0.5)),
        element("span", { class: "unit" }, `80% from ${number(d3.quantileSorted(values, 0.1))} to ${number(d3.quantileSorted(values, 0.9))}`)),
      element("td", { "data-label": "Place" }, standing), limit,
      element("td", {}, ...strip(value, peers, limits, `${indicator.label}: ${number(value)}, ${standing} peers${where && `, ${where}`}`)));
    return line;
  }

  function arrangements(body, part) {
    const list = element("ul", {});
    for (const view of part.arrangements) {
      const letters = view.answers[body.index];
      const answered = Object.entries(ANSWERS)
        .map(([letter, word]) => [word, view.services.filter((_, at) => letters[at] === letter)])
        .filter(([, services]) => services.length)
        .map(([word, services]) => `${word} for ${services.join(", ")}`).join("; ");
      list.append(element("li", {}, element("strong", {}, `${view.label}: `), answered));
    }
    return list;
  }

  function show(body) {
    const part = levels[body.area_type];
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
    const heading = element("h3", { id: "area-name", tabindex: "-1" }, element("bdi", {}, body.name), ` (${levels[body.area_type].one} ${body.code})`);
    place.replaceChildren(heading, shares, arrangements(body, part),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Indicators of the area" }, table));
  }

  function ask() {
    const body = find(field.value);
    if (!body) {
      place.replaceChildren(element("p", { role: "status" }, field.value.trim() ? `No ${Object.values(levels).map((part) => part.one).join(" or ")} of that name.` : ""));
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
});
