// The service worker, registered once the first screen stands.

const SCOPE = "/terrain/";

/** Keep the shell on the phone; quiet where a browser has no service worker, or refuses one. */
export async function install() {
  const workers = globalThis.navigator?.serviceWorker;
  if (!workers) return;
  try {
    await workers.register("/terrain/sw.js", { scope: SCOPE, type: "module", updateViaCache: "none" });
  } catch {
    // browsers that know no modules there: the same worker, which leaves sending to the page
    await workers.register("/terrain/sw.js?simple", { scope: SCOPE, updateViaCache: "none" }).catch(() => {});
  }
}
