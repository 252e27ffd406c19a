// Where not all that changes in a row is in sight, its status names what is not.

const isTable = matchMedia("(min-width: 701px)");

// columnsInSight gives a function that reports whether the column of a cell lies
// between the columns that stay where they are. All rows lie alike, so each column
// is measured once.
function columnsInSight(row) {
  const left = row.querySelector(".who").getBoundingClientRect().right;
  const right = (row.querySelector(".fold") ?? row.querySelector(".state")).getBoundingClientRect().left;
  const known = new Map();
  return (cell) => {
    if (!known.has(cell.cellIndex)) {
      const box = cell.getBoundingClientRect();
      known.set(cell.cellIndex, box.width === 0 || box.left >= left - 1 && box.right <= right + 1); // a folded one is named beside the fold
    }
    return known.get(cell.cellIndex);
  };
}

// restOf lists the names of the fields that change in a row out of sight: in a
// cell that is out of sight, be it one of several, or in none, as where one column
// holds the city with its postal code.
function restOf(row, names, isInSight) {
  const fields = names.dataset.fields.split(" ");
  return names.title.split("\n").filter((_, i) => {
    const cells = Array.from(row.querySelectorAll(`[data-changes="${fields[i]}"]`));
    return cells.length === 0 || !cells.every(isInSight);
  });
}

// tell reports whether the status has got another width by it. A card shows all
// that changes.
function tell() {
  const frame = document.getElementById("frame");
  const before = frame?.querySelector(".rest");
  const changed = Array.from(document.querySelectorAll("#rows .names"), (names) => ({ names, row: names.closest("tr") }));
  const isInSight = changed.length > 0 && isTable.matches ? columnsInSight(changed[0].row) : null;
  const told = changed.map(({ names, row }) => [names, isInSight ? restOf(row, names, isInSight) : []]);
  for (const [names, rest] of told) {
    const text = (rest.length > 0 ? rest : names.title.split("\n")).join(", ");
    names.classList.toggle("rest", rest.length > 0);
    if (names.textContent !== text) {
      names.textContent = text;
    }
  }
  return !before !== !frame?.querySelector(".rest");
}

function tellAll() {
  if (tell()) {
    tell();
  }
}

let asked = 0;

function tellSoon() {
  cancelAnimationFrame(asked);
  asked = requestAnimationFrame(tellAll);
}

document.addEventListener("scroll", ({ target }) => target.id === "frame" && tellSoon(), { capture: true, passive: true });
document.addEventListener("htmx:afterSettle", tellSoon);
addEventListener("resize", tellSoon);
tellAll();
