// Buttons that print the page. Without a script they are not shown: the browser's
// own menu prints, too.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-prints]")) {
    window.print();
  }
});
