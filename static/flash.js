// What has gone wrong stands above the page.

const flash = document.getElementById("flash");

export function tellFailure(text) {
  const message = document.createElement("p");
  message.className = "flash bad";
  message.textContent = text;
  flash.replaceChildren(message);
  flash.scrollIntoView({ block: "nearest" });
}
