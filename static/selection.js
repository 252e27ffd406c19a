// Customers of the list are ticked one by one, with Shift from the last one on, or all of the page; the bar says how many.

let last = null;

const boxesOf = (form) => [...form.querySelectorAll('input[name="number"]')];

function tell(form) {
  const boxes = boxesOf(form);
  const picked = boxes.filter((box) => box.checked).length;
  const all = form.querySelector('input[name="all"]');
  const whole = form.querySelector("[data-picks-all]");
  whole.checked = picked === boxes.length;
  whole.indeterminate = picked > 0 && picked < boxes.length;
  const says = form.querySelector("[data-picked]");
  says.textContent = says.dataset.picked.replace("{number}", all?.checked ? all.dataset.total : picked);
}

document.addEventListener("click", ({ target, shiftKey }) => {
  if (!target.matches('.selecting input[name="number"]')) {
    return;
  }
  const boxes = boxesOf(target.form);
  if (shiftKey && boxes.includes(last)) {
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(target)].sort((a, b) => a - b);
    for (const box of boxes.slice(from, to + 1)) {
      box.checked = target.checked;
    }
  }
  last = target;
});

document.addEventListener("change", ({ target }) => {
  const form = target.closest(".selecting");
  if (!form) {
    return;
  }
  if (target.matches("[data-picks-all]")) {
    for (const box of boxesOf(form)) {
      box.checked = target.checked;
    }
  }
  const all = form.querySelector('input[name="all"]');
  if (all && target !== all) {
    all.checked = false;
  }
  tell(form);
});

// The browser brings ticks back with the page.
addEventListener("pageshow", () => document.querySelectorAll(".selecting").forEach(tell));
