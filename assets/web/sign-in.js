/* Sign-in: the password goes to POST /v1/session and nowhere else. */
(function () {
  "use strict";

  var LIMIT_MS = 10000; // checking a password takes well under a second
  var texts = JSON.parse(document.body.getAttribute("data-words"));
  var form = document.getElementById("form");
  var nameField = document.getElementById("name");
  var passwordField = document.getElementById("password");
  var submit = document.getElementById("submit");
  var show = document.getElementById("show");
  var answer = document.getElementById("answer");
  var answerWords = document.getElementById("answer-words");
  var query = new URLSearchParams(location.search);
  var locked = null;

  function say(text) {
    answerWords.textContent = text;
    answer.hidden = !text;
  }

  function next() {
    var path = query.get("next") || "/desk";
    return /^(\/ratings|\/desk(\/[a-z0-9-]{1,40})?)$/.test(path) ? path : "/desk"; // nowhere else
  }

  function count(n, unit) {
    return (n === 1 && texts[unit + "_one"]) || texts[unit].replace("{n}", n);
  }

  function lock(seconds) {
    var until = Date.now() + seconds * 1000;
    submit.disabled = true;
    clearInterval(locked);
    function step() {
      var left = Math.ceil((until - Date.now()) / 1000);
      if (left <= 0) {
        clearInterval(locked);
        submit.disabled = false;
        say(texts.unlocked);
        return;
      }
      var wait = left > 90 ? count(Math.ceil(left / 60), "minutes") : count(left, "seconds");
      say(texts.locked.replace("{wait}", wait));
    }
    locked = setInterval(step, 1000);
    step();
  }

  function refused(response) {
    passwordField.value = "";
    if (response.status === 429) {
      lock(Number(response.headers.get("Retry-After")) || 30);
    } else if (response.status === 401) {
      say(texts.wrong);
      passwordField.focus();
    } else if (response.status === 422) {
      say(texts.wrong);
    } else {
      say(texts.offline);
    }
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    if (!nameField.value.trim() || !passwordField.value) {
      say(texts.empty);
      (nameField.value.trim() ? passwordField : nameField).focus();
      return;
    }
    var abort = new AbortController();
    var timer = setTimeout(function () {
      abort.abort();
    }, LIMIT_MS);
    submit.disabled = true;
    submit.textContent = texts.checking;
    say("");
    fetch("/v1/session", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ name: nameField.value.trim(), password: passwordField.value }),
      signal: abort.signal,
    })
      .then(
        function (response) {
          submit.disabled = false;
          if (response.ok) {
            location.replace(next());
          } else {
            refused(response);
          }
        },
        function () {
          submit.disabled = false;
          say(texts.offline);
        }
      )
      .then(function () {
        clearTimeout(timer);
        submit.textContent = texts.submit;
      });
  });

  show.addEventListener("click", function () {
    var hidden = passwordField.type === "password";
    passwordField.type = hidden ? "text" : "password";
    show.textContent = hidden ? texts.hide : texts.show;
  });

  if (query.get("why") === "ended") {
    say(texts.ended);
  } else if (query.get("why") === "out") {
    say(texts.signed_out);
  }
})();
