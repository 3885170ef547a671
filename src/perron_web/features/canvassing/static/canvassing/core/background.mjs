// Sending from the service worker, when the browser says that there is a network again and no page is open.
import { assemble } from "./core.mjs";

/** @throws when something still waits: the browser then tries again later */
export async function sendInBackground() {
  const parts = assemble();
  try {
    if (!(await parts.session.current())) return;
    const { left, busy } = await parts.sender.run();
    if (left && !busy) throw new Error("waiting");
  } finally {
    parts.events.close();
    parts.store.close();
  }
}
