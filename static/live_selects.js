// A choice with the mouse counts at once. One by keys counts when no key has followed
// for a while, since some browsers send a change for every entry that the arrows pass.

const settledAfter = 800; // milliseconds without a key
const waiting = new Map(); // selects whose choice may still go on, each with its timer
let byKeys = null; // the select that keys have changed last

let answered = {}; // what the last request that was answered had said

document.addEventListener("htmx:beforeSwap", ({ detail }) => { answered = detail.requestConfig.parameters; });

// isUnanswered reports whether a select has been changed, and no answer to that
// has come: the choice may still go on, or its request waits for others.
export function isUnanswered(select) {
  return select.matches("select.live") && select.value !== serverValue(select) && select.value !== answered[select.name];
}

function send(select) {
  clearTimeout(waiting.get(select));
  waiting.delete(select);
  if (select.isConnected && select.value !== serverValue(select)) {
    select.form.requestSubmit();
  }
}

// serverValue is what the server takes a select to say.
function serverValue(select) {
  return select.form.elements["was-" + select.name].value;
}

function liveSelects() {
  return Array.from(document.querySelectorAll("select.live"));
}

document.addEventListener("pointerdown", () => { byKeys = null; });

document.addEventListener("keydown", ({ target, key }) => {
  if (!target.matches("select.live")) {
    return;
  }
  byKeys = target;
  if (key === "Enter" && waiting.has(target)) {
    send(target);
  } else if (waiting.has(target)) {
    wait(target);
  }
});

document.addEventListener("change", ({ target }) => {
  if (!target.matches("select.live")) {
    return;
  }
  if (target === byKeys) {
    wait(target);
  } else {
    send(target);
  }
});

document.addEventListener("focusout", ({ target }) => {
  if (waiting.has(target)) {
    send(target);
  }
});

function wait(select) {
  clearTimeout(waiting.get(select));
  waiting.set(select, setTimeout(() => send(select), settledAfter));
}

// forgetChoices shows again what the server knows, but for choices that may go on.
export function forgetChoices() {
  for (const select of liveSelects().filter((select) => !waiting.has(select))) {
    select.value = serverValue(select);
  }
}

// A choice that was made before this page was ready is sent then.
document.addEventListener("htmx:load", ({ target }) => {
  if (target === document.body) {
    const early = liveSelects().find((select) => select.value !== serverValue(select));
    early?.form.requestSubmit();
  }
});
