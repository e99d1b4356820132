/* Saves every answer the moment it is given.
 *
 * One request is under way at a time; what is answered meanwhile waits and goes with the next.
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
  const BUSY_AFTER = 150; // ms before "busy" is shown: quicker saves don't flicker

  class Autosave {
    constructor(form) {
      this.form = form;
      this.texts = {
        saving: form.dataset.textSaving || "",
        saved: form.dataset.textSaved || "",
        failed: form.dataset.textFailed || "",
        refused: form.dataset.textRefused || form.dataset.textFailed || "",
      };
      this.status = document.querySelector("[data-save-status]");
      this.confirmed = new Map(); // code → what the server is known to have
      this.pending = new Map(); // code → what waits to be sent
      this.sending = new Map(); // code → what is under way
      this.failures = 0;
      this.stopped = false; // the server will not take more from this page
      this.leaving = false; // the form itself is being posted
      this.waiting = undefined; // the button that was pressed while a save was under way
      this.waited = false; // ... and that was waited for once
      this.patience = 0;
      this.timer = 0;

      for (const field of this.fields()) {
        this.confirmed.set(field.name, this.servedValueOf(field.name));
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
        // An answer that is merely under way is finished by farewell(); a failed one needs
        // the reader.
        if (this.failures > 0 && !this.stopped && !this.leaving && this.hasUnsaved()) {
          event.preventDefault();
        }
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

    /* What the page came with: the answer that the server has. */
    servedValueOf(code) {
      const [first] = this.named(code);
      if (first.type === "radio") {
        return this.named(code).find((radio) => radio.defaultChecked)?.value ?? "";
      }
      if (first instanceof HTMLSelectElement) {
        const options = Array.from(first.options);
        return (options.find((option) => option.defaultSelected) ?? options[0])?.value ?? "";
      }
      return first.defaultValue;
    }

    confirm(code, value) {
      this.confirmed.set(code, value);
      // The form itself posts what differs from these; a saved answer is no longer a change, so
      // an old tab can't put it back over what a newer one made of it.
      const initial = this.form.elements.namedItem(`initial-${code}`);
      if (initial instanceof HTMLInputElement) initial.value = value;
    }

    show(code, value) {
      for (const field of this.named(code)) {
        if (field.type === "radio") field.checked = field.value === value;
        else field.value = value;
      }
    }

    /* Keeping what is not confirmed, also when the tab is closed */

    storageKey() {
      return this.form.dataset.storageKey || "";
    }

    hasUnsaved() {
      return this.pending.size + this.sending.size > 0;
    }

    keep() {
      if (!this.storageKey()) return;
      const entries = {};
      for (const [code, value] of [...this.sending, ...this.pending]) {
        entries[code] = { value, base: this.confirmed.get(code) ?? "" };
      }
      try {
        if (Object.keys(entries).length) {
          localStorage.setItem(this.storageKey(), JSON.stringify(entries));
        } else {
          localStorage.removeItem(this.storageKey());
        }
      } catch {
        // Storage is full or forbidden: the page itself still holds the answers.
      }
    }

    recover() {
      let entries = {};
      try {
        entries = JSON.parse(localStorage.getItem(this.storageKey()) || "{}") || {};
      } catch {
        entries = {};
      }
      for (const [code, entry] of Object.entries(entries)) {
        const known = this.confirmed.get(code);
        // Only when the server still has what it had then: a newer answer, given on another
        // device, wins.
        if (known === undefined || known !== entry.base || known === entry.value) continue;
        this.show(code, entry.value);
        if (this.valueOf(code) === entry.value) this.pending.set(code, entry.value);
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
      if (this.stopped || !this.isField(element)) return;
      const code = element.name;
      const value = this.valueOf(code);
      if (value === this.confirmed.get(code) && !this.sending.has(code)) {
        if (!this.pending.delete(code)) return;
        this.say(code, "saved", this.texts.saved);
      } else if (this.pending.get(code) !== value) {
        this.pending.set(code, value);
      }
      this.keep();
      if (this.pending.size && this.failures === 0) this.schedule(delay);
      else if (this.failures > 0) this.say(code, "failed", this.texts.failed);
    }

    schedule(delay) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.flush(), delay);
    }

    /* The form posts everything that was touched. A save that is under way is waited for: it
     * holds older answers, and must not be the last to arrive. */
    submit(event) {
      clearTimeout(this.timer);
      if (this.sending.size && !this.waited) {
        event.preventDefault();
        event.stopImmediatePropagation(); // to sendOnce this press never happened
        this.waiting = event.submitter;
        this.patience = setTimeout(() => this.goOn(), PATIENCE);
        return;
      }
      this.leaving = true;
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
      if (!this.stopped && !this.leaving && this.pending.size) this.schedule(0);
    }

    body(values) {
      const token = this.form.querySelector("[name=csrfmiddlewaretoken]");
      const body = new URLSearchParams(token ? { csrfmiddlewaretoken: token.value } : {});
      for (const [code, value] of values) body.set(code, value);
      return body;
    }

    request(values, options = {}) {
      return fetch(this.form.dataset.autosaveUrl, {
        method: "POST",
        body: this.body(values),
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        credentials: "same-origin",
        ...options,
      });
    }

    async flush() {
      if (this.sending.size || !this.pending.size || this.stopped || this.leaving) return;
      this.sending = this.pending;
      this.pending = new Map();
      const tellBusy = () => this.sayAll(this.sending, "saving", this.texts.saving);
      const busy = setTimeout(tellBusy, BUSY_AFTER);
      const abort = new AbortController();
      const timeout = setTimeout(() => abort.abort(), TIMEOUT);
      try {
        const response = await this.request(this.sending, { signal: abort.signal });
        const json = (response.headers.get("Content-Type") || "").includes("json");
        clearTimeout(busy);
        this.take(response.status, json ? await response.json() : null);
      } catch {
        clearTimeout(busy);
        this.fail();
      } finally {
        clearTimeout(timeout);
        this.goOn();
      }
    }

    take(status, answer) {
      if (status === 200 && answer && Array.isArray(answer.saved)) this.accept(answer.saved, {});
      else if (status === 422 && answer && answer.errors) {
        this.accept(answer.saved || [], answer.errors);
      } else if (status === 409 && answer && answer.url) this.close(answer.url);
      else if ([400, 403, 404, 409, 413].includes(status)) this.refuse();
      else this.fail();
    }

    accept(saved, errors) {
      const sent = this.sending;
      this.sending = new Map();
      const left = new Map(); // sent, and neither saved nor refused by name
      for (const [code, value] of sent) {
        if (code in errors) this.say(code, "error", errors[code]);
        else if (!saved.includes(code)) left.set(code, value);
        else {
          this.confirm(code, value);
          if (!this.pending.has(code)) this.say(code, "saved", this.texts.saved);
        }
      }
      if (left.size === sent.size) {
        this.sending = left;
        this.refuse();
        return;
      }
      this.pending = new Map([...left, ...this.pending]);
      this.failures = 0;
      this.keep();
      if (Object.keys(errors).length) this.announce("error", Object.values(errors).join(" "));
      else this.announce("saved", this.texts.saved);
      if (this.pending.size) this.schedule(0);
    }

    /* The hidden initial follows, so that "next" posts this field as untouched: another tab may
     * have changed it since. */
    confirm(code, value) {
      this.confirmed.set(code, value);
      const initial = this.form.elements.namedItem(`initial-${code}`);
      if (initial) initial.value = value;
    }

    fail() {
      this.pending = new Map([...this.sending, ...this.pending]);
      this.sending = new Map();
      this.failures += 1;
      this.keep();
      this.sayAll(this.pending, "failed", this.texts.failed);
      this.schedule(Math.min(1000 * 2 ** (this.failures - 1), LONGEST_WAIT));
    }

    refuse() {
      // Asking again gives the same answer; a fresh page offers the kept answers once more.
      this.pending = new Map([...this.sending, ...this.pending]);
      this.sending = new Map();
      this.stopped = true;
      this.keep();
      this.sayAll(this.pending, "failed", this.texts.refused);
    }

    close(url) {
      this.pending.clear();
      this.sending.clear();
      this.stopped = true;
      this.keep();
      window.location.assign(url);
    }

    farewell() {
      const values = new Map([...this.sending, ...this.pending]);
      if (this.leaving || this.stopped || !values.size) return;
      // Not waited for: what is not confirmed stays in storage and is offered again.
      this.request(values, { keepalive: true }).catch(() => {});
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

  for (const form of document.querySelectorAll("form[data-autosave], form[data-send-once]")) {
    if (form.matches("[data-autosave]")) new Autosave(form); // first: it may hold a press back
    sendOnce(form);
  }
})();
