/* The page behind the QR of a slip. It asks every few seconds instead of keeping a stream open:
   phones sleep, and the hub's streams are for boards and desks. */
(function () {
  "use strict";

  var ASK_MS = 3000;
  var LIMIT_MS = 2500; // under ASK_MS: one question at a time
  var LOST_MS = 10000; // from then on the count is said to be old
  var texts = JSON.parse(document.body.getAttribute("data-words"));
  var name = document.title;
  var card = document.getElementById("state");
  var headline = document.getElementById("headline");
  var hint = document.getElementById("hint");
  var updated = document.getElementById("updated");
  var stale = document.getElementById("stale");
  var contact = 0; // on the steady clock, which nobody sets back
  var contactWall = 0; // and on the other, which goes on while a phone sleeps
  var at = updated.getAttribute("data-time");
  var over = false;

  function touch() {
    contact = performance.now();
    contactWall = Date.now();
  }

  function put(element, text) {
    if (element.textContent !== text) {
      element.textContent = text; // unchanged words are not read aloud again
    }
  }

  function take(facts) {
    touch();
    at = facts.time;
    card.className = "state " + facts.state;
    put(headline, facts.headline);
    put(hint, facts.hint);
    put(updated, texts.updated.replace("{time}", at));
    document.title = facts.state === "called" ? facts.headline : name;
    over = facts.state === "finished" || facts.state === "closed";
    look();
  }

  function look() {
    var silent = Math.max(performance.now() - contact, Date.now() - contactWall);
    var lost = !over && silent > LOST_MS;
    document.body.className = lost ? "stale" : "";
    stale.hidden = !lost;
    put(document.getElementById("stale-words"), texts.stale.replace("{time}", at));
  }

  function ask() {
    if (document.hidden || over) {
      return;
    }
    var request = new XMLHttpRequest();
    request.open("GET", location.pathname + ".json");
    request.timeout = LIMIT_MS;
    request.onload = function () {
      if (request.status === 200) {
        take(JSON.parse(request.responseText));
      }
    };
    request.send();
  }

  document.addEventListener("visibilitychange", ask);
  setInterval(ask, ASK_MS);
  setInterval(look, 1000);
  touch();
  ask();
})();
