// @ts-check
/** For blocks that send with jQuery and leave the CSRF token to the page, as they may in Open edX. Load it after jQuery. */
(function () {
  "use strict";

  const { jQuery } = /** @type {any} */ (window);

  function token() {
    return /(?:^|; )csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  }

  jQuery(document).on(
    "ajaxSend",
    /** @param {unknown} _event @param {XMLHttpRequest} request @param {{crossDomain: boolean}} options */
    (_event, request, options) => {
      if (!options.crossDomain) request.setRequestHeader("X-CSRFToken", token());
    },
  );
})();
