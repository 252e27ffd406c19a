// A file says how far it has come while it is sent, then that it is being read.
// The server takes nothing of one that has to wait for others; it says which
// place the file has in the queue.
import { onFailure } from "./failures.js";

let asking = 0; // the timer by which its place is asked for
let place = ""; // in the queue, in words
let progress = ""; // in words

const progressLine = () => document.querySelector(".sending");

document.addEventListener("htmx:xhr:progress", ({ detail: { loaded, total, lengthComputable } }) => {
  if (!lengthComputable || !loaded) {
    return;
  }
  const line = progressLine();
  if (!line) {
    return;
  }
  const [bar, text] = line.children;
  if (line.hidden) {
    asking = setInterval(askForPlace, 2000);
    line.hidden = false;
  }
  if (loaded < total) {
    bar.max = total;
    bar.value = loaded;
    progress = text.dataset.sending.replace("{done}", megabytes(loaded)).replace("{total}", megabytes(total));
  } else {
    bar.removeAttribute("value");
    progress = text.dataset.reading;
  }
  showProgress();
});

function megabytes(bytes) {
  const oneDecimal = { minimumFractionDigits: 1, maximumFractionDigits: 1 };
  return (bytes / 2 ** 20).toLocaleString(document.documentElement.lang, oneDecimal);
}

function showProgress() {
  const [, text] = progressLine().children;
  text.textContent = place || progress;
}

async function askForPlace() {
  const line = progressLine();
  if (!line || line.hidden) {
    stopAsking();
    return;
  }
  const answer = await fetch(line.dataset.turn).catch(() => null);
  place = answer?.status === 200 ? await answer.text() : "";
  if (asking) {
    showProgress();
  }
}

function stopAsking() {
  clearInterval(asking);
  asking = 0;
  place = "";
  const line = progressLine();
  if (line) {
    line.hidden = true;
  }
}

onFailure(stopAsking);
document.addEventListener("htmx:abort", stopAsking);
window.addEventListener("pageshow", stopAsking);
