// From row to row that is wrong or undecided: by the button for the next one or
// by F8, within the rows by the arrow keys with Alt, and from an answered question
// to the next one by itself.
import { find } from "./places.js";

const problems = '#rows > tr:is([data-status="undecided"], [data-status="error"])';
const answers = /^(customer|create|keep|overwrite|keep-side|overwrite-side):/;

let visited = null; // line of the row that was gone to last
let sought = null; // line of the row that a request under way leads to
let answered = []; // line of the row whose question a request under way answers, and those of the rows that follow

function rowOf(line) {
  return document.getElementById("line-" + line);
}

function detailsOf(row) {
  return document.getElementById("details-" + row.dataset.line);
}

// problemAfter is the next such row on this page, if there is one.
function problemAfter(row) {
  return Array.from(document.querySelectorAll(problems)).find((other) =>
    !row || row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING);
}

// problemBefore is the one before a row on this page, if there is one.
function problemBefore(row) {
  return Array.from(document.querySelectorAll(problems)).findLast((other) =>
    row.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_PRECEDING);
}

// rowInHand is the row in which the focus is, or that was gone to last.
function rowInHand() {
  const row = document.activeElement.closest("#rows > tr");
  if (row?.matches(".details")) {
    return row.previousElementSibling;
  }
  return row ?? (visited && rowOf(visited));
}

// goTo puts the focus where a row is to be settled: into its wrong cell, or on
// the first answer to its question. A row that is closed is opened for it.
function goTo(row) {
  visited = row.dataset.line;
  row.scrollIntoView({ block: "nearest" });
  const cell = find([`#${row.id} > .problem > .fix`]);
  const details = detailsOf(row);
  if (cell) {
    cell.click();
  } else if (details) {
    focusFirst(details);
  } else {
    sought = visited;
    row.querySelector(".line a").click();
  }
  say(row);
}

function focusFirst(details) {
  const first = details.querySelector(".inner :is(a, summary, input:not([type=hidden]), button:not([tabindex]))");
  details.scrollIntoView({ block: "nearest" });
  first?.focus({ preventScroll: true });
  first?.scrollIntoView({ block: "nearest" });
}

// say tells politely which row it is, and what is wrong with it.
function say(row) {
  const [line, , ...cells] = row.cells;
  const why = [...cells.at(-1).firstElementChild.children, ...row.querySelectorAll(".problem .why")].filter((part) => !part.matches("button"));
  const texts = [document.getElementById("said").dataset.row.replace("{line}", line.textContent.trim()), ...why.map((part) => part.textContent.trim())];
  document.getElementById("said").textContent = [...new Set(texts)].join(". ");
}

// The button's link leads to the next such row on another page.
document.addEventListener("click", (event) => {
  const link = event.target.closest("#next-problem");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
    return;
  }
  const next = problemAfter(rowInHand()) ?? rowOf(link.dataset.line);
  if (!next) {
    sought = link.dataset.line;
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  goTo(next);
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key !== "F8" || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) {
    return;
  }
  const next = document.getElementById("next-problem") ?? document.getElementById("save-button");
  if (!next) {
    return;
  }
  event.preventDefault();
  if (next.matches("a")) {
    next.click();
  } else {
    next.focus();
  }
});

document.addEventListener("keydown", (event) => {
  const { target, key } = event;
  if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || !["ArrowDown", "ArrowUp"].includes(key) || !target.closest("#rows")) {
    return;
  }
  event.preventDefault();
  if (key === "ArrowDown") {
    document.getElementById("next-problem")?.click();
    return;
  }
  const before = problemBefore(rowInHand());
  if (before) {
    goTo(before);
  }
});

document.addEventListener("submit", ({ submitter }) => {
  const details = submitter?.closest("tr.details");
  if (details && answers.test(submitter.value)) {
    const lines = Array.from(document.querySelectorAll("#rows > tr[data-line]"), (row) => row.dataset.line);
    const here = lines.indexOf(details.previousElementSibling.dataset.line);
    answered = [...lines.slice(here), ...lines.slice(0, here)];
  }
});

document.addEventListener("htmx:afterSwap", () => {
  const question = answered.map(rowOf).find((row) => row?.dataset.status === "undecided");
  answered = [];
  if (question) {
    goTo(question);
  }
  const row = sought && rowOf(sought);
  if (row) {
    sought = null;
    goTo(row);
  }
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.successful) {
    answered = [];
    sought = null;
  }
});
