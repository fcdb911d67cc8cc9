/* Optional. Every page works without it; with it, a filter, an order or another page of results shows at once, the focus
   stays where the reader is, and Escape closes the menu. */
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
  const named = (group) => group.querySelector("summary").firstChild.textContent;
  const remember = () => {
    const at = document.activeElement;
    return {
      open: new Map([...main.querySelectorAll(".facets details")].map((group) => [named(group), group.open])),
      box: isFilter(at) ? [at.name, at.value] : null,
      order: at.closest(".order") ? at.textContent : null,
    };
  };
  const recall = ({ open, box, order }, there) => {
    for (const group of main.querySelectorAll(".facets details")) group.open = open.get(named(group)) ?? group.open;
    let found = null;
    if (box) {
      const [name, value] = box.map(CSS.escape);
      found = main.querySelector(`.facets input[name="${name}"][value="${value}"]`);
    }
    if (order) found = [...main.querySelectorAll(".order a")].find((link) => link.textContent === order);
    if (found) return found.focus({ preventScroll: true });
    /* another page, a filter taken away: on to the results */
    const results = document.getElementById("results") || main;
    if (there || box || order) results.focus({ preventScroll: true });
    if (there) results.scrollIntoView();
  };

  const show = async (href, push, there = false) => {
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
    recall(kept, there);
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
  /* Ways within one result: orders, pages, chips, regions. A click meant for another window stays one. */
  main.addEventListener("click", (event) => {
    const link = event.target.closest?.("#results :is(.order, .pages, .chips) a, .facets a.opt");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    link.focus({ preventScroll: true });
    show(link.href, true, !link.closest(".order")).catch(() => location.assign(link.href));
  });
  addEventListener("popstate", () => {
    if (place() === shown) return; /* only the part after # changed */
    show(location.href, false).catch(() => location.reload());
  });
})();
