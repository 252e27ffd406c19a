// Where not all that changes in a row is in sight, its status names what is not.

function isBetween(cell, left, right) {
  const box = cell.getBoundingClientRect();
  return box.left >= left - 1 && box.right <= right + 1;
}

const isTable = matchMedia("(min-width: 701px)");

// restOf lists the names of the fields that change out of sight in a row. A card
// shows all of them.
function restOf(row, names) {
  if (!isTable.matches) {
    return [];
  }
  const left = row.querySelector(".who").getBoundingClientRect().right;
  const right = (row.querySelector(".fold") ?? row.querySelector(".state")).getBoundingClientRect().left;
  const fields = names.dataset.fields.split(" ");
  return names.title.split(", ").filter((_, i) => {
    const cell = row.querySelector(`.change[data-field="${fields[i]}"]`);
    return cell?.getClientRects().length && !isBetween(cell, left, right);
  });
}

// tell reports whether the status has got another width by it.
function tell() {
  const frame = document.getElementById("frame");
  const before = frame?.querySelector(".rest");
  const told = Array.from(document.querySelectorAll("#rows .names"), (names) => [names, restOf(names.closest("tr"), names)]);
  for (const [names, rest] of told) {
    const text = rest.join(", ") || names.title;
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
