// A request that comes to nothing: refused, never arrived, or too late.

export function onFailure(handle) {
  for (const failure of ["responseError", "sendError", "timeout"]) {
    document.addEventListener("htmx:" + failure, handle);
  }
}
