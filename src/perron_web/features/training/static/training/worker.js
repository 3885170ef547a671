// The page of presences without network. Kept: the page without anybody's name, and its files.
const NAME = "perron-presences";
const PAGE = new URL("./?hors-ligne", self.location).href;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("message", (event) => {
  if (!Array.isArray(event.data?.keep)) return;
  const files = event.data.keep.filter((one) => new URL(one).origin === self.location.origin);
  event.waitUntil(keep(files));
});

async function keep(files) {
  const store = await caches.open(NAME);
  const page = await fetch(PAGE, { credentials: "same-origin", redirect: "manual" });
  if (page.ok) await store.put(PAGE, page);
  await Promise.all(files.map(async (file) => (await store.match(file)) || store.add(file).catch(() => {})));
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const here = new URL("./", self.location).pathname;
  if (request.mode === "navigate" && new URL(request.url).pathname === here) event.respondWith(opened(request));
  else if (new URL(request.url).pathname.includes("/static/")) event.respondWith(file(request));
});

async function opened(request) {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await (await caches.open(NAME)).match(PAGE);
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  const kept = await (await caches.open(NAME)).match(request.url);
  return kept ?? fetch(request);
}
