/* The desk console: what the hub says is shown, what the clerk does goes to the hub. Nothing is
   shown as done before the hub has answered. */
(function () {
  "use strict";

  const { Live, words, hhmm, make, empty } = window.kiosk;
  const SAME_MS = 2000; // the same deed again within this time is a double click
  const LIMIT_MS = 8000; // a hub that needs longer has lost the request
  const AGAIN_MS = 2000; // a picture that did not arrive is asked for again
  const SHOWN = 60; // rows of the waiting list; more are counted, not drawn
  const ABSENT_KEPT = 3;

  const facts = JSON.parse(document.body.dataset.facts);
  const csrf = document.body.dataset.csrf;
  const texts = facts.words;
  const names = new Map(facts.services.map((service) => [service.id, service.name]));
  const $ = (id) => document.getElementById(id);
  const t = (key, values) => words(texts, key, values);

  let state = null; // the last DeskState
  let board = null; // the last BoardState: the hub's clock, and how often a number was called
  let helpCalls = [];
  let absent = []; // numbers marked absent from here, who often come a little later
  let clockAhead = 0;
  let lost = false;
  let busy = false;
  let reading = false;
  let readAgain = false;
  let leaving = false;
  let answered = 0; // a picture taken before a deed must not cover what the deed changed
  const sent = new Map(); // intent -> {key, at, open}: a retry after a lost answer keeps its key

  // --- drawing -----------------------------------------------------------------------------

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
    svg.append(use);
    return svg;
  }

  function tag(kind, name, text) {
    const element = make("span", `tag ${kind}`);
    element.append(icon(name), make("span", "", text));
    return element;
  }

  function marks(ticket) {
    const found = [];
    if (ticket.priority) found.push(tag("priority", "priority", texts.priority));
    const slip = ticket.print_state;
    if (slip === "not_started" || slip === "unconfirmed") {
      found.push(tag("slip", "no-slip", t(`slip_${slip}`)));
    } else if (slip === "unwanted") {
      found.push(tag("plain", "slip", t("slip_unwanted")));
    }
    return found;
  }

  const now = () => new Date(Date.now() + clockAhead);
  const minutes = (since) => Math.max(0, Math.floor((now() - new Date(since)) / 60000));

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text; // else it is read aloud again
  }

  function timesCalled(ticket) {
    const there = board && board.serving.find((call) => call.number === ticket.number);
    return there ? there.times : 1;
  }

  function dossierAddress(ticket) {
    return ticket && ticket.dossier && facts.portal
      ? `${facts.portal}/staff/code/${encodeURIComponent(ticket.dossier)}`
      : "";
  }

  /* The dossier that was handed in before the number was taken: its code, and a way to it. */
  function drawDossier(ticket) {
    const link = $("dossier").firstElementChild;
    const address = dossierAddress(ticket);
    $("dossier").hidden = !(ticket && ticket.dossier);
    put(link, ticket && ticket.dossier ? t("dossier", { code: ticket.dossier }) : "");
    if (address) link.href = address;
    else link.removeAttribute("href");
  }

  function drawCurrent() {
    const ticket = state.current;
    const heading = $("now-heading");
    const number = $("number");
    empty($("marks"));
    drawDossier(ticket);
    number.classList.toggle("none", !ticket);
    if (!ticket) {
      const first = state.waiting[0];
      put(heading, facts.deskName);
      put(number, t("idle"));
      put($("service"), first ? t("idle_next", { number: first.number }) : "");
      put($("about"), first ? names.get(first.service_id) || "" : t("idle_nobody"));
      return;
    }
    const times = timesCalled(ticket);
    if (ticket.state === "serving") put(heading, t("serving"));
    else put(heading, times > 1 ? t("called_times", { n: times }) : t("called"));
    put(number, ticket.number);
    put($("service"), ticket.service[facts.language]);
    put(
      $("about"),
      t("waited", { time: hhmm(new Date(ticket.arrived_at)), n: minutes(ticket.arrived_at) })
    );
    $("marks").append(...marks(ticket));
  }

  const KEYS = { call_next: "key_space", start: "key_enter", finish: "key_enter" };
  const LETTERS = { recall: "R", no_show: "X", park: "H", transfer: "T" };

  function button(deed, kind) {
    const key = LETTERS[deed] || t(KEYS[deed]);
    const element = make("button", kind);
    element.type = "button";
    element.dataset.deed = deed;
    element.append(make("span", "", t(deed)), make("kbd", "", key));
    element.setAttribute("aria-keyshortcuts", deed === "call_next" ? "Space +" : key);
    element.setAttribute("aria-label", `${t(deed)}, ${t("shortcut", { key })}`);
    return element;
  }

  function possible() {
    const ticket = state && state.current;
    if (!ticket) return ["call_next"];
    return ticket.state === "serving"
      ? ["finish", "park", "transfer"]
      : ["start", "recall", "no_show", "park", "transfer"];
  }

  function drawDeeds() {
    const deeds = possible();
    if ($("deeds").dataset.deeds !== deeds.join()) {
      const focused = document.activeElement && document.activeElement.dataset.deed;
      $("deeds").dataset.deeds = deeds.join();
      empty($("primary"));
      empty($("others"));
      $("primary").append(button(deeds[0], "primary"));
      $("others").append(...deeds.slice(1).map((deed) => button(deed, "other")));
      $("others").classList.toggle("three", deeds.length === 3);
      if (focused) $("primary").firstChild.focus(); // who goes by Tab keeps a place
    }
    for (const element of $("deeds").querySelectorAll("button")) {
      element.disabled = lost || busy || !state;
    }
    document.body.classList.toggle("busy", busy);
  }

  function row(ticket, time) {
    const item = make("li", "");
    item.append(make("b", "", ticket.number));
    item.append(make("span", "what", names.get(ticket.service_id) || ticket.service_id));
    if (time) item.append(make("span", "time", t("minutes", { n: minutes(ticket.arrived_at) })));
    item.append(...marks(ticket));
    return item;
  }

  function drawWaiting() {
    const list = $("waiting");
    empty(list);
    state.waiting.slice(0, SHOWN).forEach((ticket, place) => {
      const item = row(ticket, true);
      if (place === 0) item.className = "due";
      list.append(item);
    });
    put($("waiting-count"), String(state.waiting.length));
    const more = state.waiting.length - SHOWN;
    put($("waiting-more"), more > 0 ? t("more", { n: more }) : "");
    $("waiting-empty").hidden = state.waiting.length > 0;
  }

  function drawAside(listId, tickets) {
    const list = $(listId);
    const focused = document.activeElement && document.activeElement.dataset.resume;
    empty(list);
    for (const ticket of tickets) {
      const item = row(ticket, false);
      const back = make("button", "", t("resume"));
      back.type = "button";
      back.dataset.resume = ticket.ticket_id;
      back.setAttribute("aria-label", `${t("resume")}: ${ticket.number}`);
      back.disabled = lost || busy || state.current !== null;
      item.append(back);
      list.append(item);
      if (focused === ticket.ticket_id) back.focus();
    }
    $(`${listId}-panel`).hidden = tickets.length === 0;
  }

  function drawHelp() {
    const band = $("help");
    empty(band);
    for (const call of helpCalls) {
      const item = make("div", "notice");
      const text = make("p", "", t("help", { kiosk: call.kiosk_id }));
      const time = hhmm(new Date(call.at));
      text.append(make("small", "", t("help_at", { time, screen: call.screen })));
      const taken = make("button", "", t("help_taken"));
      taken.type = "button";
      taken.dataset.help = String(call.id);
      taken.setAttribute("aria-label", `${t("help_taken")}: ${t("help", { kiosk: call.kiosk_id })}`);
      taken.disabled = lost;
      item.append(icon("help"), text, taken);
      band.append(item);
    }
    document.body.classList.toggle("with-band", helpCalls.length > 0 || lost);
  }

  function draw() {
    if (!state) return;
    drawCurrent();
    drawDeeds();
    drawWaiting();
    drawAside("parked", state.parked);
    put($("parked-count"), String(state.parked.length));
    drawAside("absent", absent);
    put($("done"), String(state.done_today));
    const count = state.waiting.length;
    document.title = `${count ? `(${count}) ` : ""}${facts.deskName}`;
  }

  function say(text, amiss) {
    $("said").classList.toggle("amiss", Boolean(amiss));
    put($("said"), text);
  }

  // --- reading -------------------------------------------------------------------------------

  async function request(path, options) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), LIMIT_MS);
    try {
      const response = await fetch(path, { ...options, signal: abort.signal });
      if (response.status === 401 && !leaving && !document.body.dataset.leaving) {
        leaving = true; // several requests are refused at once; the way out is walked once
        location.replace(`/sign-in?why=ended&next=${encodeURIComponent(location.pathname)}`);
      }
      const body = await response.json();
      return { ok: response.ok, status: response.status, body };
    } finally {
      clearTimeout(timer);
    }
  }

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
        if (desk.ok && !busy && before === answered) state = desk.body;
        if (help.ok && JSON.stringify(help.body.calls) !== JSON.stringify(helpCalls)) {
          helpCalls = help.body.calls;
          drawHelp();
        }
        draw();
      } catch (error) {
        readAgain = false;
        setTimeout(read, AGAIN_MS); // meanwhile the link's own watch tells the clerk
      }
    } while (readAgain);
    reading = false;
  }

  // --- doing ---------------------------------------------------------------------------------

  /* Whether this intent may go now, and under which key: one key for one intent. */
  function keyFor(intent) {
    const before = sent.get(intent);
    const at = Date.now();
    if (before && before.open) {
      before.at = at;
      return before.key; // the answer was lost: the same deed again, counted once
    }
    if (before && at - before.at < SAME_MS) return null;
    const key = newKey();
    sent.set(intent, { key, at, open: true });
    return key;
  }

  function newKey() {
    if (crypto.randomUUID) return crypto.randomUUID();
    // Browsers offer randomUUID only over HTTPS; an office's own network is plain HTTP.
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40; // RFC 9562, version 4
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  }

  async function send(intent, path, body, deed) {
    if (lost || busy) return null;
    const key = keyFor(intent);
    if (!key) return null;
    busy = true;
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
    busy = false;
    answered += 1;
    if (answer && answer.status < 500) sent.get(intent).open = false;
    if (answer && !answer.ok) {
      say(answer.body.title || t("refused"), true);
      read();
    }
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
    state = body;
    draw();
    // One window for all of them, opened by the clerk's own press; else the link is there.
    const dossier = dossierAddress(body.current);
    if (dossier) window.open(dossier, "ho-so", "noopener");
    say(body.current ? "" : t("nobody_waits")); // the number itself says the rest
  }

  let lastDone = "";
  const SAID = {
    recall: "said_recalled",
    finish: "said_finished",
    no_show: "said_no_show",
    park: "said_parked",
    transfer: "said_transferred",
  };

  async function act(deed, ticket, toService) {
    const body = await send(
      `${deed} ${ticket.ticket_id} ${state.current ? state.current.state : ""}`,
      `/v1/tickets/${ticket.ticket_id}/${deed.replace("_", "-")}`,
      { desk: facts.desk, to_service: toService || null },
      deed
    );
    if (!body) return;
    state = body;
    lastDone = `${ticket.ticket_id} ${deed} ${Date.now()}`;
    absent = absent.filter((each) => each.ticket_id !== ticket.ticket_id);
    if (deed === "no_show") absent = [ticket, ...absent].slice(0, ABSENT_KEPT);
    draw();
    const said = SAID[deed]; // a number that is now the current one speaks for itself
    say(said ? t(said, { number: ticket.number, service: names.get(toService) || "" }) : "");
  }

  function chooseService() {
    const ticket = state.current;
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
    const ticket = state.current;
    $("transfer").close();
    if (ticket) act("transfer", ticket, serviceId);
  }

  async function takeHelp(id) {
    const call = helpCalls.find((each) => each.id === id);
    const body = await send(`help ${id}`, `/v1/help-calls/${id}/acknowledge`, {}, "help_taken");
    if (!body || !call) return;
    helpCalls = helpCalls.filter((each) => each.id !== id);
    drawHelp();
    say(t("said_help", { kiosk: call.kiosk_id }));
  }

  function perform(deed) {
    if (!state || lost || !possible().includes(deed)) return;
    if (deed === "call_next") callNext();
    else if (deed === "transfer") chooseService();
    else act(deed, state.current);
  }

  document.addEventListener("click", (event) => {
    const element = event.target.closest("button");
    if (!element || element.disabled) return;
    // After a mouse or finger the keys mean what is printed on them, not the focused button.
    if (event.detail > 0) element.blur();
    if (element.dataset.deed) perform(element.dataset.deed);
    else if (element.dataset.service) transferTo(element.dataset.service);
    else if (element.dataset.help) takeHelp(Number(element.dataset.help));
    else if (element.id === "cancel") $("transfer").close();
    else if (element.dataset.resume) {
      const id = element.dataset.resume;
      const ticket = [...state.parked, ...absent].find((each) => each.ticket_id === id);
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
    if (deed) perform(deed);
  });

  // --- link ----------------------------------------------------------------------------------

  const live = new Live(facts.epoch, {
    state(next) {
      board = next;
      clockAhead = new Date(next.now) - Date.now();
      read();
    },
    link(link, contact) {
      lost = link === "lost";
      document.body.classList.toggle("stale", lost);
      $("link").className = `link ${link}`;
      put($("link-word"), t(link));
      $("stale").hidden = !lost;
      put($("stale-words"), t("stale", { time: hhmm(new Date(contact.getTime() + clockAhead)) }));
      drawHelp();
      draw();
    },
    renewed() {
      if (!busy && !$("transfer").open) location.reload();
    },
  });

  setInterval(() => {
    if (lost || !board) return;
    put($("clock"), hhmm(now()));
  }, 1000);
  setInterval(read, 20000); // minutes waited; and the hub hears that somebody sits here
  live.start();
  read();
})();
