/* A result slide by slide: buttons, arrow keys, Page Up and Down, Home and End.
 *
 * <div data-slides data-text-…> with a child .slide each. Without this script they stand under
 * each other. The slide of now is in the address, so that reloading stays there.
 */
"use strict";

(() => {
  const root = document.querySelector("[data-slides]");
  if (!root) return;
  const slides = [...root.querySelectorAll(":scope > .slide")];
  const text = root.dataset;
  const STEPS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
  let here = 0;

  const button = (words, press) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "btn btn-outline-primary";
    made.textContent = words;
    made.addEventListener("click", press);
    return made;
  };

  const previous = button(text.textPrevious, () => show(here - 1));
  const next = button(text.textNext, () => show(here + 1));
  const place = document.createElement("span");
  place.setAttribute("role", "status");
  const bar = document.createElement("nav");
  bar.className = "slides-bar";
  bar.setAttribute("aria-label", text.textControls);
  bar.append(previous, place, next);
  if (document.fullscreenEnabled) {
    const full = button(text.textFull, () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen();
    });
    full.classList.add("slides-full");
    bar.append(full);
  }

  function show(wanted) {
    here = Math.min(slides.length - 1, Math.max(0, wanted));
    slides.forEach((slide, number) => {
      slide.hidden = number !== here;
    });
    previous.disabled = here === 0;
    next.disabled = here === slides.length - 1;
    place.textContent = text.textPlace
      .replace("{here}", String(here + 1))
      .replace("{all}", String(slides.length));
    window.history.replaceState(null, "", `#dia-${here + 1}`);
    window.scrollTo(0, 0);
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A figure that scrolls sideways, or a fold, keeps its own keys.
    if (event.target.closest?.("input, select, textarea, [tabindex='0']")) return;
    if (event.key in STEPS) show(here + STEPS[event.key]);
    else if (event.key === "Home") show(0);
    else if (event.key === "End") show(slides.length - 1);
    else return;
    event.preventDefault();
  });

  document.documentElement.classList.add("slides-live");
  root.append(bar);
  show(Number(window.location.hash.replace("#dia-", "") || 1) - 1 || 0);
})();
