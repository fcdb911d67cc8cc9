/* Optional, like app.js: at the desks, the list of problems has the focus when there is one; the next step of a case
   follows what is ticked before it is saved; and what is typed into an offer is saved by itself to the address the form
   goes to, which answers in one sentence. */
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
      : box.querySelector("[data-step=close]") ? "close" : found.includes("not-met") ? "return" : "list";
    for (const step of box.querySelectorAll("[data-step]")) step.hidden = step.dataset.step !== next;
  };
  form.addEventListener("change", follow);
  follow();
})();

(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const said = form.querySelector("[data-said]");
  let waiting, busy = false, over = false;
  const later = () => { clearTimeout(waiting); if (!over) waiting = setTimeout(save, 2000); };
  const save = async () => {
    if (over) return;
    if (busy) { later(); return; }
    busy = true;
    const sent = new FormData(form);
    sent.set("then", "auto");
    try {
      const answer = await fetch(location.href, {method: "POST", body: sent});
      const told = await answer.json();
      if (told.seen) form.elements.seen.value = told.seen;
      if (told.marks) form.elements.marks.value = told.marks;
      if (answer.status === 409) over = true;
      said.textContent = told.said;
    } catch { /* offline, or signed out: the buttons still save and say so */ }
    busy = false;
  };
  form.addEventListener("input", later);
  // a form sent while it is being saved waits, lest it be stale
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (!busy) { over = true; return; }
    event.preventDefault();
    setTimeout(() => form.requestSubmit(event.submitter), 300);
  });
})();
