/* Passkeys need a script: the browser makes or shows one, and the form carries it to the registry. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
  const options = JSON.parse(form.dataset.passkey);
  const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

  const make = async () => {
    const publicKey = { ...options, challenge: bytes(options.challenge), user: { ...options.user, id: bytes(options.user.id) } };
    publicKey.excludeCredentials = known(options.excludeCredentials);
    const made = await navigator.credentials.create({ publicKey });
    const response = {
      attestationObject: text(made.response.attestationObject),
      clientDataJSON: text(made.response.clientDataJSON),
      transports: made.response.getTransports?.() ?? null,
    };
    return { id: made.id, rawId: text(made.rawId), type: made.type, response, extensions: JSON.stringify(made.getClientExtensionResults()) };
  };
  const show = async () => {
    const publicKey = { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) };
    const shown = await navigator.credentials.get({ publicKey });
    const { authenticatorData, clientDataJSON, signature, userHandle } = shown.response;
    const response = {
      authenticatorData: text(authenticatorData),
      clientDataJSON: text(clientDataJSON),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    };
    return { id: shown.id, rawId: text(shown.rawId), type: shown.type, response, extensions: JSON.stringify(shown.getClientExtensionResults()) };
  };
  ("making" in form.dataset ? make() : show())
    .then((credential) => {
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    })
    .catch(() => {
      form.querySelector(".note").textContent = form.dataset.failed;
    });
})();
