// A session that ends in the middle of a form: one logs in within the page, and
// what was typed is sent then, for the same user alone. It is kept in the open
// page and nowhere else.
import { tellFailure } from "./flash.js";
import { onFailure } from "./failures.js";
import { leave } from "./unsaved.js";

const { user, session, login, ended, offline, home } = document.body.dataset;

// whoIsLoggedIn is "" for nobody.
async function whoIsLoggedIn() {
  const answer = await fetch(session, { headers: { "Accept": "application/json" } });
  return answer.status === 200 ? (await answer.json()).user : "";
}

// ready asks to log in where that is needed, and reports whether what is typed
// can be sent.
async function ready() {
  let who = await whoIsLoggedIn();
  if (who === "") {
    if (!await logIn()) {
      return false;
    }
    who = await whoIsLoggedIn();
  }
  if (who !== "" && who !== user) { // it is nothing of theirs
    leave(home);
  }
  return who === user;
}

// A form is sent once it is known that its user is still logged in.
const asking = new WeakSet();
const checked = new WeakSet();

document.addEventListener("submit", async (event) => {
  const { target: form, submitter } = event;
  if (!user || form.method !== "post" || !form.closest("main") || form.matches("[hx-post], .languages, dialog form") || checked.delete(form)) {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
  if (asking.has(form) || form.dataset.sent) {
    return;
  }
  asking.add(form);
  try {
    if (await ready()) {
      checked.add(form);
      form.requestSubmit(submitter);
    }
  } catch {
    tellFailure(offline);
  } finally {
    asking.delete(form);
    checked.delete(form);
  }
}, { capture: true });

// What HTMX has sent is sent again, as it was: the page may show by now what the
// server knows.
onFailure(async ({ detail }) => {
  if (!user || detail.xhr.status !== 401) {
    return;
  }
  const { elt, path, parameters, target, verb } = detail.requestConfig;
  const values = Object.fromEntries(Object.entries(parameters));
  try {
    if (!await ready()) {
      return;
    }
  } catch {
    tellFailure(offline);
    return;
  }
  htmx.ajax(verb, path, { source: elt, target, values }).catch(() => {}); // told like any other failure
});

// logIn shows the form of the log-in page until the dialog is closed, and
// reports whether somebody has logged in.
let open = null; // several requests share one dialog

function logIn() {
  open ??= showDialog().finally(() => {
    open = null;
  });
  return open;
}

async function showDialog() {
  const dialog = document.createElement("dialog");
  const explanation = document.createElement("p");
  explanation.textContent = ended;
  dialog.append(explanation, formOf(await (await fetch(login)).text()));
  dialog.setAttribute("aria-labelledby", "login-title");
  document.body.append(dialog);
  const closed = new Promise((resolve) => {
    dialog.addEventListener("close", resolve);
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    send(dialog);
  });
  dialog.showModal();
  focusOn(dialog);
  await closed;
  dialog.remove();
  return dialog.returnValue === "logged in";
}

async function send(dialog) {
  const form = dialog.querySelector("form");
  const body = new URLSearchParams(new FormData(form));
  const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
  if (!answer) {
    tellIn(dialog, offline);
  } else if (answer.type === "opaqueredirect") {
    dialog.close("logged in");
  } else {
    form.replaceWith(formOf(await answer.text()));
    focusOn(dialog);
  }
}

function tellIn(dialog, text) {
  dialog.querySelector("p").textContent = text;
}

function focusOn(dialog) {
  const form = dialog.querySelector("form");
  form.elements.name.value ||= user;
  form.elements.password.focus();
}

// formOf takes the form out of a log-in page. Its ids may be the page's as well.
function formOf(html) {
  const form = new DOMParser().parseFromString(html, "text/html").querySelector("main form");
  form.className = "stack";
  form.querySelector("h1").id = "title";
  for (const element of form.querySelectorAll("[id]")) {
    element.id = "login-" + element.id;
    element.removeAttribute("autofocus");
  }
  for (const label of form.querySelectorAll("label[for]")) {
    label.htmlFor = "login-" + label.htmlFor;
  }
  for (const element of form.querySelectorAll("[aria-describedby]")) {
    element.setAttribute("aria-describedby", "login-" + element.getAttribute("aria-describedby"));
  }
  return form;
}
