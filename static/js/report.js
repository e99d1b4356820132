/* The report's PDF is made in the background: ask until it is there, then open it.
 *
 * <a data-pdf href="…/rapport.pdf" data-text-making="Je rapport wordt gemaakt…">. The server
 * answers 202 while it is being made and 200 {"ready": true} when it can be fetched. Whatever
 * goes wrong, the link does what a link does.
 */
"use strict";

(() => {
  const PAUSE = 700; // ms between two questions
  const PATIENCE = 60_000; // ms before the plain link takes over

  const wait = (duration) => new Promise((resolve) => setTimeout(resolve, duration));

  async function isReady(address) {
    const response = await fetch(address, {
      headers: { Accept: "application/json" },
      credentials: "same-origin",
      cache: "no-store",
    });
    if (response.status === 202) return false;
    if (response.status !== 200) throw new Error(`unexpected status ${response.status}`);
    return (await response.json()).ready === true;
  }

  for (const link of document.querySelectorAll("a[data-pdf]")) {
    const status = document.createElement("span");
    status.className = "pdf-status";
    status.setAttribute("role", "status");
    link.after(status);
    let busy = false;
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      if (busy) return;
      busy = true;
      link.setAttribute("aria-disabled", "true");
      const until = Date.now() + PATIENCE;
      try {
        while (!(await isReady(link.href))) {
          status.textContent = link.dataset.textMaking;
          if (Date.now() > until) break;
          await wait(PAUSE);
        }
      } catch {
        // The plain link below shows what is the matter.
      }
      status.textContent = "";
      link.removeAttribute("aria-disabled");
      busy = false;
      window.location.assign(link.href);
    });
  }
})();
