// A form to import with is not sent without a file or pasted cells, nor with a
// file above the limit (data-limit in bytes): its texts say what to do.

// problemOf is why a form can't be sent, "" for no reason.
export function problemOf(form) {
  const { file, text } = form.elements;
  if (Array.from(file.files).some((chosen) => chosen.size > Number(form.dataset.limit))) {
    return form.dataset.tooLarge;
  }
  return file.files.length || text.value.trim() ? "" : form.dataset.missing;
}

// show says at the field what is wrong with it.
function show(form, problem) {
  const { file } = form.elements;
  const line = form.querySelector(".wrong");
  line.textContent = problem;
  line.hidden = !problem;
  file.setAttribute("aria-invalid", String(Boolean(problem)));
}

document.addEventListener("change", ({ target }) => {
  if (target.matches("#upload input[type=file]")) {
    show(target.form, target.files.length ? problemOf(target.form) : "");
  }
});

// Before HTMX and everything else that sends a form.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.id !== "upload") {
    return;
  }
  const problem = problemOf(form);
  show(form, problem);
  if (problem) {
    event.preventDefault();
    event.stopPropagation();
    form.elements.file.focus();
  }
}, { capture: true });
