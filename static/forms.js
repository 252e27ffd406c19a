// A form that is on its way is not sent again by a second press.

document.addEventListener("submit", (event) => {
  const { target: form, submitter: button } = event;
  if (form.method !== "post" || event.defaultPrevented) {
    return;
  }
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "true";
  if (!button) {
    return;
  }
  button.setAttribute("aria-disabled", "true");
  if (form.dataset.busy) { // slow work says what it is
    button.dataset.idle = button.textContent;
    button.textContent = form.dataset.busy;
  }
});

// A page that one comes back to, or does not leave after all, can send its forms again.
export function letFormsBeSent() {
  for (const form of document.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent;
  }
  for (const button of document.querySelectorAll("button[aria-disabled]")) {
    button.removeAttribute("aria-disabled");
    if (button.dataset.idle) {
      button.textContent = button.dataset.idle;
    }
  }
}

window.addEventListener("pageshow", letFormsBeSent);
