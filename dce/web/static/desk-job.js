// Asks every two seconds how far a job is, and shows the whole page again when it is over.
"use strict";

let tag = "";

async function ask() {
  const shown = document.querySelector("[data-job][data-over='0']");
  if (!shown) return;
  try {
    const answer = await fetch(shown.dataset.job, { headers: tag ? { "If-None-Match": tag } : {} });
    if (answer.ok) {
      tag = answer.headers.get("ETag") || "";
      const part = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-job]");
      if (!part || part.dataset.over === "1") return location.reload();
      shown.replaceWith(part);
    } else if (answer.status !== 304 && answer.status !== 503) return;
  } catch {
    // The line is gone for a moment: ask again later.
  }
  setTimeout(ask, 2000);
}

setTimeout(ask, 2000);
