/** Passkeys: asks the browser to make a key, or to answer with one, and posts the answer as a form.
 *
 * <form data-passkey="create|get"> holds a hidden input named "credential" and a button with `data-passkey-button`.
 * The options are in the JSON script named by `data-options`, or fetched from `data-options-url`.
 * Everything stays hidden until the browser is known to have passkeys.
 */

const named = !/^[\d.]+$|:/.test(location.hostname); // a key is bound to a name, never to an IP address
const supported = Boolean(window.PublicKeyCredential && navigator.credentials && named);

const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0)).buffer;
};

const base64 = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const descriptors = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

/** Options as the server writes them → options as the browser wants them. */
export function decodeOptions(options, { resident = false } = {}) {
  const decoded = { ...options, challenge: bytes(options.challenge) };
  if (options.user) decoded.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) decoded.excludeCredentials = descriptors(options.excludeCredentials);
  if (options.allowCredentials) decoded.allowCredentials = descriptors(options.allowCredentials);
  if (options.authenticatorSelection) {
    decoded.authenticatorSelection = {
      ...options.authenticatorSelection,
      residentKey: resident ? "required" : "discouraged",
      requireResidentKey: resident,
      ...(resident ? { userVerification: "required" } : {}),
    };
  }
  return decoded;
}

/** The browser's answer → plain values that can be posted. */
export function encodeCredential(credential) {
  const { response } = credential;
  const encoded = { clientDataJSON: base64(response.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) encoded[name] = base64(response[name]);
  }
  if (response.getTransports) encoded.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: base64(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    response: encoded,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

async function optionsOf(form) {
  if (form.dataset.optionsUrl) {
    const answer = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`options ${answer.status}`);
    return (await answer.json()).request_options.publicKey;
  }
  const data = JSON.parse(document.getElementById(form.dataset.options).textContent);
  return (data.creation_options ?? data.request_options).publicKey;
}

async function answer(form) {
  const resident = Boolean(form.querySelector("[data-passkey-resident]")?.checked);
  const publicKey = decodeOptions(await optionsOf(form), { resident });
  const credential = await navigator.credentials[form.dataset.passkey]({ publicKey });
  form.querySelector("[name=credential]").value = JSON.stringify(encodeCredential(credential));
  form.submit();
}

function start(form) {
  const button = form.querySelector("[data-passkey-button]");
  const failure = form.querySelector("[data-passkey-failure]");
  form.hidden = false;
  button.disabled = false;
  button.addEventListener("click", async (event) => {
    if (!form.checkValidity()) return;
    event.preventDefault();
    if (failure) failure.hidden = true;
    button.setAttribute("aria-busy", "true");
    try {
      await answer(form);
    } catch {
      if (failure) failure.hidden = false;
      button.removeAttribute("aria-busy");
    }
  });
}

if (supported) document.querySelectorAll("form[data-passkey]").forEach(start);
