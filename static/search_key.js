// The key / leads to the search of the page, wherever nothing is typed.

function isTyped(element) {
  return element.matches("input:not([type=checkbox], [type=radio]), select, textarea") || element.isContentEditable;
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyped(target) || document.querySelector("dialog[open]")) {
    return;
  }
  const search = document.querySelector("input[type=search]");
  if (search?.getClientRects().length) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});
