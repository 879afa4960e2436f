// What makes answering quicker where JavaScript is on; every page works without it.
"use strict";

// The digits choose an answer while one of the answers has the focus; Enter then sends the form, as browsers do.
document.addEventListener("keydown", (event) => {
  const group = event.target.closest("[data-keys]");
  const radios = group ? group.querySelectorAll("input[type=radio]") : [];
  const wanted = radios[Number(event.key) - 1];
  if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return;
  wanted.checked = true;
  wanted.focus();
  event.preventDefault();
});

// How often the page went out of sight, told with the answer.
const away = () => document.querySelectorAll("[data-away]");
const begin = () => away().forEach((field) => (field.value = "0"));
document.addEventListener("visibilitychange", () => {
  if (document.hidden) away().forEach((field) => (field.value = String(Number(field.value) + 1)));
});
begin();

// An answer is sent and the next page comes back with it: one journey and not two. Without a connection the answer
// stays on the page, to be sent again.
const MOST_MILLISECONDS = 30000;
let shown = location.pathname + location.search;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-onward]")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") !== "true") send(form, event.submitter);
});

async function send(form, button) {
  const fields = new URLSearchParams(new FormData(form));
  if (button && button.name) fields.append(button.name, button.value);
  const said = form.querySelector("[data-unsent]");
  const stop = new AbortController();
  const clock = setTimeout(() => stop.abort(), MOST_MILLISECONDS);
  said.textContent = "";
  form.setAttribute("aria-busy", "true");
  try {
    const headers = { Prefer: "return=representation" };
    const answer = await fetch(form.action, { method: "POST", body: fields, headers, signal: stop.signal });
    if (answer.status >= 500) throw new Error(answer.statusText);
    show(await answer.text(), answer.headers.get("Content-Location") || answer.url);
  } catch {
    form.removeAttribute("aria-busy");
    said.textContent = said.dataset.words;
  } finally {
    clearTimeout(clock);
  }
}

function show(text, address) {
  const page = new DOMParser().parseFromString(text, "text/html");
  const place = new URL(address, location.href);
  if (place.pathname + place.search !== location.pathname + location.search) history.pushState(null, "", place);
  shown = place.pathname + place.search;
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  const first = page.querySelector("main [autofocus]") || page.querySelector("main h1") || page.querySelector("main");
  if (first.matches("[autofocus]")) first.removeAttribute("autofocus"); // a browser only heeds it on a page of its own
  else first.tabIndex = -1;
  document.body.replaceWith(page.body);
  begin();
  scrollTo(0, 0);
  first.focus({ preventScroll: true });
}

// Back and forward: the server knows what stands on the page at that address now.
addEventListener("popstate", () => {
  if (location.pathname + location.search !== shown) location.reload();
});
