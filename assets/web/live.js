/* A live page's link to the hub. ES2015 as of Chrome 53: part of the board's one script.

   The stream (Server-Sent Events) brings every state whole. Comments that keep a stream open are
   hidden from scripts, so the hub is also asked every 5 s whether it is there: a pulled cable
   shows after 10 s, not when the network stack gives up. Where no stream stays open, the state is
   asked for instead. */
(function () {
  "use strict";

  var SILENT_MS = 40000; // no state for so long: the stream may be dead without an error
  var ASK_MS = 5000;
  var ASK_LIMIT_MS = 4000; // under ASK_MS, so that questions never pile up
  var LOST_MS = 10000; // from then on, what the page shows counts as old
  var TRIES = 3; // streams that broke before the state is asked for
  var POLL_MS = 3000;

  /* A moment, and how long ago it was. A clock that is set back hides no lost link, and the hours
     a tablet slept count though its steady time may have stood still. */
  function mark() {
    return { wall: Date.now(), steady: performance.now() };
  }

  function since(moment) {
    return Math.max(Date.now() - moment.wall, performance.now() - moment.steady);
  }

  function ask(path, done) {
    var request = new XMLHttpRequest();
    request.open("GET", path);
    request.timeout = ASK_LIMIT_MS;
    request.onloadend = function () {
      var answer = null;
      if (request.status === 200) {
        try {
          answer = JSON.parse(request.responseText);
        } catch (error) {
          answer = null; // half an answer is none
        }
      }
      done(answer, request.status);
    };
    request.send();
  }

  /* hooks: state(BoardState), link("live" | "connecting" | "lost", Date of the last contact),
     renewed() when the hub was restarted since this page was loaded. */
  function Live(epoch, hooks) {
    this.epoch = epoch;
    this.hooks = hooks;
    this.stream = null;
    this.failures = 0;
    this.contact = mark();
    this.spoke = mark();
    this.streaming = false;
    this.doubt = false;
    this.was = "";
    this.timer = null;
  }

  Live.prototype.start = function () {
    var self = this;
    this.open();
    setInterval(function () {
      ask("/alive", function (answer) {
        self.answered(answer);
      });
    }, ASK_MS);
    setInterval(function () {
      self.look();
    }, 500);
    setInterval(function () {
      if (!self.streaming && self.failures >= TRIES) {
        self.poll();
      }
    }, POLL_MS);
  };

  /* That the hub is there says nothing of what is shown: without a stream the state is asked for,
     and a stream that lived through a silence may be dead without knowing it. */
  Live.prototype.answered = function (answer) {
    if (!answer) {
      this.doubt = true;
      return;
    }
    if (this.doubt && this.streaming) {
      this.broken();
    }
    this.doubt = false;
    if (this.streaming) {
      this.heard(answer.epoch);
    } else {
      this.poll();
    }
  };

  Live.prototype.poll = function () {
    var self = this;
    ask("/board.json", function (answer) {
      if (answer) {
        self.take(answer);
      }
    });
  };

  Live.prototype.heard = function (epoch) {
    this.contact = mark();
    if (epoch && epoch !== this.epoch) {
      this.hooks.renewed();
    }
  };

  Live.prototype.take = function (state) {
    this.heard(state.epoch);
    this.spoke = mark();
    this.hooks.state(state);
  };

  Live.prototype.open = function () {
    var self = this;
    this.timer = null;
    this.spoke = mark();
    if (!window.EventSource) {
      this.failures = TRIES;
      this.poll();
      return;
    }
    var stream = new EventSource("/v1/stream");
    this.stream = stream;
    stream.addEventListener("state", function (event) {
      if (self.stream !== stream) {
        return;
      }
      self.streaming = true;
      self.failures = 0;
      self.take(JSON.parse(event.data));
    });
    stream.onerror = function () {
      if (self.stream === stream) {
        self.broken();
      }
    };
  };

  Live.prototype.broken = function () {
    if (this.stream) {
      this.stream.close();
      this.stream = null;
    }
    this.streaming = false;
    this.failures += 1;
    if (!this.timer) {
      // Spread, so that all boards of a house do not come back in the same instant.
      var wait = this.failures < 3 ? 500 + Math.random() * 1000 : 1000 + Math.random() * 4000;
      this.timer = setTimeout(this.open.bind(this), wait);
    }
  };

  Live.prototype.look = function () {
    var silent = since(this.contact);
    if (since(this.spoke) > SILENT_MS + Math.random() * 5000 && !this.timer) {
      this.failures = Math.max(0, this.failures - 1); // silence alone is not a failure
      this.broken();
    }
    var link = silent > LOST_MS ? "lost" : "live";
    if (link === "live" && !this.streaming && silent > 1500) {
      link = "connecting";
    }
    if (link !== this.was) {
      this.was = link;
      this.hooks.link(link, new Date(this.contact.wall));
    }
  };

  /* "{n} people" with n = 3; a key with "_one" beside it is used for 1. */
  function words(texts, key, values) {
    var one = values && values.n === 1 && texts[key + "_one"];
    return (one || texts[key]).replace(/\{(\w+)\}/g, function (whole, name) {
      return values && name in values ? String(values[name]) : whole;
    });
  }

  /* 09:41 on the office's clock, UTC+7 all year; televisions lack the zone's data. */
  function hhmm(date) {
    return new Date(date.getTime() + 7 * 3600000).toISOString().slice(11, 16);
  }

  /* An element with a class and a text; texts are never read as HTML. */
  function make(tag, name, text) {
    var element = document.createElement(tag);
    if (name) {
      element.className = name;
    }
    if (text !== undefined) {
      element.textContent = text;
    }
    return element;
  }

  function empty(element) {
    while (element.firstChild) {
      element.removeChild(element.firstChild);
    }
  }

  window.kiosk = {
    Live: Live,
    ask: ask,
    mark: mark,
    since: since,
    words: words,
    hhmm: hhmm,
    make: make,
    empty: empty,
  };
})();
