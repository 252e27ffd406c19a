// Where the focus goes from an element that is gone, as selectors.

// find returns the first element in sight that one of the places leads to.
export function find(places) {
  return places
    .filter(Boolean)
    .map((place) => document.querySelector(place))
    .find((element) => element?.getClientRects().length);
}

// changeableCells returns the links that open a cell to be corrected. On a
// narrow screen, or where columns are folded, some of them are hidden.
export function changeableCells() {
  return Array.from(document.querySelectorAll("a.fix")).filter((link) => link.parentNode.getClientRects().length);
}

// cellAfter returns the next changeable cell behind an element, or the one before it.
export function cellAfter(element, backwards) {
  const side = backwards ? Node.DOCUMENT_POSITION_PRECEDING : Node.DOCUMENT_POSITION_FOLLOWING;
  const cell = element.closest("td");
  const cells = changeableCells().filter((link) => cell.compareDocumentPosition(link) & side && !cell.contains(link));
  return cells.at(backwards ? -1 : 0);
}

// beside returns an element's own place and those next to it.
export function beside(element) {
  const row = element.closest("#rows > tr");
  if (element.matches(".in-place")) {
    const cells = [element.closest("td").querySelector(".fix"), cellAfter(element)];
    return [...cells.map((cell) => cell && "#" + cell.id), ...besideInRow(element, row)];
  }
  const item = element.closest("li")?.querySelector("[id]");
  return [element.id && "#" + element.id, ...(row ? besideInRow(element, row) : []), item?.id && "#" + item.id];
}

// Within the rows the next one follows, where a row has left the page.
function besideInRow(element, row) {
  const lines = [];
  for (let next = row.dataset.line ? row : row.previousElementSibling; next; next = next.nextElementSibling) {
    if (next.dataset.line) {
      lines.push(next.dataset.line);
    }
  }
  const [line] = lines;
  return [row.dataset.line && `#line-${line} > * > ${element.localName}`, ...lines.map((one) => `#toggle-${one}`)];
}
