// What is cut off in the table of rows, or in the list of customers, can be read
// where the pointer rests.

const told = new WeakSet(); // what has a title of this script's: the server's tells more than is in the cell

const isCut = (box) => box.scrollWidth > box.clientWidth && box.clientWidth > 0 || box.scrollHeight > box.clientHeight && box.clientHeight > 0;

document.addEventListener("mouseover", ({ target }) => {
  // Of a status each text is by itself: a button stands among them. Elsewhere the
  // link of a cell lies over all its texts.
  const whole = target.closest("#rows > [data-line] > td:not(.state), #rows .becomes-of > :not(button), .customers tbody > tr > *");
  if (whole && (!whole.title || told.has(whole)) && [whole, ...whole.querySelectorAll("*")].some(isCut)) {
    whole.title = whole.innerText.trim();
    told.add(whole);
  }
});
