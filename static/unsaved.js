// Who leaves a page where something is typed and not saved is asked first.
import { letFormsBeSent } from "./forms.js";

let leaving = false;

// leave opens another page of ours without asking.
export function leave(address) {
  leaving = true;
  location.assign(address);
}

function isChanged(control) {
  switch (control.type) {
    case "checkbox":
    case "radio":
      return control.checked !== control.defaultChecked;
    case "select-one": {
      const options = Array.from(control.options);
      const first = Math.max(0, options.findIndex((option) => option.defaultSelected));
      return control.selectedIndex !== first;
    }
    case "text":
    case "search":
    case "email":
    case "tel":
    case "number":
    case "password":
    case "textarea":
      return control.value !== control.defaultValue;
  }
  return false;
}

// A form that was refused shows what was typed as if it had come with the page.
// What is on its way to the server is left for the page that follows.
function isEdited(form) {
  return !form.dataset.sent && !form.matches(".htmx-request") && ("unsaved" in form.dataset || Array.from(form.elements).some(isChanged));
}

function isCorrected(input) {
  return input.value !== input.defaultValue;
}

window.addEventListener("beforeunload", (event) => {
  const forms = Array.from(document.querySelectorAll("form[data-guarded]"));
  const cells = Array.from(document.querySelectorAll("input.in-place"));
  if (!leaving && (forms.some(isEdited) || cells.some(isCorrected))) {
    event.preventDefault();
    setTimeout(letFormsBeSent); // for those who stay; who leaves is asked again at a second press
  }
});
