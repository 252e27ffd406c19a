// A file that is dropped anywhere on the page, or cells that are pasted where no
// field has the focus, start an import.
import { problemOf } from "./chosen_file.js";
import { tellFailure } from "./flash.js";

const root = document.documentElement;
const overlay = document.querySelector(".drop-here"); // on pages without a form in sight
const uploadForm = () => document.getElementById("upload"); // another one after a swap

let ownDrag = false; // something of the page itself is dragged

document.addEventListener("dragstart", () => {
  ownDrag = true;
});

document.addEventListener("dragend", () => {
  ownDrag = false;
});

function isField(target) { // which may be a text
  return target instanceof Element && target.matches("input:not([type=file]), textarea, select, [contenteditable]");
}

// concerns reports whether what is dragged is for us: a file wherever it is, a
// text only where no field takes it.
function concerns({ dataTransfer, target }) {
  return uploadForm() && !ownDrag && (dataTransfer.types.includes("Files") || !isField(target));
}

document.addEventListener("dragover", (event) => {
  if (concerns(event)) {
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    root.classList.add("dropping");
  }
});

// What is left is entered last where it leaves the window.
let entered = null;

document.addEventListener("dragenter", ({ target }) => {
  entered = target;
});

document.addEventListener("dragleave", ({ target }) => {
  if (target === entered) {
    root.classList.remove("dropping");
  }
});

document.addEventListener("drop", (event) => {
  root.classList.remove("dropping");
  if (!concerns(event)) {
    return;
  }
  event.preventDefault();
  const { dataTransfer } = event;
  const problem = dropProblem(dataTransfer);
  if (problem) {
    tellFailure(problem);
    return;
  }
  start({ files: dataTransfer.files, text: "" });
});

function dropProblem({ files, items }) {
  const { dataset } = uploadForm();
  if (files.length === 0) {
    return dataset.notAFile;
  }
  if (files.length > 1) {
    return dataset.several;
  }
  const isFolder = Array.from(items).some((item) => item.webkitGetAsEntry()?.isDirectory);
  return isFolder ? dataset.folder : "";
}

document.addEventListener("paste", (event) => {
  if (!uploadForm() || isField(event.target) || document.querySelector("dialog[open]")) {
    return;
  }
  const { files } = event.clipboardData;
  const text = event.clipboardData.getData("text/plain");
  const cells = /[\t\n]/.test(text.trim()); // a spreadsheet gives a picture of them, too
  if (cells) {
    event.preventDefault();
    start({ files: null, text });
  } else if (files.length === 1) {
    event.preventDefault();
    start({ files, text: "" });
  }
});

function start({ files, text }) {
  const form = uploadForm();
  if (form.dataset.sent || form.matches(".htmx-request")) {
    return; // one is on its way
  }
  if (files) {
    form.elements.file.files = files;
  } else {
    form.elements.file.value = "";
  }
  form.elements.text.value = text;
  const problem = problemOf(form);
  if (problem && overlay) {
    tellFailure(problem);
    return;
  }
  if (overlay && !problem) {
    overlay.textContent = overlay.dataset.reading;
    root.classList.add("dropping");
  }
  form.requestSubmit();
}

// A page that one comes back to waits for another file.
const invitation = overlay?.textContent;

window.addEventListener("pageshow", () => {
  root.classList.remove("dropping");
  if (overlay) {
    overlay.textContent = invitation;
  }
});
