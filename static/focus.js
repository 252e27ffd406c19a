// What loses the focus in a swap leaves it to what stands beside it.
import { onFailure } from "./failures.js";
import { keepOpen, keptOpen, leave, open, sentField } from "./in_place.js";
import { beside, find, goesTo, remember, rememberedPlaces, whereTo } from "./places.js";

// Other rows begin at the top.
document.addEventListener("htmx:pushedIntoHistory", () => document.getElementById("frame")?.scrollTo(0, 0));

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-next]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    goesTo("#" + link.dataset.next);
  }
});

document.addEventListener("htmx:beforeRequest", () => {
  if (document.activeElement !== document.body) {
    remember(beside(document.activeElement));
  }
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful && document.activeElement === document.body) {
    find(rememberedPlaces())?.focus(); // what was disabled meanwhile has lost it
  }
});

onFailure(() => goesTo(null));

document.addEventListener("htmx:beforeSwap", () => {
  const focused = document.activeElement;
  if (focused !== document.body) {
    remember(beside(focused));
    keepOpen(focused.matches(".in-place:not([readonly])") ? focused : null);
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  sentField(event)?.remove();
  const next = whereTo();
  const places = next ? [next] : rememberedPlaces();
  const there = find(places);
  const field = keptOpen();
  const lost = field && !field.isConnected && !field.readOnly;
  const sameCell = there?.id === field?.previousElementSibling?.id;
  const more = document.getElementById("rest"); // rows that follow
  if (more && !(lost ? sameCell : find(places.slice(0, 2)))) {
    return; // it may be among them
  }
  if (lost) {
    putBack(field, there, sameCell);
  } else {
    field?.focus();
  }
  if (next === "#frame") {
    there?.scrollIntoView();
  }
  if (next || document.activeElement === document.body && rememberedPlaces().length) {
    (there || document.getElementById("frame"))?.focus({ preventScroll: !next });
  }
  keepOpen(null);
  goesTo(null);
});

// putBack puts a field that a swap took out of the page back into its cell.
// Where that is gone, what was typed is saved, and the next cell opens.
function putBack(field, link, sameCell) {
  if (sameCell) {
    link.after(field);
    field.focus();
    return;
  }
  leave(field, true);
  if (link) {
    open(link);
  }
}
