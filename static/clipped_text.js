// What is cut off in the table can be read where the pointer rests.

document.addEventListener("mouseover", ({ target }) => {
  const clipped = target.scrollWidth > target.clientWidth;
  if (clipped && target.closest("#frame td")) {
    target.title = target.textContent.trim();
  }
});
