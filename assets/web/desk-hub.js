/* How the desk console speaks to the hub: every wait has a limit, every intent one key. */
(function () {
  "use strict";

  const SAME_MS = 2000; // the same deed again within this time is a double click
  const LIMIT_MS = 8000; // a hub that needs longer has lost the request

  const { mark, since } = window.kiosk;
  let leaving = false;
  const sent = new Map(); // intent -> {key, at, open}: a retry after a lost answer keeps its key

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

  /* Whether this intent may go now, and under which key: one key for one intent. */
  function keyFor(intent) {
    const before = sent.get(intent);
    const at = mark();
    if (before && before.open) {
      before.at = at;
      return before.key; // the answer was lost: the same deed again, counted once
    }
    if (before && since(before.at) < SAME_MS) return null;
    forget();
    const key = newKey();
    sent.set(intent, { key, at, open: true });
    return key;
  }

  /* Answered intents are kept only while a second click may follow: the page stays open for weeks. */
  function forget() {
    for (const [intent, { at, open }] of sent) {
      if (!open && since(at) >= SAME_MS) sent.delete(intent);
    }
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

  /* The hub has answered this intent: the same deed again would be another one. */
  function settled(intent) {
    sent.get(intent).open = false;
  }

  window.kiosk.hub = { request, keyFor, settled };
})();
