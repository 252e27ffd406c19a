// A customer's value is changed where it is read: a press on it, or on the link
// beside it, brings its form, Enter saves, Escape leaves it as it was.

function formIn(place) {
  return place.querySelector(".one-field");
}

function giveUp(form) {
  const place = form.parentNode;
  form.remove();
  place.querySelector(".change").focus();
}

// What was opened before and not changed is closed; what was typed stays.
function closeUnchanged(except) {
  for (const form of document.querySelectorAll(".one-field")) {
    const input = form.querySelector(".field :is(input, select, textarea)");
    const was = form.elements["opened-" + input.name].value;
    if (form !== except && input.value === was) {
      form.remove();
    }
  }
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const place = event.detail.target;
  if (place.matches(".reading [data-field]") && formIn(place)) { // pressed twice
    event.detail.shouldSwap = false;
  }
});

document.addEventListener("htmx:afterSwap", ({ detail: { target } }) => {
  if (target.matches(".reading [data-field]")) {
    closeUnchanged(formIn(target));
    formIn(target).querySelector("[autofocus]")?.focus();
  }
});

document.addEventListener("click", ({ target }) => {
  if (target.closest("[data-gives-up]")) {
    giveUp(target.closest(".one-field"));
    return;
  }
  const value = target.closest(".can-press .value");
  if (value && !target.closest("a") && getSelection().isCollapsed) {
    value.closest("[data-field]").querySelector(".change").click();
  }
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest(".one-field");
  if (form && event.key === "Escape" && !event.isComposing) {
    giveUp(form);
  }
});
