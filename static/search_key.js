// The key / leads to the search of the page, wherever nothing is typed, unless the
// user has switched commands of a single key off.

function isTyped(element) {
  return element.matches("input:not([type=checkbox], [type=radio]), select, textarea") || element.isContentEditable;
}

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (key !== "/" || document.documentElement.dataset.singleKeys === "off" || event.ctrlKey || event.metaKey || event.altKey || isTyped(target) || document.querySelector("dialog[open]")) {
    return;
  }
  const search = document.querySelector("input[type=search]");
  if (search?.getClientRects().length) {
    event.preventDefault();
    search.focus();
    search.select();
  }
});
