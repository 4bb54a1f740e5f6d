/* What the desk console shows of all that it has heard. What can be pressed stays the same element
   for as long as it is shown, however often the page is drawn meanwhile. */
(function () {
  "use strict";

  const { words, hhmm, make } = window.kiosk;
  const SHOWN = 60; // rows of the waiting list; more are counted, not drawn
  const LISTED = 200; // tickets the hub lists at most; a longer line is known by its count alone

  const facts = JSON.parse(document.body.dataset.facts);
  const texts = facts.words;
  const names = new Map(facts.services.map((service) => [service.id, service.name]));
  const $ = (id) => document.getElementById(id);
  const t = (key, values) => words(texts, key, values);

  /* Who was marked absent here is known to this page alone, so it must outlive a reload: the
     page reloads itself when the hub was restarted. Kept for this tab and this day. */
  const KEEP = `kiosk-absent ${facts.desk}`;
  const today = () => new Date(Date.now() + 7 * 3600000).toISOString().slice(0, 10);

  function keepAbsent(tickets) {
    const shown = ["ticket_id", "number", "service_id", "arrived_at", "priority", "print_state"];
    try {
      sessionStorage.setItem(KEEP, JSON.stringify({ day: today(), tickets }, (key, value) =>
        // Only what a row shows: no secret of a slip, no dossier.
        value && value.ticket_id ? Object.fromEntries(shown.map((name) => [name, value[name]])) : value
      ));
    } catch (error) {
      return; // storage is full or switched off: known until the page is loaded again
    }
  }

  function keptAbsent() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEEP));
      return kept && kept.day === today() ? kept.tickets : [];
    } catch (error) {
      return [];
    }
  }

  /* All that the page knows of the office; the other parts write it, this one reads it. */
  const seen = {
    state: null, // the last DeskState
    board: null, // the last BoardState: the hub's clock, and how often a number was called
    helpCalls: [],
    absent: keptAbsent(), // numbers marked absent from here, who often come a little later
    clockAhead: 0, // ms by which the hub's clock is ahead of this one
    lost: false, // the hub has not been heard for a while: what is shown is old
    busy: false, // a deed is on its way
  };

  function icon(name) {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${document.body.dataset.icons}#${name}`);
    svg.append(use);
    return svg;
  }

  /* Give each of `items` one child of `list`, in their order. A child stays while its item's key
     does: a press between down and up, the focus and a reader's place outlive every redraw. What
     goes is removed first, so that nothing that stays need be moved. */
  function show(list, items, { key, make: made, fill }) {
    const wanted = items.map((item) => [String(key(item)), item]);
    const there = new Map(wanted.map(([id]) => [id, null]));
    for (const child of Array.from(list.children)) {
      if (there.has(child.dataset.key)) there.set(child.dataset.key, child);
      else child.remove();
    }
    let next = list.firstElementChild;
    for (const [id, item] of wanted) {
      const child = there.get(id) || made(item);
      child.dataset.key = id;
      if (fill) fill(child, item);
      if (child === next) next = next.nextElementSibling;
      else list.insertBefore(child, next);
    }
  }

  const MARK = {
    key: (mark) => mark.join(),
    make([kind, name, text]) {
      const element = make("span", `tag ${kind}`);
      element.append(icon(name), make("span", "", text));
      return element;
    },
  };

  function marks(ticket) {
    const found = [];
    if (!ticket) return found;
    if (ticket.priority) found.push(["priority", "priority", texts.priority]);
    const slip = ticket.print_state;
    if (slip === "not_started" || slip === "unconfirmed") {
      found.push(["slip", "no-slip", t(`slip_${slip}`)]);
    } else if (slip === "unwanted") {
      found.push(["plain", "slip", t("slip_unwanted")]);
    }
    return found;
  }

  const now = () => new Date(Date.now() + seen.clockAhead);
  const minutes = (since) => Math.max(0, Math.floor((now() - new Date(since)) / 60000));

  function put(element, text) {
    if (element.textContent !== text) element.textContent = text; // else it is read aloud again
  }

  const waited = ({ arrived_at: at }) => t("waited", { time: hhmm(new Date(at)), n: minutes(at) });

  function timesCalled(ticket) {
    const there = seen.board && seen.board.serving.find((call) => call.number === ticket.number);
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
    const ticket = seen.state.current;
    const heading = $("now-heading");
    const number = $("number");
    show($("marks"), marks(ticket || seen.state.waiting[0]), MARK);
    drawDossier(ticket);
    number.classList.toggle("none", !ticket);
    document.body.classList.toggle("idle", !ticket);
    if (!ticket) {
      const first = seen.state.waiting[0];
      put(heading, facts.deskName);
      put(number, t("idle"));
      put($("service"), first ? t("idle_next", { number: first.number }) : "");
      put($("about"), first ? `${names.get(first.service_id) || ""}. ${waited(first)}` : t("idle_nobody"));
      return;
    }
    const times = timesCalled(ticket);
    if (ticket.state === "serving") put(heading, t("serving"));
    else put(heading, times > 1 ? t("called_times", { n: times }) : t("called"));
    put(number, ticket.number);
    put($("service"), ticket.service[facts.language]);
    put($("about"), waited(ticket));
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
    const ticket = seen.state && seen.state.current;
    if (!ticket) return ["call_next"];
    return ticket.state === "serving"
      ? ["finish", "park", "transfer"]
      : ["start", "recall", "no_show", "park", "transfer"];
  }

  /* Without a hub nothing can be pressed. While an answer is awaited nothing more is sent, but what
     was pressed keeps the focus, which a disabled button would lose. */
  function enable(element, can) {
    element.disabled = seen.lost || !can;
  }

  const deedsOf = (kind) => ({
    key: (deed) => deed,
    make: (deed) => button(deed, kind),
    fill: (element) => enable(element, seen.state !== null),
  });
  const PRIMARY = deedsOf("primary");
  const OTHER = deedsOf("other");

  function drawDeeds() {
    const [first, ...others] = possible();
    show($("primary"), [first], PRIMARY);
    show($("others"), others, OTHER);
    $("others").classList.toggle("three", others.length === 2);
    document.body.classList.toggle("busy", seen.busy);
  }

  /* A row is what it says: one that says something else is another row. */
  const ROW = {
    key: ({ ticket_id: id, service_id: service, ...ticket }) => [id, service, ...marks(ticket)].join(),
    make(ticket) {
      const item = make("li", "");
      item.append(make("b", "", ticket.number));
      item.append(make("span", "what", names.get(ticket.service_id) || ticket.service_id));
      item.append(...marks(ticket).map(MARK.make));
      return item;
    },
  };

  const WAITING = {
    key: ROW.key,
    make(ticket) {
      const item = ROW.make(ticket);
      item.querySelector(".what").after(make("span", "time", ""));
      return item;
    },
    fill(item, ticket) {
      put(item.querySelector(".time"), t("minutes", { n: minutes(ticket.arrived_at) }));
    },
  };

  const ASIDE = {
    key: ROW.key,
    make(ticket) {
      const item = ROW.make(ticket);
      const back = make("button", "", t("resume"));
      back.type = "button";
      back.dataset.resume = ticket.ticket_id;
      back.setAttribute("aria-label", `${t("resume")}: ${ticket.number}`);
      item.append(back);
      return item;
    },
    fill: (item) => enable(item.lastElementChild, seen.state.current === null),
  };

  /* How many wait for this desk, also on a day when the line is longer than the hub's list. */
  function waitingCount() {
    const listed = seen.state.waiting.length;
    if (listed < LISTED || !seen.board) return listed;
    const here = facts.services.filter((service) => service.here);
    const counted = here.reduce((sum, { id }) => sum + (seen.board.waiting[id] || 0), 0);
    return Math.max(listed, counted);
  }

  function drawWaiting() {
    show($("waiting"), seen.state.waiting.slice(0, SHOWN), WAITING);
    put($("waiting-count"), String(waitingCount()));
    const more = waitingCount() - SHOWN;
    put($("waiting-more"), more > 0 ? t("more", { n: more }) : "");
    $("waiting-empty").hidden = seen.state.waiting.length > 0;
  }

  function drawAside(listId, tickets) {
    show($(listId), tickets, ASIDE);
    $(`${listId}-panel`).hidden = tickets.length === 0;
  }

  const HELP = {
    key: (call) => call.id,
    make(call) {
      const item = make("div", "notice");
      const text = make("p", "", t("help", { kiosk: call.kiosk_id }));
      const time = hhmm(new Date(call.at));
      text.append(make("small", "", t("help_at", { time, screen: call.screen })));
      const taken = make("button", "", t("help_taken"));
      taken.type = "button";
      taken.dataset.help = String(call.id);
      taken.setAttribute("aria-label", `${t("help_taken")}: ${t("help", { kiosk: call.kiosk_id })}`);
      item.append(icon("help"), text, taken);
      return item;
    },
    fill: (item) => enable(item.lastElementChild, true),
  };

  function drawHelp() {
    show($("help"), seen.helpCalls, HELP);
    document.body.classList.toggle("with-band", seen.helpCalls.length > 0 || seen.lost);
  }

  function draw() {
    if (!seen.state) return;
    drawCurrent();
    drawDeeds();
    drawWaiting();
    drawAside("parked", seen.state.parked);
    put($("parked-count"), String(seen.state.parked.length));
    drawAside("absent", seen.absent);
    put($("done"), String(seen.state.done_today));
    const count = waitingCount();
    document.title = `${count ? `(${count}) ` : ""}${facts.deskName}`;
  }

  /* Who goes by Tab keeps a place, also when what was pressed is no more: the next deed. */
  function placeKept(drawing) {
    return () => {
      const focused = document.activeElement;
      drawing();
      const next = $("primary").firstElementChild;
      if (focused && !focused.isConnected && next) next.focus();
    };
  }

  function say(text, amiss) {
    $("said").classList.toggle("amiss", Boolean(amiss));
    put($("said"), text);
  }

  window.kiosk.desk = {
    facts,
    seen,
    names,
    LETTERS,
    $,
    t,
    now,
    put,
    say,
    possible,
    dossierAddress,
    draw: placeKept(draw),
    drawDeeds: placeKept(drawDeeds),
    drawHelp: placeKept(drawHelp),
    keepAbsent,
  };
})();
