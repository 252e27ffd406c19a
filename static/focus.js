// What loses the focus to an answer leaves it to what stands beside it.
import { beside, find } from "./places.js";

let places = []; // where the focus was, and what stands beside it
let ahead = null; // where the request under way leads, before them

// Other rows begin at the top.
document.addEventListener("htmx:pushedIntoHistory", () => document.getElementById("frame")?.scrollTo(0, 0));

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-next]");
  if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    ahead = "#" + link.dataset.next;
  }
});

// Where the focus is lost already, as that of a button that was disabled
// meanwhile, it was there when the request began.
function remember() {
  if (document.activeElement !== document.body) {
    places = beside(document.activeElement);
  }
}

document.addEventListener("htmx:beforeRequest", remember);
document.addEventListener("htmx:beforeSwap", remember);

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) {
    ahead = null;
    restore();
  }
});

document.addEventListener("htmx:afterSwap", () => {
  const leads = ahead && document.querySelector(ahead);
  ahead = null;
  if (leads) {
    leads.focus({ preventScroll: true });
    leads.scrollIntoView({ block: "nearest" });
    return;
  }
  restore();
});

function restore() {
  if (document.activeElement === document.body && places.length) {
    (find(places) || document.getElementById("frame"))?.focus({ preventScroll: true });
  }
}
