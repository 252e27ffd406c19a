// What is asked of the server without leaving the page: it says that it is busy,
// requests wait for each other, and a failure is told.
import { onFailure } from "./failures.js";
import { beside, find } from "./places.js";

const flash = document.getElementById("flash");

// What is about to change says so, and nothing is saved meanwhile.
function changesPlan({ detail }) {
  return ["mapping", "decide", "correct", "correct-values", "fill-form"].includes(detail.elt.id);
}

function saveButtons() {
  return document.querySelectorAll('button[name="save"]');
}

document.addEventListener("htmx:beforeRequest", (event) => {
  event.detail.target.setAttribute("aria-busy", "true");
  if (changesPlan(event)) {
    for (const button of saveButtons()) {
      button.disabled = true;
    }
  }
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  detail.target.removeAttribute("aria-busy");
  if (detail.successful) {
    flash.replaceChildren();
  }
});

// Requests wait for each other, since each answer fits the page that asked
// (hx-sync): a form goes as its button was pressed, a link once it is fresh.
let waitingLink = []; // its places

document.addEventListener("htmx:confirm", (event) => {
  const { elt, etc, triggeringEvent } = event.detail;
  const button = triggeringEvent?.submitter;
  if (button) {
    const pairs = [...new FormData(button.form, button)];
    etc.values ??= Object.fromEntries(pairs.filter(([name]) => !name.startsWith("show-")));
  }
  if (elt.matches("a") && document.querySelector(".htmx-request")) {
    event.preventDefault();
    waitingLink = beside(elt).slice(0, 2);
  }
});

document.addEventListener("htmx:afterSettle", () => {
  const link = find(waitingLink);
  waitingLink = [];
  link?.click();
});

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (document.getElementById("rest")) {
    detail.parameters["show-waits"] = "1";
  }
});

// A row opens in the page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#rows .line a:not(.fix, [data-next])");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  event.preventDefault();
  htmx.ajax("GET", link.pathname + link.search, { source: link }).catch(() => {}); // told below
});

// A column that was chosen before this page was ready is sent then.
function columnChoices() {
  return Array.from(document.querySelectorAll("#mapping .live"));
}

function knownChoice(select) {
  return select.form.elements["was-" + select.name].value;
}

document.addEventListener("htmx:load", (event) => {
  if (event.target !== document.body || document.querySelector("#mapping.htmx-request")) {
    return;
  }
  const early = columnChoices().find((select) => select.value !== knownChoice(select));
  early?.dispatchEvent(new Event("change", { bubbles: true }));
});

onFailure((event) => {
  tell(event.detail.xhr);
  waitingLink = [];
  if (!changesPlan(event)) {
    return;
  }
  for (const select of columnChoices()) { // they show again what the server knows
    select.value = knownChoice(select);
  }
  for (const button of saveButtons()) {
    button.disabled = button.hasAttribute("aria-describedby");
  }
});

function tell(answer) {
  const message = document.createElement("p");
  message.className = "flash bad";
  message.textContent = reason(answer);
  flash.replaceChildren(message);
  flash.scrollIntoView({ block: "nearest" });
}

function reason(answer) {
  const type = answer.getResponseHeader("Content-Type") || "";
  if (type.startsWith("text/plain") && answer.responseText) {
    return answer.responseText;
  }
  return answer.status ? document.body.dataset.failed : document.body.dataset.offline;
}
