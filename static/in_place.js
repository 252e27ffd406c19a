// A cell is corrected in its place: Enter saves, Escape leaves it as it was, Tab
// goes on. A field whose text is on its way is read-only.
import { onFailure } from "./failures.js";
import { beside, cellAfter, find } from "./places.js";

// sentField returns the field whose text an event's request carries.
function sentField({ detail }) {
  const name = detail.requestConfig?.parameters.decide;
  return Array.from(document.querySelectorAll(".in-place")).find((input) => input.name === name && input.readOnly);
}

function open(link) {
  const [, line] = link.id.split("-");
  const label = JSON.parse(getComputedStyle(link.parentNode).getPropertyValue("--label"));
  const input = link.parentNode.querySelector(".in-place") || newField(link, label + " " + line);
  input.readOnly = false;
  link.after(input);
  input.focus();
  input.select();
}

function newField(link, label) {
  const input = document.createElement("input");
  input.className = "in-place";
  input.name = link.id.replace("fix-", "text:").replace("-", ":");
  input.defaultValue = link.dataset.text;
  input.ariaLabel = label;
  input.setAttribute("form", ""); // else Enter would send the form around it
  return input;
}

// leave ends the correction of a cell, and saves it where it is another text.
export function leave(input, save) {
  if (input.readOnly) {
    return;
  }
  input.readOnly = true;
  if (!save || input.value === input.defaultValue) {
    input.remove();
    return;
  }
  const values = { decide: input.name, text: input.value };
  const form = document.getElementById("decide");
  htmx.ajax("POST", form.action, { source: form, values }).catch(() => {}); // requests.js tells of a failure
}

document.addEventListener("focusout", ({ target }) => {
  if (target.matches(".in-place")) {
    leave(target, true);
  }
});

// Its text has come: the cell shows it.
document.addEventListener("htmx:afterRequest", (event) => {
  const input = event.detail.successful && sentField(event);
  if (!input) {
    return;
  }
  const places = beside(input);
  const focused = input === document.activeElement;
  input.remove();
  if (focused) {
    find(places)?.focus();
  }
});

onFailure((event) => {
  const input = sentField(event);
  if (input) {
    input.readOnly = false;
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a.fix");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  open(link);
});

document.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches(".in-place") || event.isComposing || !["Enter", "Escape", "Tab"].includes(event.key)) {
    return;
  }
  event.preventDefault();
  const next = event.key === "Tab" && cellAfter(input, event.shiftKey);
  const places = beside(input);
  leave(input, event.key !== "Escape");
  if (next) {
    open(next);
  } else if (!input.isConnected) {
    find(places)?.focus();
  }
});
