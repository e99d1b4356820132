/* About how long filling in takes: worked out here, in the respondent's own tab.

   No moment leaves this tab. With the answers goes one of five rough classes, or nothing at all
   (docs/decisions/quality-counts.md). The tab forgets it when it is closed. */

(() => {
  "use strict";

  const MINUTE = 60 * 1000;
  const PAUSE = 30 * MINUTE; // a silence longer than this ends a sitting
  const CLASSES = [
    [5, "tot-5"],
    [10, "5-10"],
    [20, "10-20"],
    [Infinity, "vanaf-20"],
  ];
  const SEVERAL = "meer-keren";

  function recall(key) {
    try {
      return JSON.parse(sessionStorage.getItem(key));
    } catch {
      return null;
    }
  }

  function keep(key, sitting) {
    try {
      sessionStorage.setItem(key, JSON.stringify(sitting));
    } catch {
      // Without storage nothing is measured, and nothing else suffers.
    }
  }

  function look(key, begun) {
    const now = Date.now();
    const known = recall(key);
    const sitting = known || { start: now, last: now, several: begun };
    sitting.several = sitting.several || now - sitting.last > PAUSE;
    sitting.last = now;
    keep(key, sitting);
    return sitting;
  }

  function classOf(sitting) {
    if (sitting.several) return SEVERAL;
    const minutes = (Date.now() - sitting.start) / MINUTE;
    return CLASSES.find(([border]) => minutes < border)[1];
  }

  for (const form of document.querySelectorAll("[data-begins]")) {
    look(`duur-${form.dataset.begins}`, "begun" in form.dataset);
  }

  for (const field of document.querySelectorAll("[data-duration]")) {
    const key = `duur-${field.dataset.duration}`;
    // Who comes straight to this page began some other time.
    const sitting = look(key, true);
    field.form.addEventListener("submit", () => {
      field.value = classOf(sitting);
    });
  }
})();
