// The upload page. It works without this, as a plain form.
(function () {
  "use strict";

  // A file above the limit (data-limit in bytes) is refused before it is sent, with the text in data-too-large.
  document.addEventListener("change", function ({ target: input }) {
    if (input.type !== "file" || !input.dataset.limit) return;
    input.setCustomValidity(Array.from(input.files).some((file) => file.size > Number(input.dataset.limit)) ? input.dataset.tooLarge : "");
    input.reportValidity();
  });

  // A file says how far it has come while it is sent, then that it is being read.
  const sending = () => document.querySelector(".sending");
  const say = (text) => { sending().children[1].textContent = turn || text; };
  const megabytes = (bytes) => (bytes / 2 ** 20).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  document.addEventListener("htmx:xhr:progress", function ({ detail: { loaded, total, lengthComputable } }) {
    if (!lengthComputable || !loaded) return;
    const [bar, text] = sending().children;
    if (sending().hidden) asking = setInterval(ask, 2000);
    sending().hidden = false;
    if (loaded < total) Object.assign(bar, { max: total, value: loaded });
    else bar.removeAttribute("value");
    say(sent = loaded < total ? text.dataset.sending.replace("{done}", megabytes(loaded)).replace("{total}", megabytes(total)) : text.dataset.reading);
  });

  // The server takes nothing of a file that has to wait for others; it says which place the file has in the queue.
  let asking = 0, turn = "", sent = "";
  const ask = async () => {
    if (!sending() || sending().hidden) return rest();
    const answer = await fetch(sending().dataset.turn).catch(() => null);
    turn = answer?.status === 200 ? await answer.text() : "";
    if (asking) say(sent);
  };
  const rest = () => {
    asking = clearInterval(asking);
    turn = "";
    if (sending()) sending().hidden = true;
  };
  for (const failure of ["responseError", "sendError", "timeout", "abort"]) document.addEventListener("htmx:" + failure, rest);
  window.addEventListener("pageshow", rest);
})();
