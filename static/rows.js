// A press anywhere on a row opens or closes it, but for what can be pressed itself.

document.addEventListener("click", ({ target }) => {
  const row = target.closest("#rows > tr[data-line]");
  if (!row || target.closest("a, button, input, select, textarea, label") || getSelection().toString()) {
    return;
  }
  row.querySelector(".line a").click();
});
