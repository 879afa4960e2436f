// Tables of results sort by the heads of their columns; without this file they stand in the order that they were made in.
"use strict";
(() => {
  const order = new Map(); // what the reader chose, by caption: figures come anew while answers come in

  // The first number of a cell in the language of the page, with "<" and ">" just beyond it; text has none.
  function number(text, dutch) {
    const plain = text.replace(/[\s\u202f\u00a0]/g, "").replace(/\u2212/g, "-");
    const found = plain.match(/^([<>]?)(-?\d[\d.,]*)/);
    if (!found) return null;
    const digits = dutch ? found[2].replace(/\./g, "").replace(",", ".") : found[2].replace(/,/g, "");
    return parseFloat(digits) + ({ "<": -1e-6, ">": 1e-6 }[found[1]] || 0);
  }

  function compared(one, other, language, sign) {
    const [a, b] = [one, other].map((text) => number(text, language === "nl"));
    if (a !== null && b !== null) return sign * (a - b);
    if (a === null && b === null) return sign * one.localeCompare(other, language, { numeric: true });
    return a === null ? 1 : -1; // what is hidden comes last, whichever way
  }

  function sort(table, column, way) {
    const language = table.closest("[lang]").lang;
    const sign = way === "ascending" ? 1 : -1;
    for (const part of table.tBodies) {
      const rows = [...part.rows].filter((row) => row.cells.length > column && row.cells[0].scope === "row");
      const text = (row) => row.cells[column].textContent.trim();
      rows.sort((one, other) => compared(text(one), text(other), language, sign));
      part.append(...rows);
    }
    for (const head of table.tHead.rows[0].cells) head.removeAttribute("aria-sort");
    table.tHead.rows[0].cells[column].setAttribute("aria-sort", way);
  }

  function prepare(table) {
    if (table.dataset.sorts || !table.tHead || [...table.tBodies].every((part) => part.rows.length < 3)) return;
    table.dataset.sorts = "yes";
    for (const head of table.tHead.rows[0].cells) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "desk-sort";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const first = head.classList.contains("number") ? "descending" : "ascending";
        const other = first === "ascending" ? "descending" : "ascending";
        const way = head.getAttribute("aria-sort") === first ? other : first;
        order.set(table.caption.textContent, [head.cellIndex, way]);
        sort(table, head.cellIndex, way);
      });
    }
    const chosen = order.get(table.caption.textContent);
    if (chosen) sort(table, ...chosen);
  }

  const all = () => document.querySelectorAll(".desk-table").forEach(prepare);
  const figures = document.getElementById("figures");
  if (figures) new MutationObserver(all).observe(figures, { childList: true });
  all();
})();
