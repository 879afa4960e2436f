// What makes answering quicker where JavaScript is on; every page works without it.
"use strict";

// The digits choose an answer while one of the answers has the focus; Enter then sends the form, as browsers do.
for (const group of document.querySelectorAll("[data-keys]")) {
  group.addEventListener("keydown", (event) => {
    const radios = group.querySelectorAll("input[type=radio]");
    const wanted = radios[Number(event.key) - 1];
    if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return;
    wanted.checked = true;
    wanted.focus();
    event.preventDefault();
  });
}

// How often the page went out of sight, told with the answer.
for (const field of document.querySelectorAll("[data-away]")) {
  let times = 0;
  field.value = "0";
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) field.value = String((times += 1));
  });
}
