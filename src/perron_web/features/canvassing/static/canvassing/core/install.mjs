// The service worker, registered once the first screen stands.

/** Quiet where a browser has none. */
export async function install() {
  // The worker comes with the core.
}
