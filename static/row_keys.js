// The line numbers of the rows are one stop of the Tab key, in the row where the
// focus was last: the arrow keys go from row to row there, and Enter opens one.

let stop = ""; // id of the link that the Tab key stops at

function lineLinks() {
  return Array.from(document.querySelectorAll("#rows > tr[data-line] > .line a"));
}

function leaveOneStop() {
  const links = lineLinks();
  const one = links.find((link) => link.id === stop) ?? links[0];
  for (const link of links) {
    link.tabIndex = link === one ? 0 : -1;
  }
}

// indexAfter is the index that a key leads to among count links.
function indexAfter(key, index, count) {
  switch (key) {
    case "ArrowDown": return Math.min(index + 1, count - 1);
    case "ArrowUp": return Math.max(index - 1, 0);
    case "Home": return 0;
    case "End": return count - 1;
  }
  return -1;
}

document.addEventListener("focusin", ({ target }) => {
  const row = target.closest("#rows > tr[data-line]");
  if (row) {
    stop = "toggle-" + row.dataset.line;
    leaveOneStop();
  }
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!target.matches("#rows > tr > .line a") || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
    return;
  }
  const links = lineLinks();
  const next = links[indexAfter(key, links.indexOf(target), links.length)];
  if (next) {
    event.preventDefault();
    next.focus();
  }
});

document.addEventListener("htmx:afterSettle", leaveOneStop);
leaveOneStop();
