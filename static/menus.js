// Menus close by Escape and by a press elsewhere.

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = menu.contains(except);
  }
}

document.addEventListener("click", (event) => closeMenus(event.target));

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") {
    return;
  }
  const focused = document.activeElement;
  const menu = focused.closest("details.menu[open]");
  closeMenus(null);
  focused.closest(".values")?.querySelector("#values-close").click();
  menu?.querySelector("summary").focus();
});
