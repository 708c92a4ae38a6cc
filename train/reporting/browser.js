"use strict";
// The browser of samples: filters, text search, a page of samples at a time. Model text only ever becomes textContent.
(function browseSamples() {
  const PAGE = 25;
  const list = document.getElementById("list");
  if (!list) return;
  const data = JSON.parse(document.getElementById("sample-data").textContent);
  const place = Object.fromEntries(data.columns.map((name, number) => [name, number]));
  const coded = new Set(data.coded);
  const get = (row, name) => {
    const value = row[place[name]];
    return value !== null && coded.has(name) ? data.texts[value] : value;
  };
  const turnsOf = row => row[place.turns].map(number => data.texts[number]);
  let matching = [], shown = 0, item = null, found = null;

  const make = (tag, text, css) => {
    const element = document.createElement(tag);
    if (text !== undefined && text !== null) element.textContent = String(text);
    if (css) element.className = css;
    return element;
  };
  const filters = [["Environment", "env"], ["Model", "model"], ["Step", "step"], ["Split", "split"],
    ["Outcome", "outcome"], ["Level", "level"], ["Truncated", "truncated"]];
  const words = value => value === true ? "yes" : value === false ? "no" : String(value);
  const order = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : String(a) < String(b) ? -1 : 1;
  const box = document.getElementById("filters");
  const selects = {};
  filters.forEach(([title, name]) => {
    const values = [...new Set(data.rows.map(row => row[place[name]]))].filter(value => value !== null)
      .map(value => coded.has(name) ? data.texts[value] : value).sort(order);
    if (values.length < 2) return;
    const select = make("select"), all = make("option", "all");
    all.value = "";
    select.append(all, ...values.map(value => {
      const option = make("option", words(value));
      option.value = "=" + words(value);
      return option;
    }));
    select.addEventListener("change", refresh);
    const label = make("label", title);
    label.append(select);
    box.append(label);
    selects[name] = select;
  });
  const search = make("input"), chip = make("button");
  search.type = "search";
  search.placeholder = "text in prompt or response";
  chip.type = "button";
  chip.hidden = true;
  let waiting = 0;
  search.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(refresh, 150); });
  chip.addEventListener("click", () => { item = null; refresh(); });
  if (data.rows.length) {
    const label = make("label", "Search");
    label.append(search);
    box.append(label, chip);
  }

  // Each different text is looked through once.
  function textsWith(wanted) {
    const hits = new Uint8Array(data.texts.length);
    data.texts.forEach((text, number) => { hits[number] = text.toLowerCase().includes(wanted) ? 1 : 0; });
    return hits;
  }
  const searched = ["prompt", "extracted", "reason"];
  const matches = row => (item === null || get(row, "item") === item)
    && Object.entries(selects).every(([name, select]) => !select.value || select.value === "=" + words(get(row, name)))
    && (found === null || row[place.turns].some(number => found[number])
      || searched.some(name => row[place[name]] !== null && found[row[place[name]]]));

  const show = (into, title, text) => {
    if (text === null || text === "") return;
    into.append(make("h4", title), make("pre", text));
  };
  function fill(into, row) {
    const facts = ["status", "reward", "item", "tokens", "truncated"].filter(name => get(row, name) !== null);
    into.append(make("p", facts.map(name => name + " " + words(get(row, name))).join(" · "), "soft"));
    show(into, "prompt", get(row, "prompt"));
    const turns = turnsOf(row), several = turns.length > 1;
    turns.forEach((text, number) => {
      if (number % 2) show(into, "environment", text);
      else into.append(make("h4", several ? "response, turn " + (number / 2 + 1) : "response"), make("pre", text));
    });
    if (get(row, "extracted") !== null) into.append(make("h4", "extracted"), make("pre", get(row, "extracted") || "(nothing)"));
    show(into, "verifier", get(row, "reason"));
  }
  function entry(row) {
    const details = make("details", null, "sample"), summary = make("summary"), body = make("div", null, "body");
    const outcome = get(row, "outcome"), times = get(row, "times"), reward = get(row, "reward");
    const css = outcome === "solved" ? "solved" : outcome === "not judged" ? "unjudged" : "failed";
    const parts = [get(row, "model"), get(row, "step") === null ? null : "step " + get(row, "step"), get(row, "split"),
      get(row, "env"), get(row, "level") === null ? null : "level " + get(row, "level"),
      reward === null ? null : "reward " + Number(reward).toFixed(2), times > 1 ? times + " times" : null];
    summary.append(make("span", outcome, css), " · " + parts.filter(part => part !== null).join(" · "));
    const turns = turnsOf(row), last = turns.length ? turns[turns.length - 1] : "";
    summary.append(make("span", last.slice(-160).replace(/\s+/g, " "), "snippet"));
    details.append(summary, body);
    details.addEventListener("toggle", () => { if (details.open && !body.hasChildNodes()) fill(body, row); });
    return details;
  }
  function more() {
    const next = matching.slice(shown, shown + PAGE);
    list.append(...next.map(entry));
    shown += next.length;
    document.getElementById("more").hidden = shown >= matching.length;
    document.getElementById("count").textContent = data.rows.length
      ? shown.toLocaleString("en") + " of " + matching.length.toLocaleString("en") + " matching samples" : "";
  }
  function refresh() {
    const wanted = search.value.trim().toLowerCase();
    found = wanted ? textsWith(wanted) : null;
    chip.hidden = item === null;
    chip.textContent = item === null ? "" : "item " + item.slice(0, 8) + " ✕";
    matching = data.rows.filter(matches);
    shown = 0;
    list.replaceChildren();
    more();
  }
  document.getElementById("more").addEventListener("click", more);

  // A square of the boundary map leads to the samples of its item.
  document.querySelectorAll(".cells").forEach(cells => cells.addEventListener("click", event => {
    if (!event.target.dataset.item) return;
    Object.values(selects).forEach(select => { select.value = ""; });
    search.value = "";
    if (selects.env) selects.env.value = "=" + cells.dataset.env;
    item = event.target.dataset.item;
    refresh();
    document.getElementById("samples").scrollIntoView();
  }));
  refresh();
  document.documentElement.dataset.ready = String(Math.round(performance.now()));
})();
