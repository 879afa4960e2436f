// A link to a line puts the cursor there in the text; without this the link leads to the numbered line above it.
"use strict";

const text = document.getElementById("content");
for (const link of document.querySelectorAll("[data-line]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const lines = text.value.split("\n");
    const line = Math.min(Number(link.dataset.line), lines.length) - 1;
    const start = lines.slice(0, line).reduce((length, one) => length + one.length + 1, 0);
    text.focus();
    text.setSelectionRange(start + Number(link.dataset.column) - 1, start + lines[line].length);
    text.scrollTop = Math.max(0, line - 5) * (text.scrollHeight / lines.length);
    text.scrollIntoView({ block: "center" });
  });
}
