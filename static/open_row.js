// What is typed below an open row is corrected when one goes on elsewhere, as in a
// cell: another row opens in its place.

// The text of a row takes no focus when it is pressed, nor do buttons in Safari.
let pressed = null;

document.addEventListener("pointerdown", ({ target }) => {
  pressed = target;
}, true);

document.addEventListener("keydown", () => {
  pressed = null;
}, true);

document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const row = target.closest("tr.details");
  const form = target.form;
  if (!row || form?.id !== "correct" || row.contains(relatedTarget ?? pressed) || !document.hasFocus()) {
    return;
  }
  // A field in use keeps the text that it came with; what is hidden beside it does not.
  const stored = form.elements[`was-${target.name}`];
  if (stored && target.value !== stored.value) {
    form.requestSubmit(row.querySelector("button[form=correct]"));
  }
});
