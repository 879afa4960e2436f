/* Looks again for newer figures while the page is seen; without this file the page shows those of when it was opened. */
"use strict";
(() => {
  const part = document.getElementById("figures");
  const seconds = Number(part && part.dataset.seconds);
  if (!part || !(seconds >= 5)) return;
  let etag = "";
  async function look() {
    if (document.hidden) return;
    const headers = etag ? { "If-None-Match": etag } : {};
    const answer = await fetch(part.dataset.address, { headers, redirect: "error" });
    if (answer.status !== 200) return;
    const first = etag === "";
    etag = answer.headers.get("ETag") || "";
    const made = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("figures");
    if (made && !(first && made.textContent === part.textContent)) part.replaceChildren(...made.childNodes);
  }
  setInterval(() => look().catch(() => {}), 1000 * seconds);
})();
