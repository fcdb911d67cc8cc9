/* Optional, like app.js: at the desks, the list of problems has the focus when there is one. */
(() => {
  "use strict";
  document.querySelector("[data-focus]")?.focus();
})();
