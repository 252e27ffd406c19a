// Small behaviours. Everything works without them, as plain forms and links.
(function () {
  "use strict";
  const body = document.body, flash = document.getElementById("flash");

  // The set-up link carries its token behind the #, so that no log sees it.
  const token = document.querySelector("[data-from-fragment]");
  if (token && location.hash.length > 1) {
    token.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    token.form.querySelector("input:not([type=hidden]):not([data-from-fragment])").focus();
  }

  // What is cut off in the table can be read where the pointer rests.
  document.addEventListener("mouseover", ({ target }) => target.scrollWidth > target.clientWidth && target.closest("#frame td") && (target.title = target.textContent.trim()));

  // What is about to change says so, and nothing is saved meanwhile. Where it fails, the selects show again what the server knows.
  const changesPlan = (event) => ["mapping", "decide", "correct", "correct-values", "fill-form"].includes(event.detail.elt.id);
  document.addEventListener("htmx:beforeRequest", function (event) {
    event.detail.target.setAttribute("aria-busy", "true");
    if (document.activeElement !== body) place = beside(document.activeElement);
    if (changesPlan(event)) document.querySelectorAll('button[name="save"]').forEach((save) => { save.disabled = true; });
  });
  // Requests wait for each other, since each answer fits the page that asked (hx-sync): a form goes as its button was pressed.
  let later = []; // a link that waits until it is fresh
  document.addEventListener("htmx:confirm", function (event) {
    const { elt, etc, triggeringEvent } = event.detail, button = triggeringEvent?.submitter;
    if (button) etc.values ??= Object.fromEntries([...new FormData(button.form, button)].filter(([name]) => !name.startsWith("show-")));
    if (elt.matches("a") && document.querySelector(".htmx-request")) [later] = [beside(elt).slice(0, 2), event.preventDefault()];
  });
  document.addEventListener("htmx:configRequest", ({ detail }) => { if (document.getElementById("rest")) detail.parameters["show-waits"] = "1"; });
  document.addEventListener("htmx:afterRequest", function (event) {
    event.detail.target.removeAttribute("aria-busy");
    if (event.detail.successful) flash.replaceChildren();
  });
  // A column that was chosen before this page was ready is sent then.
  const live = () => Array.from(document.querySelectorAll("#mapping .live")), was = (select) => select.form.elements["was-" + select.name];
  document.addEventListener("htmx:load", (event) => event.target === body && !document.querySelector("#mapping.htmx-request") &&
    live().find((select) => select.value !== was(select).value)?.dispatchEvent(new Event("change", { bubbles: true })));
  function failed(event) {
    const answer = event.detail.xhr, plain = (answer.getResponseHeader("Content-Type") || "").startsWith("text/plain");
    const textContent = plain && answer.responseText || (answer.status ? body.dataset.failed : body.dataset.offline);
    flash.replaceChildren(Object.assign(document.createElement("p"), { className: "flash bad", textContent }));
    flash.scrollIntoView({ block: "nearest" });
    [next, later] = [null, []];
    if (changesPlan(event)) for (const select of live()) select.value = was(select).value;
    if (changesPlan(event)) document.querySelectorAll('button[name="save"]').forEach((save) => { save.disabled = save.hasAttribute("aria-describedby"); });
  }
  for (const failure of ["responseError", "sendError", "timeout"]) document.addEventListener("htmx:" + failure, failed);

  // What loses the focus in a swap leaves it to what stands beside it. Other rows begin at the top.
  let place = []; // selectors, the nearest first
  const find = (places) => places.map((place) => place && document.querySelector(place)).find(Boolean);
  function beside(from) {
    const row = from.closest("#rows > tr"), line = row?.dataset.line || row?.previousElementSibling?.dataset.line;
    const [self, item] = [from, from.closest("li")?.querySelector("[id]")].map((element) => element?.id && "#" + element.id);
    return [self, row?.dataset.line && `#line-${line} > * > ${from.localName}`, line && `#line-${line} a`, item];
  }
  document.addEventListener("htmx:pushedIntoHistory", () => document.getElementById("frame")?.scrollTo(0, 0));

  // A cell is corrected in its place: Enter saves, Escape leaves it as it was, Tab goes on.
  let next = null; // the first of these cells that is there after a swap has the focus
  function go() {
    const { cells, edit } = next, link = find(cells);
    next = null;
    if (link?.id === "frame") link.scrollIntoView();
    (edit && link ? open(link) : link || document.getElementById("frame")).focus();
  }
  function open(link) {
    const ariaLabel = JSON.parse(getComputedStyle(link.parentNode).getPropertyValue("--label")) + " " + link.id.split("-")[1];
    const input = Object.assign(document.createElement("input"), { className: "in-place", value: link.dataset.text, ariaLabel });
    input.setAttribute("form", ""); // else Enter would send the form around it
    link.hidden = true;
    link.after(input);
    input.select();
    return input;
  }
  function leave(input, save, cells, edit) {
    const link = input.previousElementSibling, form = document.getElementById("decide");
    next = { cells, edit };
    if (save && input.value !== link.dataset.text) {
      const values = { decide: "text:" + link.id.slice(4).replace("-", ":"), text: input.value };
      return htmx.ajax("POST", form.action, { source: form, target: "#plan", swap: "outerHTML", values });
    }
    link.hidden = false;
    input.remove();
    go();
  }
  document.addEventListener("htmx:afterSettle", function () {
    find(later.splice(0))?.click();
    if (document.getElementById("rest") && !find((next?.cells || place).slice(0, 2))) return; // it may be among those that follow
    if (next) go();
    else if (document.activeElement === body && place.length) (find(place) || document.getElementById("frame"))?.focus({ preventScroll: true });
  });
  document.addEventListener("click", function (event) {
    const link = event.target.closest("#rows .line a, a.fix, [data-next]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.next) next = { cells: ["#" + link.dataset.next] };
    if (!link.matches(".fix, .line a")) return;
    event.preventDefault();
    if (!link.matches(".fix")) return htmx.ajax("GET", link.pathname + link.search, { source: link });
    next = next && { cells: ["#" + link.id], edit: true };
    if (!next) open(link).focus();
  });
  document.addEventListener("keydown", function (event) {
    const input = event.target, tab = event.key === "Tab";
    if (next || !input.matches(".in-place") || !tab && !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    const all = Array.from(document.querySelectorAll("a.fix"), (link) => "#" + link.id), at = all.indexOf("#" + input.previousElementSibling.id);
    const others = tab ? event.shiftKey ? all.slice(0, at).reverse() : all.slice(at + 1) : [];
    leave(input, event.key !== "Escape", others.length ? others : all.slice(at), others.length > 0);
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => !next && target.matches(".in-place") && leave(target, true, beside(relatedTarget || body), false));

  // Menus close by Escape and by a press elsewhere.
  const closeMenus = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => { menu.open = menu.contains(except); });
  document.addEventListener("click", (event) => closeMenus(event.target));
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = document.activeElement.closest("details.menu[open]");
    closeMenus(null);
    document.activeElement.closest(".values")?.querySelector("#values-close").click();
    menu?.querySelector("summary").focus();
  });

  // A form that is on its way is not sent again by a second press.
  document.addEventListener("submit", function (event) {
    const { target: form, submitter: button } = event;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "true";
    button?.setAttribute("aria-disabled", "true");
    if (button && form.dataset.busy) [button.dataset.idle, button.textContent] = [button.textContent, form.dataset.busy]; // slow work says what it is
  });
  window.addEventListener("pageshow", function () {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const button of document.querySelectorAll("button[aria-disabled]")) {
      button.removeAttribute("aria-disabled");
      if (button.dataset.idle) button.textContent = button.dataset.idle;
    }
  });

  // A file above the limit (data-limit in bytes) is refused before it is sent, with the text in data-too-large.
  document.addEventListener("change", function ({ target: input }) {
    if (input.type !== "file" || !input.dataset.limit) return;
    input.setCustomValidity(Array.from(input.files).some((file) => file.size > Number(input.dataset.limit)) ? input.dataset.tooLarge : "");
    input.reportValidity();
  });
})();
