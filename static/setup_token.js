// The set-up link carries its token behind the #, so that no log sees it.

const token = document.querySelector("[data-from-fragment]");

if (token && location.hash.length > 1) {
  token.value = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
  token.form.querySelector("input:not([type=hidden]):not([data-from-fragment])").focus();
}
