/* The desk console: what the hub says is shown, what the clerk does goes to the hub. Nothing is
   shown as done before the hub has answered. */
(function () {
  "use strict";

  const { Live, hhmm, make, empty } = window.kiosk;
  const { request, keyFor, settled } = window.kiosk.hub;
  const { facts, seen, names, LETTERS, $, t, now, put, say, possible } = window.kiosk.desk;
  const { dossierAddress, draw, drawDeeds, drawHelp, keepAbsent } = window.kiosk.desk;
  const AGAIN_MS = 2000; // a picture that did not arrive is asked for again
  const REFRESH_MS = 20000; // minutes waited; and the hub hears that somebody sits here
  const CLOCK_MS = 1000;
  const ABSENT_KEPT = 3;
  // Two presses within the time that desktops take for a double click are one (Windows and GTK:
  // 500 and 400 ms). The hub answers sooner, and the second would be the next deed.
  const ONE_PRESS_MS = 500;

  const csrf = document.body.dataset.csrf;
  let reading = false;
  let readAgain = false;
  let retry = 0;
  let lastDone = ""; // what the desk did last: a call after it is a call of its own
  let answered = 0; // a picture taken before a deed must not cover what the deed changed
  let missed = false; // such a picture came: what it told is asked for again after the deed

  // --- reading -------------------------------------------------------------------------------

  async function read() {
    if (reading) {
      readAgain = true; // many changes at once are read once more, not many times
      return;
    }
    reading = true;
    do {
      readAgain = false;
      const before = answered;
      try {
        const [desk, help] = await Promise.all([
          request(`/v1/desks/${facts.desk}/state`),
          request("/v1/help-calls"),
        ]);
        if (seen.busy) missed = true;
        else if (before !== answered) readAgain = true;
        else if (desk.ok) heard(desk.body);
        if (help.ok && JSON.stringify(help.body.calls) !== JSON.stringify(seen.helpCalls)) {
          seen.helpCalls = help.body.calls;
          drawHelp();
        }
        draw();
      } catch (error) {
        readAgain = false;
        clearTimeout(retry); // one retry waits, however many reads were refused meanwhile
        retry = setTimeout(read, AGAIN_MS); // meanwhile the link's own watch tells the clerk
      }
    } while (readAgain);
    reading = false;
  }

  /* A state that was asked for, after whatever happened elsewhere or on a lost way. */
  function heard(state) {
    seen.state = state;
    // Somebody is at the desk: the call whose answer was lost was done, the next one is another.
    if (state.current) lastDone = `${state.current.ticket_id} seen`;
  }

  // --- doing ---------------------------------------------------------------------------------

  async function send(intent, path, body, deed) {
    if (seen.lost || seen.busy) return null;
    const key = keyFor(intent);
    if (!key) return null;
    seen.busy = true;
    drawDeeds();
    let answer = null;
    try {
      answer = await request(path, {
        method: "POST",
        headers: {
          "Content-Type": "application/json",
          "Accept-Language": facts.language,
          "Idempotency-Key": key,
          "X-CSRF-Token": csrf,
        },
        body: JSON.stringify(body),
      });
    } catch (error) {
      say(t("unsure", { deed: t(deed) }), true);
    }
    seen.busy = false;
    answered += 1;
    if (answer && answer.status < 500) settled(intent);
    if (answer && !answer.ok) say(answer.body.title || t("refused"), true);
    if (missed || !answer || !answer.ok) read(); // without its answer only the hub knows
    missed = false;
    drawDeeds();
    return answer && answer.ok ? answer.body : null;
  }

  async function callNext() {
    // After another number was done it is a new intent, however quick the clerk is.
    const body = await send(
      `call_next after ${lastDone}`,
      `/v1/desks/${facts.desk}/call-next`,
      {},
      "call_next"
    );
    if (!body) return;
    seen.state = body;
    draw();
    // One window for all of them, opened by the clerk's own press; else the link is there. With
    // "noopener" each would be another tab, and the dossiers of a day would all stay open.
    const dossier = dossierAddress(body.current);
    if (dossier) window.open(dossier, "ho-so");
    say(body.current || body.waiting.length ? "" : t("nobody_waits")); // the number says the rest
  }

  const SAID = {
    recall: "said_recalled",
    finish: "said_finished",
    no_show: "said_no_show",
    park: "said_parked",
    transfer: "said_transferred",
  };

  async function act(deed, ticket, toService) {
    const body = await send(
      `${deed} ${ticket.ticket_id} ${seen.state.current ? seen.state.current.state : ""}`,
      `/v1/tickets/${ticket.ticket_id}/${deed.replace("_", "-")}`,
      { desk: facts.desk, to_service: toService || null },
      deed
    );
    if (!body) return;
    seen.state = body;
    lastDone = `${ticket.ticket_id} ${deed} ${performance.now()}`;
    seen.absent = seen.absent.filter((each) => each.ticket_id !== ticket.ticket_id);
    if (deed === "no_show") seen.absent = [ticket, ...seen.absent].slice(0, ABSENT_KEPT);
    keepAbsent(seen.absent);
    draw();
    const said = SAID[deed]; // a number that is now the current one speaks for itself
    say(said ? t(said, { number: ticket.number, service: names.get(toService) || "" }) : "");
  }

  function chooseService() {
    const ticket = seen.state.current;
    put($("transfer-title"), t("transfer_title", { number: ticket.number }));
    empty($("choices"));
    const others = facts.services.filter((service) => service.id !== ticket.service_id);
    others.forEach((service, place) => {
      const choice = make("button", "");
      const text = make("span", "", service.name);
      choice.type = "button";
      choice.dataset.service = service.id;
      if (place < 9) choice.append(make("kbd", "", String(place + 1)));
      if (service.here) text.append(make("small", "", t("transfer_here")));
      choice.append(text);
      $("choices").append(choice);
    });
    $("transfer").returnValue = "";
    $("transfer").showModal();
  }

  function transferTo(serviceId) {
    const ticket = seen.state.current;
    $("transfer").close();
    if (ticket) act("transfer", ticket, serviceId);
  }

  async function takeHelp(id) {
    const call = seen.helpCalls.find((each) => each.id === id);
    const body = await send(`help ${id}`, `/v1/help-calls/${id}/acknowledge`, {}, "help_taken");
    if (!body || !call) return;
    seen.helpCalls = seen.helpCalls.filter((each) => each.id !== id);
    drawHelp();
    say(t("said_help", { kiosk: call.kiosk_id }));
  }

  function perform(deed) {
    if (!seen.state || seen.lost || seen.busy || !possible().includes(deed)) return;
    if (deed === "call_next") callNext();
    else if (deed === "transfer") chooseService();
    else act(deed, seen.state.current);
  }

  /* Whether this press is the second half of a double press, of a key or in one place. When the hand
     moved counts, not when a busy machine came round to it. */
  const pressed = new Map();
  function again(place, { timeStamp: at }) {
    const before = pressed.get(place);
    pressed.set(place, at);
    return before !== undefined && at - before < ONE_PRESS_MS;
  }

  document.addEventListener("click", (event) => {
    const element = event.target.closest("button");
    if (!element || element.disabled) return;
    // After a mouse or finger the keys mean what is printed on them, not the focused button.
    if (event.detail > 0) element.blur();
    if (element.dataset.deed) {
      // A new deed has taken the place of the one before: the place counts, not the word on it.
      const place = element.classList.contains("primary") ? "primary" : element.dataset.deed;
      if (!again(place, event)) perform(element.dataset.deed);
    } else if (element.dataset.service) transferTo(element.dataset.service);
    else if (element.dataset.help) takeHelp(Number(element.dataset.help));
    else if (element.id === "cancel") $("transfer").close();
    else if (element.dataset.resume) {
      const id = element.dataset.resume;
      const ticket = [...seen.state.parked, ...seen.absent].find((each) => each.ticket_id === id);
      if (ticket) act("resume", ticket);
    }
  });

  const DEEDS = { " ": ["call_next"], "+": ["call_next"], Enter: ["start", "finish"] };
  for (const [deed, letter] of Object.entries(LETTERS)) DEEDS[letter.toLowerCase()] = [deed];

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat || event.isComposing) return;
    if ($("transfer").open) {
      const choice = $("choices").children[Number(event.key) - 1];
      if (/^[1-9]$/.test(event.key) && choice) choice.click();
      return;
    }
    const focused = document.activeElement;
    const native = focused && focused.matches("button, a, input") && /^( |Enter)$/.test(event.key);
    const deeds = DEEDS[event.key.toLowerCase()] || DEEDS[event.key];
    if (native || !deeds) return; // Space and Enter press the focused control
    event.preventDefault();
    const deed = deeds.find((each) => possible().includes(each));
    if (deed && !again(event.key, event)) perform(deed);
  });

  // --- link ----------------------------------------------------------------------------------

  const live = new Live(facts.epoch, {
    state(next) {
      seen.board = next;
      seen.clockAhead = new Date(next.now) - Date.now();
      turnDay(next.day);
      read();
    },
    link(link, contact) {
      seen.lost = link === "lost";
      document.body.classList.toggle("stale", seen.lost);
      $("link").className = `link ${link}`;
      put($("link-word"), t(link));
      $("stale").hidden = !seen.lost;
      put($("stale-words"), t("stale", { time: hhmm(new Date(contact.getTime() + seen.clockAhead)) }));
      drawHelp();
      draw();
    },
    renewed() {
      if (!seen.busy && !$("transfer").open) location.reload();
    },
  });

  /* Who was absent yesterday is not called again: the hub has closed that number. */
  let day = "";
  function turnDay(next) {
    if (day && next !== day) {
      seen.absent = [];
      keepAbsent(seen.absent);
      say("");
    }
    day = next;
  }

  setInterval(() => {
    if (seen.lost || !seen.board) return;
    put($("clock"), hhmm(now()));
  }, CLOCK_MS);
  setInterval(read, REFRESH_MS);
  live.start();
  read();
})();
