// The service worker and the installation, seen from the page.

const worker = () => globalThis.navigator?.serviceWorker;

/**
 * Register the service worker. A new version waits until the page asks for it.
 * @param {{onUpdate?: (apply: () => void) => void}} [options]
 * @returns {Promise<ServiceWorkerRegistration|null>} null where there is none (the app works, but not offline)
 */
export async function registerWorker({ onUpdate = () => {} } = {}) {
  if (!worker()) return null;
  // Browsers that send in the background know modules in workers; the others get the same without the sending.
  const type = "SyncManager" in globalThis ? "module" : "classic";
  const address = type === "module" ? "/terrain/sw.js?envoi=1" : "/terrain/sw.js";
  let registration;
  try {
    registration = await worker().register(address, { type, scope: "/terrain/", updateViaCache: "none" });
  } catch {
    return null; // no network at the first visit, or not allowed here
  }
  let reloading = false;
  const known = Boolean(worker().controller);
  const apply = () => {
    worker().addEventListener("controllerchange", () => {
      if (!reloading) globalThis.location.reload();
      reloading = true;
    });
    registration.waiting?.postMessage("apply");
  };
  const tell = () => registration.waiting && known && onUpdate(apply);
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", tell);
  });
  tell();
  globalThis.document?.addEventListener("visibilitychange", () => {
    if (globalThis.document.visibilityState === "visible") registration.update().catch(() => {});
  });
  return registration;
}

/** Ask the service worker to keep the map too. @returns {Promise<boolean>} whether all of it is there */
export async function keepExtras() {
  const registration = await worker()?.getRegistration("/terrain/");
  const active = registration?.active;
  if (!active) return false;
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => resolve(data === true);
    setTimeout(() => resolve(false), 60_000);
    active.postMessage("extras", [port2]);
  });
}

/** Called with a function that shows the browser's own question, when it would install the app. */
export function onInstallable(tell) {
  globalThis.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    tell(async () => {
      event.prompt();
      return (await event.userChoice).outcome === "accepted";
    });
  });
}
