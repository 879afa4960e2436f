// What makes the desk easier where JavaScript is on; every page works without it.
"use strict";

// A tick box below a new password lets it be read while it is typed; it is sent hidden again.
for (const field of document.querySelectorAll("input[data-show]")) {
  const label = document.createElement("label");
  label.className = "desk-show";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.className = "form-check-input";
  label.append(box, field.dataset.show);
  field.after(label);
  box.addEventListener("change", () => (field.type = box.checked ? "text" : "password"));
  field.form.addEventListener("submit", () => (field.type = "password"));
}
