/* Passkeys: <form hidden data-passkey="get" or "create" data-options="id of the JSON"> has a hidden
   field "credential". Pressing its button asks the device, puts the answer there and sends it. */
"use strict";

(() => {
  function toBytes(text) {
    const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(plain, (character) => character.charCodeAt(0));
  }

  function toText(buffer) {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  }

  /* The options as the browser wants them: what was sent as text made bytes again. */
  function decoded(options) {
    const bytes = (one) => ({ ...one, id: toBytes(one.id) });
    const decoded = { ...options, challenge: toBytes(options.challenge) };
    if (options.user) decoded.user = bytes(options.user);
    for (const list of ["allowCredentials", "excludeCredentials"]) {
      if (options[list]) decoded[list] = options[list].map(bytes);
    }
    return decoded;
  }

  /* The answer as it can be sent: bytes made text. */
  function encoded(credential) {
    const response = {};
    for (const part of [
      "clientDataJSON",
      "attestationObject",
      "authenticatorData",
      "signature",
      "userHandle",
    ]) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    }
    return {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      clientExtensionResults: credential.getClientExtensionResults(),
      response,
    };
  }

  async function ask(form) {
    const data = JSON.parse(document.getElementById(form.dataset.options).textContent);
    const { publicKey } = data.request_options ?? data.creation_options;
    const credential = await navigator.credentials[form.dataset.passkey]({
      publicKey: decoded(publicKey),
    });
    form.elements.credential.value = JSON.stringify(encoded(credential));
    form.submit();
  }

  if (!window.PublicKeyCredential) return;
  for (const sentence of document.querySelectorAll("[data-without-passkeys]")) sentence.remove();
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const status = form.querySelector("[data-passkey-status]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      status.textContent = "";
      try {
        await ask(form);
      } catch {
        // Refused, cancelled or too late: nothing was sent, and it can be tried again.
        status.textContent = form.dataset.textFailed;
      }
    });
  }
})();
