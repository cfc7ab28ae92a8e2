"use strict";
// Copies a citation. Where the browser gives no clipboard (an address that is not loopback, without TLS) the text is selected instead.
for (const button of document.querySelectorAll("button.copy")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const cited = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(cited.textContent);
      button.textContent = button.dataset.done;
    } catch {
      getSelection().selectAllChildren(cited);
    }
  });
}
