/* Signing out. */
(function () {
  "use strict";

  document.getElementById("sign-out").addEventListener("click", function () {
    function leave() {
      location.replace("/sign-in?why=out");
    }
    fetch("/v1/session", {
      method: "DELETE",
      headers: { "X-CSRF-Token": document.body.getAttribute("data-csrf") },
    }).then(leave, function () {
      // The session still lives on the hub: stay here rather than claim the contrary.
      document.getElementById("sign-out").blur();
    });
  });
})();
