// An answer takes the place of what the page shows, and leaves alone what it
// has in common with it. What the user has opened or typed meanwhile stays.
import { isUnanswered } from "./live_selects.js";
import { leave } from "./in_place.js";

const callbacks = Idiomorph.defaults.callbacks;

// The server says once whether something is open. From then on that is the user's.
callbacks.beforeAttributeUpdated = (name, element) => !(name === "open" && element.matches("details"));

callbacks.beforeNodeMorphed = (shown, fresh) => {
  if (isUnchanged(shown, fresh)) {
    return false;
  }
  if (!shown.matches?.("input, textarea, select")) {
    return true;
  }
  return !isUnanswered(shown) && !isOpener(shown) && !isTicked(shown, fresh) && !isTyped(shown, fresh);
};

// Most cells of the table, and most selects with their entries, are as they were.
// The browser sees that faster than they are gone through.
function isUnchanged(shown, fresh) {
  return (isCell(shown) || isShownAsChosen(shown, fresh)) && shown.isEqualNode(fresh);
}

// What is typed in a field is nothing that isEqualNode sees. The server's cells have
// no fields, and one of the script's making makes its cell another.
function isCell(node) {
  return node.localName === "td" && node.parentNode.dataset.line !== undefined;
}

function isShownAsChosen(select, fresh) {
  return select.localName === "select" && select.value === fresh.value;
}

// A field for a cell is of the script's making.
callbacks.beforeNodeRemoved = (node) => {
  if (node.matches?.(".in-place")) {
    return false;
  }
  for (const field of node.querySelectorAll?.(".in-place") ?? []) {
    leave(field, true);
  }
  return true;
};

// A checkbox that only opens something is the user's own, too.
function isOpener(field) {
  return field.type === "checkbox" && !field.name;
}

function isTicked(shown, fresh) {
  return shown.type === "checkbox" && shown.name === fresh.name && shown.checked !== shown.defaultChecked && fresh.defaultChecked === shown.defaultChecked;
}

function isTyped(shown, fresh) {
  if (!shown.matches("textarea, input:not([type=hidden], [type=checkbox], [type=radio])")) {
    return false;
  }
  return shown === document.activeElement || shown.value !== shown.defaultValue && fresh.defaultValue === shown.defaultValue;
}

// What a form has sent is the server's from then on. A search is still typed, and
// of the columns another one may have been chosen meanwhile.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const form = detail.requestConfig.elt;
  if (detail.xhr.status === 200 && form.matches("form:not([role=search], #mapping)")) {
    form.reset();
  }
});
