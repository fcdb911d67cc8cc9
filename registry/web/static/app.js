/* Optional. Every page works without it; with it, ticking a filter shows the result at once and Escape closes the menu. */
(() => {
  "use strict";
  const menu = document.querySelector(".menu");
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu?.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
  addEventListener("click", (event) => {
    if (menu?.open && !menu.contains(event.target)) menu.open = false;
  });

  const main = document.getElementById("main");
  const isFilter = (node) => node.matches?.('.facets input[form="find"]');
  let latest = 0;
  const place = () => location.pathname + location.search;
  let shown = place();

  const address = (form) => {
    const pairs = [...new FormData(form)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(pairs).toString();
    return form.action + (query ? "?" + query : "");
  };

  /* Which groups are open and where the focus is belongs to the reader, not to the answer. */
  const remember = () => ({
    open: [...main.querySelectorAll(".facets details")].map((group) => group.open),
    focus: isFilter(document.activeElement) ? [document.activeElement.name, document.activeElement.value] : null,
  });
  const recall = ({ open, focus }) => {
    const groups = main.querySelectorAll(".facets details");
    if (groups.length === open.length) groups.forEach((group, at) => (group.open = open[at]));
    if (!focus) return;
    const [name, value] = focus.map(CSS.escape);
    const box = main.querySelector(`.facets input[name="${name}"][value="${value}"]`);
    (box || main).focus({ preventScroll: true });
  };

  const show = async (href, push) => {
    const mine = ++latest;
    const answer = await fetch(href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== latest) return;
    const found = page.getElementById("main");
    if (!answer.ok || !found) return location.assign(href);
    const kept = remember();
    main.replaceChildren(...found.childNodes);
    document.title = page.title;
    document.querySelectorAll(".langs a").forEach((link, at) => {
      link.href = page.querySelectorAll(".langs a")[at]?.getAttribute("href") ?? link.href;
    });
    recall(kept);
    if (push) history.pushState(null, "", answer.url);
    shown = place();
    const status = main.querySelector('[role="status"]');
    if (status) { const words = status.textContent; status.textContent = ""; setTimeout(() => (status.textContent = words), 60); }
  };

  /* Where filters are folded away (narrow screens) several are ticked before the button is pressed. */
  const folded = () => {
    const summary = main.querySelector(".fold > summary");
    return !summary || summary.getClientRects().length > 0;
  };
  main.addEventListener("change", (event) => {
    if (!isFilter(event.target) || folded()) return;
    const href = address(document.getElementById("find"));
    show(href, true).catch(() => location.assign(href));
  });
  addEventListener("popstate", () => {
    if (place() === shown) return; /* only the part after # changed */
    show(location.href, false).catch(() => location.reload());
  });
})();
