/* The cells of the grid of statements, and its rows anew when the view changes. Text only becomes text nodes. */
(() => {
  "use strict";
  const LINES = 3; // of a cell with a line per target
  const GRID = "statement-grid";
  const el = (...all) => window.React.createElement(...all);

  const lines = (values, one) => {
    const shown = values.length > LINES ? values.slice(0, LINES - 1) : values;
    const more = values.length - shown.length;
    return el(
      "div",
      { className: "cell-lines" },
      shown.map((value, at) => el("div", { key: at, className: "cell-line" }, one(value))),
      more > 0 && el("div", { key: "more", className: "cell-line quiet" }, `and ${more} more`),
    );
  };

  const GoLink = ({ value }) => {
    if (!value) return null;
    if (!value.href) return el("span", { className: "quiet" }, value.words);
    return el("a", { href: value.href, "data-go": "", className: "clamped", title: value.words }, value.words);
  };
  const Lines = ({ value }) => value && lines(value, (name) => el("span", { title: name }, name));
  const StanceLines = ({ value }) =>
    value &&
    lines(value, ({ label, words, probability, sure }) => [
      el("span", { key: "chip", className: sure ? `chip stance-${label}` : `chip unsure unsure-${label}` },
        sure ? words : `${words}?`),
      el("span", { key: "number", className: "number" }, probability),
    ]);
  const Tone = ({ value }) =>
    value && el("span", { className: `tone tone-${value.label}` }, value.label,
      el("span", { className: "number" }, value.probability));
  const Words = ({ value }) =>
    value && el("div", { className: "clamped words" },
      value.map(([words, hit], at) => (hit ? el("mark", { key: at, className: "m-hit" }, words) : words)));

  window.dashAgGridComponentFunctions =
    Object.assign({}, window.dashAgGridComponentFunctions, { GoLink, Lines, StanceLines, Tone, Words });

  /* The sort of the view as the grid has it, from the names that its columns give to both directions. */
  const sortOf = (api, name) => {
    for (const column of api.getColumns() || []) {
      const { asc, desc } = column.getColDef().context || {};
      if (name === asc) return { colId: column.getColId(), sort: "asc" };
      if (name === desc) return { colId: column.getColId(), sort: "desc" };
    }
    return null;
  };

  const writeSort = (event) => {
    if (event.source !== "uiColumnSorted") return;
    const column = event.api.getColumns().find((one) => one.getSort());
    const name = column ? column.getColDef().context[column.getSort()] : "newest";
    const params = new URLSearchParams(window.location.search);
    name === "newest" ? params.delete("sort") : params.set("sort", name);
    window.dash_clientside.onrecord.push(`${window.location.pathname}${params.size ? `?${params}` : ""}`);
  };

  let listening = null; // the grid whose head writes to the address
  let filled = null; // the view whose rows it has, without the sort

  const grid = () => {
    const node = document.getElementById(GRID);
    return node && window.dash_ag_grid ? window.dash_ag_grid.getApi(GRID) : null;
  };

  const viewWithoutSort = () => {
    const params = new URLSearchParams(window.location.search);
    params.delete("sort");
    return params.toString();
  };

  /* A new grid asks for its first rows. */
  const listen_to_grid = () => {
    const api = grid();
    if (!api || api === listening) return;
    listening = api;
    filled = viewWithoutSort();
    api.addEventListener("sortChanged", writeSort);
  };

  const refresh_grid = () => {
    const api = grid();
    if (!api) return;
    const changed = window.dash_clientside.callback_context.triggered_id === "data-version";
    const name = new URLSearchParams(window.location.search).get("sort");
    const wanted = sortOf(api, name) || sortOf(api, "newest");
    const rest = viewWithoutSort();
    const column = api.getColumn(wanted.colId);
    if (column.getSort() !== wanted.sort) {
      api.applyColumnState({ state: [wanted], defaultState: { sort: null } });
    } else if (changed || rest !== filled) {
      api.purgeInfiniteCache();
      api.ensureIndexVisible(0);
    }
    filled = rest;
  };

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.onrecord = Object.assign({}, window.dash_clientside.onrecord, { refresh_grid, listen_to_grid });
})();
