// A password is shown while it is typed, where one asks for it. It is hidden
// again before it is sent, so that no browser keeps it like any other text.

document.documentElement.classList.add("scripted");

function show(button, shown) {
  button.setAttribute("aria-pressed", shown);
  button.parentElement.querySelector("input").type = shown ? "text" : "password";
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest("button.reveal");
  if (button) {
    show(button, button.getAttribute("aria-pressed") !== "true");
  }
});

document.addEventListener("submit", ({ target: form }) => {
  for (const button of form.querySelectorAll('button.reveal[aria-pressed="true"]')) {
    show(button, false);
  }
}, { capture: true });
