// A button copies a text, and says so to those who see it and those who hear it.

// Over plain http browsers have no clipboard but that of a selected text.
function copySelected(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "visually-hidden";
  field.ariaHidden = "true";
  document.body.append(field);
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  return copied;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copySelected(text);
  }
}

// textOf is what a button copies: its own text, or that of a field it names.
function textOf(button) {
  return button.dataset.copyFrom ? document.getElementById(button.dataset.copyFrom).value : button.dataset.copy;
}

document.addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-copy], [data-copy-from]");
  if (!button) {
    return;
  }
  const copied = await copy(textOf(button));
  button.focus();
  for (const other of document.querySelectorAll("[data-copied]")) {
    delete other.dataset.copied;
  }
  if (copied) {
    button.dataset.copied = "";
  }
  const said = document.getElementById("copied");
  said.classList.toggle("visually-hidden", copied);
  said.textContent = ""; // the same again is said again
  requestAnimationFrame(() => { said.textContent = copied ? said.dataset.done : said.dataset.failed; });
});
