"use strict";
(() => {
  // Light or dark, whatever the reader's system says.
  const theme = document.getElementById("theme"), root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : system.matches;
  const name = () => { theme.textContent = dark() ? "Light" : "Dark"; };
  theme.hidden = false;
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; name(); });
  system.addEventListener("change", name);
  name();

  // A click on the head of a column sorts by it, a second one the other way.
  const value = (row, column) => {
    const cell = row.cells[column];
    return "value" in cell.dataset ? Number(cell.dataset.value) : cell.textContent;
  };
  const compare = (one, other) => typeof one === "number" ? one - other : one.localeCompare(other);
  for (const head of document.querySelectorAll("table.sortable thead th")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const body = head.closest("table").tBodies[0], column = head.cellIndex;
      const sorted = head.getAttribute("aria-sort"), numbers = body.rows.length && typeof value(body.rows[0], column) === "number";
      const order = sorted ? (sorted === "descending" ? 1 : -1) : numbers ? -1 : 1;
      for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", order === 1 ? "ascending" : "descending");
      body.append(...[...body.rows].sort((a, b) => order * compare(value(a, column), value(b, column))));
    });
  }

  // Rows without the words looked for are hidden.
  for (const field of document.querySelectorAll("input[data-filters]")) {
    field.addEventListener("input", () => {
      const words = field.value.toLowerCase();
      for (const row of document.getElementById(field.dataset.filters).tBodies[0].rows) {
        row.hidden = !row.textContent.toLowerCase().includes(words);
      }
    });
  }

  // What a point says, on pointing at it, touching it or reaching it by the keyboard.
  const tip = document.getElementById("tip");
  const hide = () => { tip.hidden = true; };
  const show = (event) => {
    const point = event.target.closest("[data-says]");
    if (!point) return hide();
    tip.textContent = point.dataset.says;
    tip.hidden = false;
    const place = point.getBoundingClientRect();
    const left = Math.min(Math.max(place.left + place.width / 2 - tip.offsetWidth / 2, 8), innerWidth - tip.offsetWidth - 8);
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(place.top - tip.offsetHeight - 8, 8)}px`;
  };
  addEventListener("pointerover", show);
  addEventListener("focusin", show);
  addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true });
  for (const title of document.querySelectorAll("svg.chart title")) { // the browser's own tip would lie over ours
    title.parentNode.setAttribute("role", "img");
    title.parentNode.setAttribute("aria-label", title.textContent);
    title.remove();
  }
})();
