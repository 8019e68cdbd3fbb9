/* Navigation without page loads, filters into the address, and the few things Dash has no word for. */
(() => {
  "use strict";
  const MARK_KEYS = ["who", "on", "when", "until", "where", "how", "side", "of", "article"];
  const OPENING = ["who", "on", "where"]; // any of these names a mark
  const SHARED_KEYS = ["party", "actors", "parties", "outlets", "voice", "from", "to", "bucket", "counting", "audited"];
  const NAVIGATED = "_dashprivate_pushstate"; // what dcc.Location listens to

  let lastView = "/"; // for the way back from a story
  let drawn = { path: null, rest: null }; // what the page shows

  /* Words that are being typed are one step back, however often the typing pauses. */
  let typed = null; // the address that the last typed words made

  const push = (href, instead = false) => {
    window.history[instead ? "replaceState" : "pushState"]({}, "", href);
    window.dispatchEvent(new CustomEvent(NAVIGATED));
  };

  const restoreFilters = () =>
    window.dash_clientside.set_props("restore", { data: { search: window.location.search, at: Date.now() } });

  const view = (params) => {
    const rest = new URLSearchParams(params);
    MARK_KEYS.forEach((key) => rest.delete(key));
    return rest.toString();
  };

  const follow = (href) => {
    const to = new URL(href, window.location.href);
    const samePage = to.pathname === window.location.pathname;
    const sameView = samePage && view(to.searchParams) === view(new URLSearchParams(window.location.search));
    if (to.href === window.location.href) {
      revealStatement();
      return;
    }
    push(to.href);
    if (!samePage && !to.hash) window.scrollTo(0, 0);
    if (samePage && !sameView) restoreFilters();
    if (samePage && to.hash) revealStatement();
  };

  /* The way to another page takes the filters along. */
  const kept = (path) => {
    const params = new URLSearchParams(window.location.search);
    [...params.keys()].forEach((key) => SHARED_KEYS.includes(key) || params.delete(key));
    return params.size ? `${path}?${params}` : path;
  };

  const target = (link) => {
    const href = link.getAttribute("href");
    return link.id === "back" ? lastView : link.dataset.keep === undefined ? href : kept(href);
  };

  /* What is spread over the page is folded by Escape and by a click beside it, as a menu is. */
  const foldRare = (event) => {
    const open = document.querySelector(".filters-rare.open");
    const within = event.target.closest && event.target.closest(".filters-more, .mantine-Popover-dropdown");
    if (!open || (event.type === "keydown" ? event.key !== "Escape" : within)) return;
    const toggle = document.getElementById("rare-toggle");
    toggle.click();
    if (event.type === "keydown") toggle.focus();
  };
  document.addEventListener("mousedown", foldRare);
  document.addEventListener("keydown", foldRare);

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[data-go]");
    if (!link || event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    follow(target(link));
  });
  window.addEventListener("popstate", restoreFilters);

  /* The statement named by the fragment: brought into view and lit, in the text and in its note. */
  const revealStatement = () => {
    document.querySelectorAll(".is-chosen").forEach((node) => node.classList.remove("is-chosen"));
    const match = /^#s(\d{1,6})$/.exec(window.location.hash);
    const anchor = match && document.getElementById(`s${match[1]}`);
    if (!anchor) return;
    light(match[1], "is-chosen", true);
    anchor.scrollIntoView({ block: "center" });
    anchor.focus({ preventScroll: true });
  };

  const light = (numbers, name, on) =>
    numbers.split(" ").forEach((number) =>
      document
        .querySelectorAll(`.story [data-statement~="${CSS.escape(number)}"]`)
        .forEach((node) => node.classList.toggle(name, on)));

  for (const [kind, on] of [["mouseover", true], ["mouseout", false]]) {
    document.addEventListener(kind, (event) => {
      const node = event.target.closest && event.target.closest(".story [data-statement]");
      if (node) light(node.dataset.statement, "is-pointed", on);
    });
  }

  /* The way back from a story is called after the page that it leads to. */
  const nameBack = () => {
    const words = document.querySelector("#back span:last-child");
    const from = new URL(lastView, window.location.href).pathname;
    const page = [...document.querySelectorAll(".nav-link")].find((link) => link.getAttribute("href") === from);
    if (words && page) words.textContent = page.textContent;
  };

  const same = (before, after) => before.length === after.length && before.every((value, at) => value === after[at]);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    onrecord: {
      push,

      /* Controls → address. What is at its default is not written, so that "Back" to a bare address stays there. */
      filter: (_values, _checked, defaults) => {
        const [controls, boxes] = window.dash_clientside.callback_context.inputs_list;
        const params = new URLSearchParams(window.location.search);
        const changed = [];
        controls.forEach(({ id, value }, at) => {
          const ticked = boxes[at].value;
          const telling = (one) => one !== "" && one !== defaults[id.name];
          const shown = ticked === undefined ? value : ticked ? "only" : "";
          const values = [].concat(shown ?? []).filter(telling);
          if (same(params.getAll(id.name).filter(telling), values)) return;
          changed.push(id.name);
          params.delete(id.name);
          values.forEach((one) => params.append(id.name, one));
        });
        if (!changed.length) return;
        if (changed.includes("bucket") && params.has("when") && !params.has("until"))
          MARK_KEYS.forEach((key) => params.delete(key)); // a month is no week: its mark is closed
        const stillTyping = changed.every((name) => name === "words") && typed === window.location.href;
        push(`${window.location.pathname}?${params}`, stillTyping);
        typed = changed.includes("words") ? window.location.href : null;
      },

      /* A click on a point: every point carries the address of its evidence. */
      open_point: (clicks) => {
        const clicked = clicks.find((click) => click && click.points && click.points[0].customdata);
        if (clicked) follow(clicked.points[0].customdata);
        return clicks.map(() => null);
      },

      /* The address in its two halves, so that opening a mark does not draw the charts again. Another page is drawn
         whole by the router, so only a change on the same page is a change of its view. */
      split: (search, pathname, openBefore) => {
        const skip = window.dash_clientside.no_update;
        if (!pathname.startsWith("/article/")) lastView = pathname + (search || "");
        const params = new URLSearchParams(search || "");
        const rest = view(params);
        const redraw = drawn.path === pathname && drawn.rest !== rest;
        drawn = { path: pathname, rest };
        const open = OPENING.some((key) => params.has(key)) ? params.toString() : "";
        return [redraw ? rest : skip, open === (openBefore ?? "") ? skip : open];
      },

      close: (opened) => {
        const params = new URLSearchParams(window.location.search);
        if (opened || !OPENING.some((key) => params.has(key))) return;
        const rest = view(params);
        push(window.location.pathname + (rest ? `?${rest}` : ""));
      },

      toggle_navigation: (clicks) => {
        const pressed = window.dash_clientside.callback_context.triggered_id === "nav-toggle";
        const open = pressed && !document.getElementById("nav").classList.contains("open");
        return [open ? "nav open" : "nav", String(open)];
      },

      toggle_filters: (clicks) => {
        const open = Boolean(clicks % 2);
        return [open ? "filters open" : "filters", String(open)];
      },

      toggle_rare: (clicks) => {
        const open = Boolean(clicks % 2);
        return [open ? "filters-rare open" : "filters-rare", String(open)];
      },

      arrive: (title) => {
        if (title) document.title = title;
        document.querySelectorAll(".nav-link").forEach((link) => {
          const home = link.getAttribute("href");
          const path = window.location.pathname;
          const here = path === home || (home !== "/" && path.startsWith(`${home}/`));
          here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
        });
        nameBack();
        window.requestAnimationFrame(() => window.requestAnimationFrame(revealStatement));
      },
    },
  });
})();
