/* Buttons that copy a text: <button hidden data-copy="its-id" data-text-copied="Gekopieerd">. */
"use strict";

(() => {
  function select(target) {
    const range = document.createRange();
    range.selectNodeContents(target);
    const selection = window.getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
  }

  async function copy(target) {
    const text = (target.value ?? target.textContent).trim();
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
      return;
    }
    // Without https there is no clipboard to write to; the old command still works.
    if (target.select) target.select();
    else select(target);
    if (!document.execCommand("copy")) throw new Error("copy refused");
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    const target = document.getElementById(button.dataset.copy.replace("#", ""));
    if (!target) continue;
    const words = button.textContent;
    const status = document.createElement("span");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    button.after(status);
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await copy(target);
        button.textContent = status.textContent = button.dataset.textCopied || words;
        setTimeout(() => {
          button.textContent = words;
          status.textContent = "";
        }, 3000);
      } catch {
        // Refused by the browser: the link is selected, so that it can be copied by hand.
        if (target.select) target.select();
        else select(target);
      }
    });
  }
})();
