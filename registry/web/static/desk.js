/* Optional, like app.js: at the desks, the list of problems has the focus when there is one, and the next step of a case
   follows what is ticked before it is saved. */
(() => {
  "use strict";
  document.querySelector("[data-focus]")?.focus();

  const box = document.querySelector("[data-steps]");
  if (!box) return;
  const form = box.closest("form");
  const follow = () => {
    const found = [...form.querySelectorAll("fieldset.crit")].map((one) => {
      const verdict = one.querySelector("[type=radio]:checked")?.value;
      if (verdict === "ask" || verdict === "not-met") one.querySelector("details:last-of-type").open = true;
      return verdict;
    });
    const next = found.includes("ask") ? "ask" : found.includes(undefined) ? "open"
      : found.includes("not-met") ? "return" : "list";
    for (const step of box.querySelectorAll("[data-step]")) step.hidden = step.dataset.step !== next;
  };
  form.addEventListener("change", follow);
  follow();
})();
