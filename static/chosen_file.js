// A form to import with is not sent without a file or pasted cells, nor with a
// file above the limit (data-limit in bytes): its texts say what to do.

const megabyte = 2 ** 20;

// problemOf is why a form can't be sent, "" for no reason.
export function problemOf(form) {
  const { file, text } = form.elements;
  const largest = Math.max(0, ...Array.from(file.files, (chosen) => chosen.size));
  if (largest > Number(form.dataset.limit)) {
    const found = Math.ceil(largest / megabyte).toLocaleString(document.documentElement.lang);
    return form.dataset.tooLarge.replace("{found}", found);
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
