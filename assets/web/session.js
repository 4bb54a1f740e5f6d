/* Signing out. */
(function () {
  "use strict";

  document.getElementById("sign-out").addEventListener("click", function () {
    function leave() {
      location.replace("/sign-in?why=out");
    }
    // What is refused from now on is refused because of this; nobody's session "ended".
    document.body.setAttribute("data-leaving", "out");
    fetch("/v1/session", {
      method: "DELETE",
      headers: { "X-CSRF-Token": document.body.getAttribute("data-csrf") },
    }).then(leave, function () {
      // The session still lives on the hub: stay here rather than claim the contrary.
      document.body.removeAttribute("data-leaving");
      document.getElementById("sign-out").blur();
    });
  });
})();
