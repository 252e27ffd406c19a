// What is there to be copied is selected as a whole by the press that reaches it.

document.addEventListener("focusin", ({ target }) => {
  if (target.matches("input[data-select-all]")) {
    target.select();
  }
});
