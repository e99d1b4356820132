/* Saves every answer the moment it is given.
 *
 * Each answer is posted with its bases: what this page knows, or thinks, that the server has. The
 * server keeps the answer only over one of those and else says what it has ("stale"), so that a
 * request that arrives late can't undo a newer answer. A page whose reader chose meanwhile asks
 * again, knowing more; a stray request has nobody who asks.
 *
 * What could not be saved stays in the page and in localStorage until the server confirms it,
 * so that a lost connection or a closed tab costs no answer. Without this script the form simply
 * posts itself.
 */
"use strict";

(() => {
  const TIMEOUT = 10_000; // ms before a request counts as lost
  const LONGEST_WAIT = 30_000; // ms between two attempts, at most
  const TYPING_PAUSE = 800; // ms of silence after which typed text is saved
  const PATIENCE = 3_000; // ms that "next" waits for a save under way
  const KEPT_ALIVE = 60_000; // characters in a request that outlives its page, at most
  const MOST_BASES = 3; // values per answer that may have arrived, at most
  const BUSY_AFTER = 150; // ms before "busy" is shown: quicker saves don't flicker

  /* What is not confirmed, per page of one response, also when the tab is closed:
   * code → {value, bases}. Storage may be full or forbidden; the page itself still holds it. */
  const store = {
    read(key) {
      try {
        return JSON.parse(localStorage.getItem(key) || "{}") || {};
      } catch {
        return {};
      }
    },
    write(key, entries) {
      try {
        if (Object.keys(entries).length) localStorage.setItem(key, JSON.stringify(entries));
        else localStorage.removeItem(key);
      } catch {
        // See above.
      }
    },
    keysOf(response) {
      try {
        return Object.keys(localStorage).filter((key) => key.endsWith(`-${response}`));
      } catch {
        return [];
      }
    },
    forget(response) {
      for (const key of this.keysOf(response)) this.write(key, {});
    },
  };

  /* Post answers with their bases: a list of [code, {value, bases}]. */
  function post(form, answers, signal) {
    const body = new URLSearchParams();
    for (const [code, { value, bases }] of answers) {
      body.append(code, value);
      for (const base of bases) body.append(`initial-${code}`, base);
    }
    return fetch(form.dataset.autosaveUrl, {
      method: "POST",
      body,
      signal,
      // Goes on when the reader leaves the page; browsers do that for small requests only.
      keepalive: String(body).length < KEPT_ALIVE,
      headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      credentials: "same-origin",
    });
  }

  async function answerOf(response) {
    const json = (response.headers.get("Content-Type") || "").includes("json");
    return json ? await response.json() : null;
  }

  class Autosave {
    constructor(form) {
      this.form = form;
      this.texts = {
        saving: form.dataset.textSaving || "",
        saved: form.dataset.textSaved || "",
        failed: form.dataset.textFailed || "",
        refused: form.dataset.textRefused || form.dataset.textFailed || "",
        offline: form.dataset.textOffline || form.dataset.textFailed || "",
      };
      this.status = document.querySelector("[data-save-status]");
      this.confirmed = new Map(); // code → what the server is known to have
      this.perhaps = new Map(); // code → list of what was sent since, and may have arrived
      this.pending = new Map(); // code → what waits to be sent
      this.sending = new Set(); // what is under way, each a map of code → value
      this.latest = new Map(); // code → the last of those that held it
      this.yielding = new Set(); // codes not chosen just now: a newer answer elsewhere wins
      this.failures = 0;
      this.refused = false; // the server takes nothing from this page until it is loaded again
      this.closed = false; // the scan was sent: there is nothing left to save
      this.leaving = false; // the form itself is being posted
      this.waiting = undefined; // the button that was pressed while a save was under way
      this.waited = false; // ... and that was waited for once
      this.patience = 0;
      this.timer = 0;

      for (const field of this.fields()) {
        this.confirmed.set(field.name, this.initialOf(field.name)?.value ?? "");
        this.slotOf(field); // before anything is said, so that saying it moves nothing
      }
      form.addEventListener("change", (event) => this.note(event.target, 0));
      form.addEventListener("input", (event) => {
        if (this.isText(event.target)) this.note(event.target, TYPING_PAUSE);
      });
      form.addEventListener("submit", (event) => this.submit(event));
      window.addEventListener("online", () => this.retryNow());
      window.addEventListener("pagehide", () => this.farewell());
      window.addEventListener("pageshow", (event) => {
        this.leaving = this.waited = false;
        if (event.persisted) this.retryNow();
      });
      document.addEventListener("visibilitychange", () => {
        if (document.visibilityState === "hidden") this.farewell();
        else this.retryNow();
      });
      window.addEventListener("beforeunload", (event) => {
        // What is merely under way arrives by itself; what failed needs the reader.
        const failed = this.failures > 0 || this.refused;
        if (failed && !this.closed && !this.leaving && this.hasUnsaved()) event.preventDefault();
      });
      this.recover();
    }

    /* Fields */

    isField(element) {
      return (
        element instanceof HTMLElement &&
        element.matches("input, select, textarea") &&
        Boolean(element.name) &&
        !["hidden", "submit", "button"].includes(element.type)
      );
    }

    isText(element) {
      return this.isField(element) && element.matches("textarea, [type=text], [type=number]");
    }

    fields() {
      return Array.from(this.form.elements).filter((element) => this.isField(element));
    }

    named(code) {
      return this.fields().filter((field) => field.name === code);
    }

    valueOf(code) {
      const [first] = this.named(code);
      if (!first) return "";
      if (first.type !== "radio") return first.value;
      return this.named(code).find((radio) => radio.checked)?.value ?? "";
    }

    /* The server has this. The hidden initial follows, so that "next" posts this field as
     * untouched: another tab may have changed it since. */
    confirm(code, value) {
      this.confirmed.set(code, value);
      this.perhaps.delete(code);
      this.yielding.delete(code);
      const initial = this.initialOf(code);
      if (initial) initial.value = value;
    }

    initialOf(code) {
      const initial = this.form.elements.namedItem(`initial-${code}`);
      return initial instanceof HTMLInputElement ? initial : null;
    }

    /* All that the server may have of this page's doing. */
    basesOf(code) {
      return [...new Set([this.confirmed.get(code) ?? "", ...(this.perhaps.get(code) ?? [])])];
    }

    show(code, value) {
      for (const field of this.named(code)) {
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
      }
    }

    /* Keeping what is not confirmed */

    storageKey() {
      return this.form.dataset.storageKey || "";
    }

    unsaved() {
      return new Map([...[...this.sending].flatMap((batch) => [...batch]), ...this.pending]);
    }

    hasUnsaved() {
      return this.pending.size + this.sending.size > 0;
    }

    withBases(values) {
      return [...values].map(([code, value]) => [code, { value, bases: this.basesOf(code) }]);
    }

    keep() {
      if (!this.storageKey()) return;
      const entries = Object.fromEntries(this.withBases(this.unsaved()));
      for (const entry of Object.values(entries)) entry.posted = this.leaving;
      store.write(this.storageKey(), entries);
    }

    recover() {
      for (const [code, entry] of Object.entries(store.read(this.storageKey()))) {
        const known = this.confirmed.get(code);
        const bases = Array.isArray(entry?.bases) ? entry.bases : [];
        // Only when the server still has what it had then: a newer answer, given on another
        // device, wins.
        if (known === undefined || known === entry.value || !bases.includes(known)) continue;
        this.show(code, entry.value);
        if (this.valueOf(code) !== entry.value) continue;
        this.perhaps.set(code, bases);
        this.pending.set(code, entry.value);
        this.yielding.add(code);
      }
      // Answered while this script was still on its way
      for (const code of this.confirmed.keys()) {
        const value = this.valueOf(code);
        if (value !== this.confirmed.get(code)) this.pending.set(code, value);
      }
      this.keep();
      if (this.hasUnsaved()) this.schedule(0);
    }

    /* Sending */

    note(element, delay) {
      if (this.closed || !this.isField(element)) return;
      const code = element.name;
      const value = this.valueOf(code);
      this.yielding.delete(code);
      if (value === this.confirmed.get(code) && !this.perhaps.has(code)) {
        if (!this.pending.delete(code)) return;
        this.say(code, "saved", this.texts.saved);
      } else if (this.pending.get(code) !== value) {
        this.pending.set(code, value);
      }
      this.keep();
      if (!this.pending.size) return;
      if (this.refused) this.tell(code, "failed", this.texts.refused);
      else if (this.failures > 0) this.say(code, "failed", this.texts.failed);
      else {
        this.tell(code, "", ""); // it is not saved any more
        this.schedule(delay);
      }
    }

    schedule(delay) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), delay);
    }

    /* The form posts everything that was touched. A save that is under way is waited for: the
     * form would not post what was put back to what it was before that save. */
    submit(event) {
      if (!navigator.onLine) {
        // The browser would put a page of its own in the place of this one.
        event.preventDefault();
        event.stopImmediatePropagation(); // to sendOnce this press never happened
        this.announce("failed", this.texts.offline);
        return;
      }
      clearTimeout(this.timer);
      if (this.sending.size && !this.waited) {
        event.preventDefault();
        event.stopImmediatePropagation(); // to sendOnce this press never happened
        this.waiting = event.submitter;
        this.patience = setTimeout(() => this.goOn(), PATIENCE);
        return;
      }
      this.leaving = true;
      for (const [code, values] of this.perhaps) this.markTouched(code, values);
      // Whoever comes back to this page as it is left now may have chosen otherwise since.
      for (const code of this.unsaved().keys()) this.yielding.add(code);
      this.keep();
    }

    /* What was put back, while another value may have arrived, has to be posted as well. */
    markTouched(code, others) {
      const initial = this.initialOf(code);
      const value = this.valueOf(code);
      if (initial && initial.value === value) {
        initial.value = others.find((other) => other !== value) ?? value;
      }
    }

    goOn() {
      if (this.waiting === undefined) return;
      const submitter = this.waiting;
      this.waiting = undefined;
      this.waited = true;
      clearTimeout(this.patience);
      this.form.requestSubmit(submitter);
    }

    retryNow() {
      if (!this.leaving && this.pending.size) this.schedule(0);
    }

    /* One request at a time, while the reader is here. */
    flush() {
      if (!this.sending.size) this.send();
    }

    /* The reader may be leaving: what waits goes now, beside what is under way already. */
    farewell() {
      clearTimeout(this.timer);
      this.send();
    }

    async send() {
      if (!this.pending.size || this.refused || this.closed || this.leaving) return;
      const batch = this.pending;
      const answers = this.withBases(batch);
      this.pending = new Map();
      this.sending.add(batch);
      for (const [code, value] of batch) {
        this.latest.set(code, batch);
        // A base that was forgotten costs one more question, so the last few will do.
        this.perhaps.set(code, [...(this.perhaps.get(code) ?? []), value].slice(-MOST_BASES));
      }
      this.keep();
      const tellBusy = () => this.sayAll(batch, "saving", this.texts.saving);
      const busy = setTimeout(tellBusy, BUSY_AFTER);
      const abort = new AbortController();
      const timeout = setTimeout(() => abort.abort(), TIMEOUT);
      try {
        const response = await post(this.form, answers, abort.signal);
        const answer = await answerOf(response);
        clearTimeout(busy);
        this.take(batch, response.status, answer);
      } catch {
        clearTimeout(busy);
        this.fail(batch);
      } finally {
        clearTimeout(timeout);
        if (!this.sending.size) this.goOn();
      }
    }

    take(batch, status, answer) {
      if (this.closed) return;
      if (status === 200 && answer?.saved && answer.stale) this.accept(batch, answer);
      else if (status === 422 && answer?.errors) this.correct(batch, answer.errors);
      else if (status === 409 && answer?.url) this.close(answer.url);
      else if ([400, 403, 404, 409, 413, 422].includes(status)) this.refuse(batch);
      else this.fail(batch);
    }

    /* Take a request off the list; return the answers in it that no later request held. */
    ended(batch) {
      this.sending.delete(batch);
      return new Map([...batch].filter(([code]) => this.latest.get(code) === batch));
    }

    /* These wait once more, unless something newer does. */
    putBack(values) {
      this.pending = new Map([...values, ...this.pending]);
    }

    accept(batch, { saved, stale }) {
      for (const [code, value] of this.ended(batch)) {
        if (saved.includes(code)) this.confirm(code, value);
        else this.meet(code, value, stale[code]);
        if (!this.pending.has(code)) this.say(code, "saved", this.texts.saved);
      }
      this.failures = 0;
      this.keep();
      if (this.pending.size) this.schedule(0);
      else if (!this.sending.size) this.announce("saved", this.texts.saved);
    }

    /* The server has an answer that this page did not know of. Whoever chose here just now, wins
     * and is sent again; what was only offered again gives way. */
    meet(code, value, current) {
      const gives = this.yielding.has(code);
      this.confirm(code, current);
      if (gives) {
        this.pending.delete(code);
        this.show(code, current);
      } else if (!this.pending.has(code) && value !== current) {
        this.pending.set(code, value);
      }
    }

    /* Nothing was kept, because of these; the others are sent without them. */
    correct(batch, errors) {
      const values = this.ended(batch);
      const wrong = [...batch.keys()].filter((code) => code in errors);
      this.putBack(values);
      if (!wrong.length) {
        this.refuse(batch);
        return;
      }
      for (const code of wrong) {
        if (this.pending.get(code) === batch.get(code)) this.pending.delete(code);
        this.say(code, "error", errors[code]);
      }
      this.failures = 0;
      this.keep();
      this.announce("error", wrong.map((code) => errors[code]).join(" "));
      if (this.pending.size) this.schedule(0);
    }

    fail(batch) {
      this.putBack(this.ended(batch));
      this.failures += 1;
      this.keep();
      this.sayAll(this.pending, "failed", this.refused ? this.texts.refused : this.texts.failed);
      this.schedule(Math.min(1000 * 2 ** (this.failures - 1), LONGEST_WAIT));
    }

    refuse(batch) {
      // Asking again gives the same answer; a fresh page offers the kept answers once more.
      this.putBack(this.ended(batch));
      this.refused = true;
      this.keep();
      this.sayAll(this.pending, "failed", this.texts.refused);
    }

    close(url) {
      this.pending.clear();
      this.sending.clear();
      this.closed = true;
      store.forget(this.form.dataset.response);
      window.location.assign(url);
    }

    /* Telling */

    slotOf(field) {
      const around = field.closest("fieldset, [data-field], .mb-3");
      if (!around) return null;
      const slot = around.querySelector("[data-saved]");
      if (slot) return slot;
      const made = document.createElement("span");
      made.className = "saved saved-line";
      made.dataset.saved = "";
      // What it says is spoken from the status region.
      made.setAttribute("aria-hidden", "true");
      around.append(made);
      return made;
    }

    say(code, state, text) {
      const [field] = this.named(code);
      const slot = field ? this.slotOf(field) : null;
      if (!slot) return;
      slot.dataset.state = state;
      slot.textContent = text;
    }

    tell(code, state, text) {
      this.say(code, state, text);
      this.announce(state, text);
    }

    sayAll(values, state, text) {
      for (const code of values.keys()) this.say(code, state, text);
      this.announce(state, text);
    }

    announce(state, text) {
      if (!this.status) return;
      this.status.dataset.state = state;
      // Emptied first: the same words twice would be spoken once.
      this.status.textContent = "";
      requestAnimationFrame(() => {
        this.status.textContent = text;
      });
    }
  }

  /* A second press of the button must not send the form twice. */
  function sendOnce(form) {
    let sent = false;
    let reset = 0;
    const mark = (disabled) => {
      sent = disabled;
      for (const button of form.querySelectorAll("[type=submit], button:not([type])")) {
        if (disabled) button.setAttribute("aria-disabled", "true");
        else button.removeAttribute("aria-disabled");
      }
    };
    form.addEventListener("submit", (event) => {
      if (sent) {
        event.preventDefault();
        return;
      }
      // After the event: a button that is disabled during it would not be sent along.
      setTimeout(() => mark(true), 0);
      sent = true;
      clearTimeout(reset);
      reset = setTimeout(() => mark(false), TIMEOUT);
    });
    window.addEventListener("pageshow", () => mark(false));
  }

  /* What was left on another page of this scan (its tab was closed, its form posted) is asked of
   * the server: it has it, takes it, or has something newer. In each case it is forgotten here. */
  async function offerLeftovers(form) {
    const { response, storageKey, reloadAfter } = form.dataset;
    let changed = false;
    for (const key of store.keysOf(response).filter((other) => other !== storageKey)) {
      const entries = store.read(key);
      const answers = Object.entries(entries).filter(([, entry]) => Array.isArray(entry?.bases));
      try {
        const reply = answers.length ? await post(form, answers) : { status: 200 };
        if (reply.status === 409) store.forget(response);
        if (reply.status !== 200) continue;
        const saved = answers.length ? (await answerOf(reply)).saved : [];
        changed ||= saved.some((code) => !entries[code].posted);
        // What its own page added meanwhile is left to that page.
        const same = JSON.stringify(store.read(key)) === JSON.stringify(entries);
        if (same) store.write(key, {});
      } catch {
        return; // no connection: the next page tries again
      }
    }
    // An overview that was made without these
    if (changed && reloadAfter !== undefined) window.location.reload();
  }

  /* After sending nothing stays behind, but not before the server shows that it was sent. */
  const SENT = "sent-response";

  function rememberSending(form) {
    form.addEventListener("submit", () => {
      try {
        sessionStorage.setItem(SENT, form.dataset.sends);
      } catch {
        // Without storage there is nothing to forget.
      }
    });
  }

  function forgetSent() {
    try {
      const sent = sessionStorage.getItem(SENT);
      sessionStorage.removeItem(SENT);
      if (sent) store.forget(sent);
    } catch {
      // See above.
    }
  }

  for (const form of document.querySelectorAll("form[data-autosave], form[data-send-once]")) {
    if (form.matches("[data-autosave]")) new Autosave(form); // first: it may hold a press back
    if (form.dataset.response) offerLeftovers(form);
    if (form.dataset.sends) rememberSending(form);
    sendOnce(form);
  }
  for (const place of document.querySelectorAll("[data-forget]")) {
    store.forget(place.dataset.forget);
  }
  if (document.querySelector("[data-forget-sent]")) forgetSent();
})();
