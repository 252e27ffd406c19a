// Things of a list are put in order: by dragging the grip, by the arrow keys on it,
// or by buttons. Their places are numbers in the form, which are kept up to date.

const list = document.querySelector(".places");
const told = document.querySelector("#arranged");

function keepPlaces() {
  list.querySelectorAll(".place").forEach((place, index) => {
    place.value = index + 1;
  });
}

function tell(item) {
  const place = [...list.children].indexOf(item) + 1;
  const field = item.querySelector(".check span").textContent;
  told.textContent = list.dataset.moved.replace("{field}", field).replace("{place}", place);
}

// move brings an item one place up (-1) or down (1). The focus stays on what moved it.
function move(item, by, held) {
  const other = by < 0 ? item.previousElementSibling : item.nextElementSibling;
  if (!other) {
    return;
  }
  if (by < 0) {
    other.before(item);
  } else {
    other.after(item);
  }
  keepPlaces();
  tell(item);
  held.focus();
  item.scrollIntoView({ block: "nearest" });
}

list.addEventListener("click", ({ target }) => {
  if (target.dataset.move) {
    move(target.closest("li"), Number(target.dataset.move), target);
  }
});

list.addEventListener("keydown", (event) => {
  const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (by && event.target.matches(".grip") && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    move(event.target.closest("li"), by, event.target);
  }
});

// A finger drags as a mouse does: the item goes where the pointer is.
list.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest(".grip");
  if (!grip || event.button !== 0) {
    return;
  }
  const item = grip.closest("li");
  item.classList.add("dragged");
  grip.setPointerCapture(event.pointerId);
  const drag = ({ clientY }) => {
    const { top, bottom } = item.getBoundingClientRect();
    const above = item.previousElementSibling;
    const below = item.nextElementSibling;
    if (clientY < top && above) {
      above.before(item);
    } else if (clientY > bottom && below) {
      below.after(item);
    } else {
      return;
    }
    grip.setPointerCapture(event.pointerId); // which is lost with the place in the page
  };
  const drop = () => {
    item.classList.remove("dragged");
    grip.removeEventListener("pointermove", drag);
    keepPlaces();
    tell(item);
  };
  grip.addEventListener("pointermove", drag);
  grip.addEventListener("pointerup", drop, { once: true });
  grip.addEventListener("pointercancel", drop, { once: true });
});
