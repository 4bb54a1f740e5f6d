/* What a board lets hear: two soft notes for every call, made here, and, where the hub has a
   voice, the call spoken after them. One call at a time: `busy` until all of it was heard.
   ES2015 as of Chrome 53. */
(function () {
  "use strict";

  var CHIME_S = 1.5; // until its last note has faded
  var PAUSE_S = 0.5; // between one sentence and the next
  var LOAD_MS = 5000; // a clip that takes longer belongs to a call that is over
  var LONGEST_MS = 40000; // two languages, twice each, and a margin: then the next may come
  var KEEP = "kiosk-board-voice"; // this board's switch, kept over a restart

  /* facts: sound (false: `?sound=0`), voice {languages, times}; texts: section web_board. */
  function Sound(facts, texts) {
    this.texts = texts;
    this.voice = facts.voice;
    this.audio = facts.sound && window.AudioContext ? new AudioContext() : null;
    this.unlock = document.getElementById("sound");
    this.button = document.getElementById("voice");
    this.wanted = !this.remembered();
    this.absent = false;
    this.since = 0; // when the call that is being spoken began; 0: none
    if (this.audio) {
      this.audio.onstatechange = this.draw.bind(this);
      this.unlock.addEventListener("click", this.unlocked.bind(this));
      this.button.addEventListener("click", this.toggled.bind(this));
    }
    this.draw();
  }

  Sound.prototype.remembered = function () {
    try {
      return window.localStorage.getItem(KEEP) === "off";
    } catch (error) {
      return false; // storage is switched off: the board speaks as it was set up
    }
  };

  Sound.prototype.unlocked = function () {
    var self = this;
    this.audio.resume().then(function () {
      self.draw();
      self.chime();
    });
  };

  Sound.prototype.toggled = function () {
    this.wanted = !this.wanted;
    try {
      window.localStorage.setItem(KEEP, this.wanted ? "on" : "off");
    } catch (error) {
      this.absent = this.absent || false; // holds until the page is loaded again
    }
    this.draw();
  };

  Sound.prototype.draw = function () {
    var silent = !this.audio || this.audio.state === "suspended";
    this.unlock.hidden = !this.audio || !silent;
    this.button.hidden = silent || !this.voice.languages.length;
    this.button.setAttribute("aria-pressed", String(this.wanted));
    document.getElementById("voice-words").textContent =
      this.wanted && this.absent
        ? this.texts.voice_absent
        : this.wanted
          ? this.texts.voice_on
          : this.texts.voice_off;
  };

  Sound.prototype.running = function () {
    return Boolean(this.audio) && this.audio.state === "running";
  };

  Sound.prototype.note = function (hertz, from, length) {
    var tone = this.audio.createOscillator();
    var volume = this.audio.createGain();
    tone.type = "sine";
    tone.frequency.value = hertz;
    volume.gain.setValueAtTime(0.0001, from);
    volume.gain.exponentialRampToValueAtTime(0.3, from + 0.03);
    volume.gain.exponentialRampToValueAtTime(0.0001, from + length);
    tone.connect(volume);
    volume.connect(this.audio.destination);
    tone.start(from);
    tone.stop(from + length);
  };

  Sound.prototype.chime = function () {
    if (this.running()) {
      this.note(659.3, this.audio.currentTime, 0.7); // E5, then C5: the falling third of a doorbell
      this.note(523.3, this.audio.currentTime + 0.35, 1.1);
    }
  };

  /* Whether a call is still being spoken. */
  Sound.prototype.busy = function () {
    return this.since > 0 && Date.now() - this.since < LONGEST_MS;
  };

  /* The chime, then the call in every language, as often as was set. */
  Sound.prototype.announce = function (call) {
    var self = this;
    this.chime();
    if (!this.running() || !this.wanted || !this.voice.languages.length) {
      return;
    }
    var began = Date.now();
    var from = this.audio.currentTime + CHIME_S;
    this.since = began;
    Promise.all(
      this.voice.languages.map(function (language) {
        return self.load(language, call);
      })
    ).then(
      function (clips) {
        self.heard(false);
        self.speak(clips, from, began);
      },
      function () {
        self.heard(true);
        self.ended(began);
      }
    );
  };

  Sound.prototype.heard = function (absent) {
    this.absent = absent;
    this.draw();
  };

  Sound.prototype.load = function (language, call) {
    var audio = this.audio;
    var address =
      "/board/voice/" + language + "/" + encodeURIComponent(call.desk) + "/" +
      encodeURIComponent(call.number) + ".wav";
    return new Promise(function (done, failed) {
      var request = new XMLHttpRequest();
      request.open("GET", address);
      request.responseType = "arraybuffer";
      request.timeout = LOAD_MS;
      request.onerror = request.ontimeout = failed;
      request.onload = function () {
        if (request.status === 200) {
          audio.decodeAudioData(request.response, done, failed);
        } else {
          failed();
        }
      };
      request.send();
    });
  };

  Sound.prototype.speak = function (clips, from, began) {
    var at = Math.max(from, this.audio.currentTime);
    var last = null;
    for (var turn = 0; turn < this.voice.times; turn += 1) {
      for (var place = 0; place < clips.length; place += 1) {
        last = this.audio.createBufferSource();
        last.buffer = clips[place];
        last.connect(this.audio.destination);
        last.start(at);
        at += clips[place].duration + PAUSE_S;
      }
    }
    last.onended = this.ended.bind(this, began);
  };

  Sound.prototype.ended = function (began) {
    if (this.since === began) {
      this.since = 0;
    }
  };

  window.kiosk.Sound = Sound;
})();
