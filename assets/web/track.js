/* The slip's QR carries the secret behind the "#", which browsers never send to a server: put it
   into the form, take it out of the address bar, and ask. */
(function () {
  "use strict";
  var secret = window.location.hash.slice(1);
  var form = document.getElementById("track");
  if (!secret || secret.length > 16 || !form) { return; }
  form.elements.secret.value = decodeURIComponent(secret);
  window.history.replaceState(null, "", window.location.pathname);
  form.submit();
}());
