// Where the focus is and where it goes, as selectors, since the elements
// themselves may be others after a swap.

let remembered = []; // selectors, the nearest first
let ahead = null; // one that goes before them

export function remember(places) {
  remembered = places;
}

export function rememberedPlaces() {
  return remembered;
}

// goesTo says where a request under way leads.
export function goesTo(selector) {
  ahead = selector;
}

export function whereTo() {
  return ahead;
}

// find returns the first element in sight that one of the places leads to.
export function find(places) {
  return places
    .filter(Boolean)
    .map((place) => document.querySelector(place))
    .find((element) => element?.getClientRects().length);
}

// changeableCells returns the links that open a cell to be corrected. On a
// narrow screen some of them are hidden.
export function changeableCells() {
  return Array.from(document.querySelectorAll("a.fix")).filter((link) => link.parentNode.getClientRects().length);
}

// beside returns an element's own place and those next to it, for when it is gone.
export function beside(element) {
  if (element.matches(".in-place")) {
    const cells = changeableCells();
    return cells.slice(cells.indexOf(element.previousElementSibling)).map((link) => "#" + link.id);
  }
  const row = element.closest("#rows > tr");
  const line = row?.dataset.line || row?.previousElementSibling?.dataset.line;
  const item = element.closest("li")?.querySelector("[id]");
  return [
    element.id && "#" + element.id,
    row?.dataset.line && `#line-${line} > * > ${element.localName}`,
    line && `#line-${line} a`,
    item?.id && "#" + item.id,
  ];
}
