/* The waiting room's board. ES2015 as of Chrome 53. */
(function () {
  "use strict";

  var kiosk = window.kiosk;
  var BIG_MS = 8000; // each call is the big one for at least so long, and until it was spoken
  var QUEUE = 12; // calls that wait to be the big one; more desks than that never call at once
  var QUIET_MS = 10000; // no call for so long: a good moment to load a new version
  var ROWS = 5;

  var facts = JSON.parse(document.body.getAttribute("data-facts"));
  var texts = facts.words;
  var big = document.getElementById("big");
  var rows = document.getElementById("rows");
  var stale = document.getElementById("stale");
  var clock = document.getElementById("clock");

  var state = null; // the last BoardState
  var clockAhead = 0; // the hub's clock minus this machine's, ms
  var queue = [];
  var shown = null; // the big call
  var shownAt = 0;
  var known = {}; // calls that were announced already
  var renew = false;
  var lost = false;
  var sound = new kiosk.Sound(facts, texts);

  function nameOf(words) {
    return facts.language === "en" ? words.en : words.vi;
  }

  function keyOf(call) {
    return call.number + "|" + call.desk + "|" + call.times;
  }

  /* A name that is wider than its place gets the next smaller letters. */
  function fit(at) {
    [" long", " longest"].forEach(function (size) {
      if (at.scrollWidth > at.clientWidth) {
        at.className = "at" + size;
      }
    });
  }

  function sizeOf(name) {
    return name.length > 24 ? " longest" : name.length > 11 ? " long" : "";
  }

  // --- what is shown ---------------------------------------------------------------------------

  function desk(call, tag) {
    var name = nameOf(call.desk_name);
    var at = kiosk.make("span", "at" + sizeOf(name));
    at.appendChild(kiosk.make(tag, "", name));
    return at;
  }

  function drawBig(pulse) {
    kiosk.empty(big);
    big.className = "call big" + (shown ? "" : " quiet");
    if (!shown) {
      var calm = kiosk.make("div", "");
      calm.appendChild(kiosk.make("p", "", state ? texts.nobody : texts.starting));
      calm.appendChild(kiosk.make("p", "label", state ? texts.nobody_hint : ""));
      big.appendChild(calm);
      return;
    }
    var no = kiosk.make("span", "no");
    no.appendChild(kiosk.make("span", "label", texts.invite));
    no.appendChild(kiosk.make("b", shown.number.length > 4 ? "wide" : "", shown.number));
    var at = desk(shown, "b");
    at.insertBefore(kiosk.make("span", "label", texts.to), at.firstChild);
    if (shown.times > 1) {
      at.appendChild(kiosk.make("span", "times", kiosk.words(texts, "again", { n: shown.times })));
    }
    big.appendChild(no);
    big.appendChild(at);
    if (pulse) {
      void big.offsetWidth; // restarts the animation for every new call
      big.className += " pulse";
    }
  }

  function drawRows() {
    kiosk.empty(rows);
    state.calls
      .filter(function (call) {
        return !shown || call.number !== shown.number;
      })
      .slice(0, ROWS)
      .forEach(function (call) {
        var waits = queue.some(function (next) {
          return next.number === call.number;
        });
        var row = kiosk.make("li", "call" + (waits ? " fresh" : ""));
        row.appendChild(kiosk.make("span", "no", call.number));
        var at = desk(call, "span");
        row.appendChild(at);
        rows.appendChild(row);
        fit(at);
      });
    if (shown && !rows.firstChild) {
      big.classList.add("alone"); // the one call has the whole box
    } else {
      big.classList.remove("alone");
    }
  }

  function drawCounts() {
    var counts = document.querySelectorAll("[data-service]");
    for (var i = 0; i < counts.length; i += 1) {
      counts[i].textContent = String(state.waiting[counts[i].getAttribute("data-service")] || 0);
    }
  }

  function showNext(now) {
    if (queue.length) {
      shown = queue.shift();
      shownAt = now;
      drawBig(true);
      sound.announce(shown);
      drawRows();
      big.setAttribute("data-shown-at", String(now)); // measured by tests
    }
  }

  function settle(now) {
    if (!state || now - shownAt < BIG_MS || sound.busy()) {
      return;
    }
    if (queue.length) {
      showNext(now);
      return;
    }
    // Nobody new: the big one is the newest call that still stands.
    var newest = state.calls[0] || null;
    if ((newest && keyOf(newest)) !== (shown && keyOf(shown))) {
      shown = newest;
      drawBig(false);
      drawRows();
    }
  }

  function inZone(call) {
    return facts.desks.indexOf(call.desk) >= 0;
  }

  function take(next) {
    var now = Date.now();
    clockAhead = new Date(next.now).getTime() - now;
    var first = state === null;
    if (state && state.day !== next.day) {
      known = {};
      queue = [];
      shown = null;
    }
    next.calls = next.calls.filter(inZone);
    state = next;
    next.calls
      .slice()
      .reverse()
      .forEach(function (call) {
        if (!known[keyOf(call)]) {
          known[keyOf(call)] = true;
          if (!first) {
            queue.push(call);
          }
        }
      });
    queue = queue.slice(-QUEUE);
    if (first || !shown) {
      if (first) {
        shown = next.calls[0] || null; // called before this board was switched on: no chime
      }
      drawBig(false);
    }
    if (queue.length && now - shownAt >= BIG_MS && !sound.busy()) {
      showNext(now);
    }
    drawRows();
    drawCounts();
    tick();
  }

  function tick() {
    if (state && !lost) {
      clock.textContent = kiosk.hhmm(new Date(Date.now() + clockAhead));
    }
  }

  function reloadWhenQuiet(now) {
    if (renew && !lost && !queue.length && !sound.busy() && now - shownAt > QUIET_MS) {
      renew = false;
      // Never onto an error page that nobody could leave without a keyboard.
      kiosk.ask("/alive", function (answer) {
        if (answer) {
          location.reload();
        } else {
          renew = true;
        }
      });
    }
  }

  var live = new kiosk.Live(facts.epoch, {
    state: take,
    link: function (link, contact) {
      lost = link === "lost";
      document.body.className = lost ? "stale" : "";
      stale.hidden = !lost;
      if (lost) {
        var since = new Date(contact.getTime() + clockAhead);
        document.getElementById("stale-words").textContent = kiosk.words(texts, "stale", {
          time: kiosk.hhmm(since),
        });
      }
    },
    renewed: function () {
      renew = true;
    },
  });

  window.addEventListener("resize", function () {
    if (state) {
      drawRows();
    }
  });

  drawBig(false);
  live.start();
  setInterval(function () {
    var now = Date.now();
    settle(now);
    tick();
    reloadWhenQuiet(now);
  }, 250);
})();
