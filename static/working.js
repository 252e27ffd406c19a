// The page of long work shows how far it has come, in the tab's title too, and
// gives way to the page of the import once it is done.

const pause = 1000; // milliseconds between two questions

async function look() {
  const shown = document.getElementById("working");
  const answer = await fetch(shown.dataset.from, { redirect: "manual" }).catch(() => null);
  if (answer?.status === 200) {
    show(shown, await answer.text());
  } else if (answer && answer.status < 500) { // done, or nobody is logged in any more
    location.reload();
    return;
  }
  setTimeout(look, pause);
}

function show(shown, html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("working");
  if (fresh.outerHTML === shown.outerHTML) {
    return; // what moves goes on moving
  }
  shown.replaceWith(fresh);
  document.title = fresh.dataset.title;
  const announced = document.getElementById("announced");
  if (announced.textContent !== fresh.dataset.announced) {
    announced.textContent = fresh.dataset.announced;
  }
}

setTimeout(look, pause);
