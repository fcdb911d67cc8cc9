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

  /* Which groups are open, where the focus is and what is typed meanwhile belong to the reader, not to the answer. */
  const named = (node) => node.firstChild?.textContent ?? "";
  const groups = () => [...main.querySelectorAll(".facets details")];
  const title = (group) => named(group.querySelector("summary"));
  const boxes = () => [...main.querySelectorAll('#find input:is([type="text"], [type="search"])')];
  const isBox = (node) => node.matches('input:is([type="text"], [type="search"])');
  const alike = (node) => (other) =>
    other.id === node.id && other.name === node.name && named(other) === named(node) && (isBox(node) || other.value === node.value);
  const same = (node) => [...main.querySelectorAll(node.localName)].filter(alike(node));
  const remember = (href) => {
    const asked = new URL(href, location.href).searchParams;
    const at = main.contains(document.activeElement) ? document.activeElement : null;
    return {
      open: new Map(groups().map((group) => [title(group), group.open])),
      /* what stands in a box and was not sent */
      typed: boxes().filter((box) => box.value !== box.defaultValue && box.value !== (asked.get(box.name) ?? "")),
      at,
      which: at ? same(at).indexOf(at) : 0,
      caret: at && isBox(at) ? [at.selectionStart, at.selectionEnd] : null,
    };
  };
  const recall = ({ open, typed, at, which, caret }, there) => {
    for (const group of groups()) group.open = open.get(title(group)) ?? group.open;
    for (const box of typed) for (const other of same(box)) other.value = box.value;
    const results = document.getElementById("results") || main;
    if (there) {
      results.focus({ preventScroll: true });
      return results.scrollIntoView();
    }
    if (!at) return;
    const again = same(at);
    /* what had the focus is gone, as a filter taken away: on to the results */
    const found = again[which] || again[0] || results;
    found.focus({ preventScroll: true });
    if (caret && found !== results) found.setSelectionRange(...caret);
  };

  const show = async (href, push, there = false) => {
    const mine = ++latest;
    const began = document.activeElement, before = new Map(boxes().map((box) => [box, box.value]));
    const answer = await fetch(href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== latest) return;
    const found = page.getElementById("main");
    if (!answer.ok || !found) return location.assign(href);
    const kept = remember(href);
    /* the page gone back to is shown as it was, but for what was typed since */
    if (!push) kept.typed = kept.typed.filter((box) => before.get(box) !== box.value);
    main.replaceChildren(...found.childNodes);
    document.title = page.title;
    document.querySelectorAll(".langs a").forEach((link, at) => {
      link.href = page.querySelectorAll(".langs a")[at]?.getAttribute("href") ?? link.href;
    });
    recall(kept, there && began === kept.at); /* who has moved on meanwhile is not fetched back */
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
