// What is asked of the server without leaving the page: it says that it is busy,
// requests wait for each other, and a failure is shown.
import { forgetChoices } from "./live_selects.js";
import { onFailure } from "./failures.js";

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

// Requests wait for each other (hx-sync), and a form goes as it was when its
// button was pressed. Which rows are shown is taken from the page that is there then.
document.addEventListener("htmx:confirm", ({ detail: { etc, triggeringEvent } }) => {
  const button = triggeringEvent?.submitter;
  if (button) {
    const pairs = [...new FormData(button.form, button)];
    etc.values ??= Object.fromEntries(pairs.filter(([name]) => !name.startsWith("show-")));
  }
});

onFailure((event) => {
  tell(event.detail.xhr);
  if (!changesPlan(event)) {
    return;
  }
  forgetChoices();
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
