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
    else if (document.activeElement === body) find(place)?.focus(); // what was disabled meanwhile has lost it
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
    [next, later, typing] = [null, [], null];
    if (sent(event)) sent(event).readOnly = false;
    if (changesPlan(event)) for (const select of live()) select.value = was(select).value;
    if (changesPlan(event)) document.querySelectorAll('button[name="save"]').forEach((save) => { save.disabled = save.hasAttribute("aria-describedby"); });
  }
  for (const failure of ["responseError", "sendError", "timeout"]) document.addEventListener("htmx:" + failure, failed);

  // What loses the focus in a swap leaves it to what stands beside it. Other rows begin at the top.
  let place = [], next = null; // selectors, the nearest first, and one that goes before them
  const find = (places) => places.filter(Boolean).map((place) => document.querySelector(place)).find((element) => element?.getClientRects().length);
  function beside(from) {
    if (from.matches(".in-place")) return fixes().slice(fixes().indexOf(from.previousElementSibling)).map((link) => "#" + link.id);
    const row = from.closest("#rows > tr"), line = row?.dataset.line || row?.previousElementSibling?.dataset.line;
    const [self, item] = [from, from.closest("li")?.querySelector("[id]")].map((element) => element?.id && "#" + element.id);
    return [self, row?.dataset.line && `#line-${line} > * > ${from.localName}`, line && `#line-${line} a`, item];
  }
  document.addEventListener("htmx:pushedIntoHistory", () => document.getElementById("frame")?.scrollTo(0, 0));

  // A cell is corrected in its place: Enter saves, Escape leaves it as it was, Tab goes on. A field whose text is on its way is read-only.
  let typing = null; // the open field, while rows are swapped
  const fixes = () => Array.from(document.querySelectorAll("a.fix")).filter((link) => link.parentNode.getClientRects().length); // cards hide some
  const sent = ({ detail }) => Array.from(document.querySelectorAll(".in-place")).find((input) => input.name === detail.requestConfig?.parameters.decide && input.readOnly);
  function open(link) {
    const ariaLabel = JSON.parse(getComputedStyle(link.parentNode).getPropertyValue("--label")) + " " + link.id.split("-")[1];
    const name = link.id.replace("fix-", "text:").replace("-", ":"), value = link.dataset.text;
    const input = link.parentNode.querySelector(".in-place") || Object.assign(document.createElement("input"), { className: "in-place", name, value, ariaLabel });
    input.setAttribute("form", ""); // else Enter would send the form around it
    link.after(Object.assign(input, { readOnly: false }));
    input.focus();
    input.select();
  }
  function leave(input, save) {
    if (input.readOnly) return;
    [place, input.readOnly] = [beside(input), true];
    if (!save || input.value === input.previousElementSibling.dataset.text) input.remove();
    else htmx.ajax("POST", document.getElementById("decide").action, { source: "#decide", values: { decide: input.name, text: input.value } }).catch(() => {}); // failed tells it
  }
  document.addEventListener("htmx:beforeSwap", function () {
    const at = document.activeElement;
    if (at !== body) [place, typing] = [beside(at), at.matches(".in-place:not([readonly])") ? at : null];
  });
  document.addEventListener("htmx:afterSwap", function (event) {
    sent(event)?.remove();
    const places = next ? [next] : place, field = typing, there = find(places);
    const lost = field && !field.isConnected && !field.readOnly, same = there?.id === field?.previousElementSibling?.id;
    if (document.getElementById("rest") && !(lost ? same : find(places.slice(0, 2)))) return; // it may be among those that follow
    if (lost) same ? there.after(field) : leave(field, true); // where its cell is gone, the next one follows
    lost && !same && there ? open(there) : field?.focus();
    if (next === "#frame") there?.scrollIntoView();
    if (next || document.activeElement === body && place.length) (there || document.getElementById("frame"))?.focus({ preventScroll: !next });
    [typing, next] = [null, null];
  });
  document.addEventListener("htmx:afterSettle", () => find(later.splice(0))?.click());
  document.addEventListener("click", function (event) {
    const link = event.target.closest("#rows .line a, a.fix, [data-next]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.dataset.next) return next = "#" + link.dataset.next;
    event.preventDefault();
    link.matches(".fix") ? open(link) : htmx.ajax("GET", link.pathname + link.search, { source: link }).catch(() => {});
  });
  document.addEventListener("keydown", function (event) {
    const input = event.target, link = input.previousElementSibling, tab = event.key === "Tab";
    if (!input.matches(".in-place") || event.isComposing || !tab && !["Enter", "Escape"].includes(event.key)) return;
    event.preventDefault();
    const to = tab && fixes()[fixes().indexOf(link) + (event.shiftKey ? -1 : 1)];
    leave(input, event.key !== "Escape");
    to ? open(to) : link.focus();
  });
  document.addEventListener("focusout", ({ target }) => target !== typing && target.matches(".in-place") && leave(target, true));

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
})();
