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
  // A district leads to the council that answers for it.
  const districts = Object.entries(levels).flatMap(([area_type, part]) => Object.entries(part.districts)
    .map(([name, index]) => ({ name, body: all.find((body) => body.area_type === area_type && body.index === index) })));
  const title = (body) => `${body.name} (${levels[body.area_type].one} ${body.code})`;

  const within = ({ name, body }) => `${name} (in ${body.name})`;

  // An area by its name or code, or by that of a district (`via`): the whole name before a part of it.
  function find(text) {
    const sought = text.trim().toLowerCase();
    if (!sought) return null;
    const whole = (name) => name.toLowerCase() === sought, starts = (name) => name.toLowerCase().startsWith(sought);
    const holds = (name) => name.toLowerCase().includes(sought);
    const area = (fits) => all.find((body) => fits(body.name));
    const district = (fits) => {
      const found = districts.find((one) => fits(one.name));
      return found && { ...found.body, via: found.name };
    };
    const listed = districts.find((one) => whole(within(one)));
    return all.find((body) => whole(title(body)) || whole(body.code)) || area(whole)
      || (listed && { ...listed.body, via: listed.name })
      || district(whole) || area(starts) || district(starts) || area(holds) || district(holds);
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
        : body.coterminous ? `co-terminous ${kind}` : `${kind} that are not co-terminous`,
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

  // The value over all years, as a line; its label has every number.
  function trend(indicator, body) {
    const points = indicator.years
      .map((year, at) => ({ year, at, value: indicator.values[at][body.index] }))
      .filter(({ value }) => value !== null);
    if (points.length < 2) return [];
    const words = points.map(({ year, value }) => `${year}: ${number(value)}`);
    const breaks = indicator.breaks.map(([year]) => indicator.years.indexOf(year)).filter((at) => at >= 0);
    const plot = Plot.plot({
      width: 130, height: 34, margin: 5, axis: null, ariaLabel: `${indicator.label} over the years: ${words.join("; ")}`,
      x: { domain: [0, Math.max(1, indicator.years.length - 1)] }, y: { domain: padded(points.map(({ value }) => value)) },
      marks: [
        Plot.ruleX(breaks, { x: (at) => at - 0.5, stroke: "#a1330f", strokeDasharray: "3 2" }),
        Plot.lineY(points, { x: "at", y: "value", stroke: "#0b5c92", strokeWidth: 1.5 }),
        Plot.dot(points.slice(-1), { x: "at", y: "value", r: 3, fill: "#d98200" }),
      ],
    });
    page.picture(plot).classList.add("trend");
    const told = words.length > 4 ? [words[0], "…", words.at(-1)] : words;
    return [plot, element("span", { class: "unit" }, told.join("; "))];
  }

  // The middle area of England, where an indicator is no rate that all areas together have.
  function middle(indicator) {
    return d3.median(indicator.values.at(-1).filter((value) => value !== null));
  }

  // An indicator for a body: its value, its peers' and where it stands; nothing where it is not known.
  function standing(body, indicator, part, chosen) {
    const last = indicator.values.length - 1;
    const value = indicator.values[last][body.index];
    const peers = part.bodies
      .map((other, index) => ({ other, index }))
      .filter(({ other, index }) => index !== body.index && chosen(other))
      .map(({ other, index }) => ({ name: other.name, value: indicator.values[last][index] }))
      .filter((peer) => peer.value !== null)
      .sort((a, b) => a.value - b.value);
    const error = indicator.error && indicator.error[body.index];
    const limits = error ? [-1.96, 1.96].map((z) => Math.min(indicator.most ?? Infinity, Math.max(0, indicator.centre + z * error))) : null;
    const away = value !== null && limits ? (value < limits[0] ? "lower" : value > limits[1] ? "higher" : "") : "";
    return { value, peers, error, limits, away, better: away && indicator.better ? (away === indicator.better ? "better" : "worse") : "" };
  }

  function row(body, indicator, part, chosen) {
    const last = indicator.values.length - 1;
    const { value, peers, error, limits, better } = standing(body, indicator, part, chosen);
    const values = peers.map((peer) => peer.value);
    const name = element("th", { scope: "row" }, element("a", { href: `details.html#indicator-${indicator.origin}` }, indicator.label),
      element("span", { class: "unit" }, `${indicator.unit}, ${indicator.years[last]}`));
    if (indicator.better) name.append(element("span", { class: "unit" }, `${indicator.better} is better`));
    if (indicator.in_table) name.append(element("span", { class: "tag" }, indicator.in_table));
    const apportioned = (indicator.apportioned || []).includes(body.index);
    const hidden = (indicator.withheld || []).includes(body.index);
    const line = element("tr", {}, name);
    const own = element("td", { class: "number", "data-label": "Value" }, element("strong", {}, number(value)));
    const ends = indicator.interval?.map((end) => end[body.index]);
    if (value !== null && ends && ends[0] !== null) own.append(element("span", { class: "unit" }, `95%: ${number(ends[0])} to ${number(ends[1])}`));
    for (const [year, words] of indicator.breaks) own.append(element("span", { class: "unit break", title: words }, `series break in ${year}`));
    if (apportioned) own.append(element("span", { class: "unit" }, "apportioned"));
    const england = element("td", { class: "number", "data-label": "England" }, number(indicator.centre ?? middle(indicator)));
    if (indicator.centre === undefined) england.append(element("span", { class: "unit" }, `middle ${part.one}`));
    const over = element("td", { "data-label": "All years" }, ...trend(indicator, body));
    for (const [year, words] of indicator.breaks) over.append(element("span", { class: "unit break" }, `Series break in ${year}. ${words}`));
    if (value === null || peers.length < 5) {
      const why = hidden ? "withheld: too few patients, or it follows from its neighbours" : "not known for this area";
      line.append(own, england, element("td", { colspan: "3" }, value === null ? why : "too few peers with a value"), over);
      return line;
    }
    const lower = values.filter((v) => v < value).length;
    const where = error ? position(value, indicator.centre, error) : "";
    const place = `higher than ${lower} of ${peers.length}`;
    const limit = element("td", { "data-label": "Expected by chance" }, where ? `${where}${better && `: ${better}`}` : "–");
    if (better) limit.className = better;
    if (limits) limit.append(element("span", { class: "unit" }, `95%: ${number(limits[0])} to ${number(limits[1])}`));
    line.append(own, england,
      element("td", { class: "number", "data-label": "Peers’ median" }, number(d3.quantileSorted(values, 0.5)),
        element("span", { class: "unit" }, `80% from ${number(d3.quantileSorted(values, 0.1))} to ${number(d3.quantileSorted(values, 0.9))}`)),
      limit,
      element("td", { "data-label": "Among peers" }, element("span", {}, place), ...strip(value, peers, limits, `${indicator.label}: ${number(value)}, ${place} peers${where && `, ${where}`}`)),
      over);
    return line;
  }

  // The same where no indicator has limits: where the area lies outside its peers' middle 80 per cent.
  function amongPeers(body, part, chosen, list) {
    const known = part.indicators.map((indicator) => ({ indicator, ...standing(body, indicator, part, chosen) }))
      .filter(({ value, peers }) => value !== null && peers.length >= 5)
      .map((one) => ({ ...one, ends: [0.1, 0.9].map((share) => d3.quantileSorted(one.peers.map((peer) => peer.value), share)) }));
    if (!known.length) return `No indicator is known for ${body.name} and five of its peers.`;
    const high = known.filter(({ value, ends }) => value > ends[1]), low = known.filter(({ value, ends }) => value < ends[0]);
    const parts = [...list("higher", high), ...list("lower", low)];
    return `${body.name} lies outside the middle 80% of its peers in ${high.length + low.length} of ${known.length} indicators${parts.length ? ` (${parts.join(". ")})` : ""}.`;
  }

  // One sentence: where the area differs from England by more than chance would explain.
  function summary(body, part, chosen) {
    const known = part.indicators.map((indicator) => ({ indicator, ...standing(body, indicator, part, chosen) }))
      .filter(({ value, limits }) => value !== null && limits);
    const outside = known.filter(({ away }) => away);
    const list = (words, some) => (some.length ? [`${words}: ${some.map(({ indicator }) => indicator.label.toLowerCase()).join("; ")}`] : []);
    const parts = [
      ...list("better", outside.filter(({ better }) => better === "better")),
      ...list("worse", outside.filter(({ better }) => better === "worse")),
      ...list("higher", outside.filter(({ better, away }) => !better && away === "higher")),
      ...list("lower", outside.filter(({ better, away }) => !better && away === "lower")),
    ];
    if (!known.length) return amongPeers(body, part, chosen, list);
    return `${body.name} differs from England by more than chance would explain in ${outside.length} of ${known.length} indicators${parts.length ? ` (${parts.join(". ")})` : ""}.`;
  }

  function arrangements(body, part) {
    const list = element("ul", {});
    for (const view of part.arrangements) {
      const letters = view.answers[body.index];
      const answered = Object.entries(ANSWERS)
        .map(([letter, word]) => [word, view.services.filter((_, at) => letters[at] === letter)])
        .filter(([, services]) => services.length)
        .map(([word, services]) => `${word} for ${services.join(", ")}`).join("; ");
      const line = element("li", {}, element("strong", {}, `${view.label}: `), answered);
      for (const [year, words] of view.breaks) line.append(element("span", { class: "unit break" }, `Series break in ${year}. ${words}`));
      list.append(line);
    }
    if (place.dataset.arrangements) {
      const address = `${place.dataset.arrangements}#area-${body.area_type}-${body.code}`;
      list.append(element("li", {}, element("a", { href: address }, "Its partnerships: agreements and accounts")));
    }
    return list;
  }

  function show(body) {
    const part = levels[body.area_type];
    const chosen = PEERS[peersField.value](body);
    const others = body.partners.map((code) => byCode.get(code)).filter(Boolean);
    const lies = body.via ? [element("p", { role: "status" }, `${body.via} lies in ${body.name}, whose council answers for adult social care.`)] : [];
    const shares = element("p", {}, `${body.class}, ${body.region}. ${body.coterminous === null ? "Whether it is co-terminous is not known." : body.coterminous ? "Co-terminous." : "Not co-terminous."}`);
    if (others.length) {
      shares.append(" Shares its area with: ");
      others.forEach((other, at) => shares.append(at ? ", " : "", element("a", { href: `#area=${encodeURIComponent(named(other))}` }, title(other))));
      shares.append(".");
    }
    const table = element("table", { class: "area" },
      element("caption", {}, `${body.name} against ${peerWords(body)}`),
      element("thead", {}, element("tr", {}, ...["Indicator", "Value", "England", "Peers’ median", "Expected by chance", "Among peers", "All years"]
        .map((words, at) => element("th", { scope: "col", ...(at >= 1 && at <= 3 ? { class: "number" } : {}) }, words)))),
      element("tbody", {}, ...part.indicators.map((indicator) => row(body, indicator, part, chosen))));
    const heading = element("h3", { id: "area-name", tabindex: "-1" }, element("bdi", {}, body.name), ` (${levels[body.area_type].one} ${body.code})`);
    place.replaceChildren(heading, ...lies, element("p", { class: "summary" }, summary(body, part, chosen)), shares, arrangements(body, part),
      element("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Indicators of the area" }, table));
  }

  function ask() {
    const body = find(field.value);
    if (!body) {
      place.replaceChildren(element("p", { role: "status" }, field.value.trim() ? `No ${Object.values(levels).map((part) => part.one).join(" or ")} of that name, and no district.` : ""));
      return;
    }
    field.value = body.via ?? title(body);
    const address = `#area=${encodeURIComponent(body.via ?? named(body))}`;
    if (location.hash === address) show(body);
    else location.hash = address;
  }

  // What stands for an area in an address: its name, where that leads to it, or its code.
  function named(body) {
    return find(body.name)?.code === body.code ? body.name : body.code;
  }

  function follow() {
    const sought = page.places.asked().area;
    if (!sought) return;
    const body = byCode.get(sought) ?? find(sought);
    if (!body) {
      field.value = sought;
      ask();
      return;
    }
    field.value = body.via ?? title(body);
    show(body);
    document.getElementById("areas").scrollIntoView({ block: "start" });
  }

  const names = document.getElementById("area-names");
  for (const value of [...all.map(title), ...districts.map(within)]) names.append(element("option", { value }));
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  field.addEventListener("change", ask);
  peersField.addEventListener("change", ask);
  addEventListener("hashchange", follow);
  // The two fields by the answer: an area, or a paragraph or claim.
  const seek = document.getElementById("seek");
  const wanted = { area: document.getElementById("seek-area"), claim: document.getElementById("seek-claim") };
  seek.addEventListener("submit", (event) => {
    event.preventDefault();
    if (document.activeElement === wanted.claim && wanted.claim.value.trim()) page.ledger(wanted.claim.value);
    else if (wanted.area.value.trim()) {
      field.value = wanted.area.value;
      ask();
      document.getElementById("areas").scrollIntoView({ block: "start" });
    } else page.ledger(wanted.claim.value);
  });
  wanted.area.addEventListener("change", () => seek.requestSubmit());
  form.hidden = false;
  seek.hidden = false;
  follow();
});
