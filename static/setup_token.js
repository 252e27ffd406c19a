// The links of the set-up and to choose a password carry their token behind the
// #, so that no log sees it.

const token = document.querySelector("[data-from-fragment]");

function takeToken() {
  if (token && location.hash.length > 1) {
    token.value = decodeURIComponent(location.hash.slice(1));
    history.replaceState(null, "", location.pathname);
    token.form.querySelector("input:not([type=hidden]):not([data-from-fragment])").focus();
  }
}

takeToken();
window.addEventListener("hashchange", takeToken); // the link is opened where its page stands already
