// Small behaviours. Everything works without them, as plain forms and links.
(function () {
  "use strict";
  const body = document.body;

  // The set-up link carries its token behind the #, so that no log sees it.
  const token = document.querySelector("[data-from-fragment]");
  if (token && location.hash.length > 1) {
    token.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    token.form.querySelector("input:not([type=hidden]):not([data-from-fragment])").focus();
  }

  // tell shows a text above the page, and says it aloud.
  function tell(text) {
    const line = document.createElement("p");
    line.className = "flash bad";
    line.textContent = text;
    const flash = document.getElementById("flash");
    flash.replaceChildren(line);
    line.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:responseError", function (event) {
    const answer = event.detail.xhr;
    const plain = (answer.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    tell(plain && answer.responseText ? answer.responseText : body.dataset.failed);
  });
  document.addEventListener("htmx:sendError", function () { tell(body.dataset.offline); });
  document.addEventListener("htmx:timeout", function () { tell(body.dataset.offline); });

  // What is about to change says so.
  document.addEventListener("htmx:beforeRequest", function (event) {
    event.detail.target.setAttribute("aria-busy", "true");
  });
  document.addEventListener("htmx:afterRequest", function (event) {
    event.detail.target.removeAttribute("aria-busy");
    if (event.detail.successful) document.getElementById("flash").replaceChildren();
  });

  // While a change of a mapping is on its way nothing is saved; where it fails,
  // the selects show again what the server knows.
  function mapping(event) {
    return event.detail.elt.id === "mapping" || event.detail.elt.id === "decide" ? document.getElementById("mapping") : null;
  }
  document.addEventListener("htmx:beforeRequest", function (event) {
    const save = document.querySelector('button[name="save"]');
    if (mapping(event) && save) save.disabled = true;
  });
  function putBack(event) {
    const form = mapping(event);
    if (!form) return;
    for (const select of form.querySelectorAll("select")) {
      const was = form.elements["was-" + select.name];
      if (was) select.value = was.value;
    }
    const save = document.querySelector('button[name="save"]');
    if (save) save.disabled = save.hasAttribute("aria-describedby");
  }
  document.addEventListener("htmx:responseError", putBack);
  document.addEventListener("htmx:sendError", putBack);

  // Menus close by Escape and by a press elsewhere.
  function closeMenus(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!except || !menu.contains(except)) menu.open = false;
    }
  }
  document.addEventListener("click", function (event) { closeMenus(event.target); });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = document.activeElement.closest("details.menu[open]");
    closeMenus();
    if (menu) menu.querySelector("summary").focus();
  });

  // A form that is on its way is not sent again by a second press.
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "true";
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-disabled", "true");
    if (form.dataset.busy) { // slow work says what it is
      button.dataset.idle = button.textContent;
      button.textContent = form.dataset.busy;
    }
  });
  window.addEventListener("pageshow", function () {
    for (const form of document.querySelectorAll("form[data-sent]")) {
      delete form.dataset.sent;
      for (const button of form.querySelectorAll("[aria-disabled]")) {
        button.removeAttribute("aria-disabled");
        if (button.dataset.idle) button.textContent = button.dataset.idle;
      }
    }
  });

  // A file above the limit (data-limit in bytes) is refused before it is sent,
  // with the text in data-too-large.
  document.addEventListener("change", function (event) {
    const input = event.target;
    if (input.type !== "file" || !input.dataset.limit) return;
    const large = Array.from(input.files).some(function (file) { return file.size > Number(input.dataset.limit); });
    input.setCustomValidity(large ? input.dataset.tooLarge : "");
    input.reportValidity();
  });
})();
