// The service worker of the phone app: the shell is kept whole by version, data never. `VERSION`, `SHELLS`, `FILES` and
// `send` are written above by the site (views/offline.py). Nothing here is allowed to lose a report: those lie in
// IndexedDB, which no version of this file touches.

const CACHE = `perron-terrain-${VERSION}`;
const OURS = "perron-terrain-";

/** Everything or nothing: a shell with a hole is worse than the one before. Files kept by name are not fetched again. */
async function keep() {
  const cache = await caches.open(CACHE);
  const fetched = async (url, fresh) => {
    const known = fresh ? undefined : await caches.match(url);
    const answer = known ?? (await fetch(url, { cache: fresh ? "reload" : "default", credentials: "omit" }));
    if (!answer.ok || answer.redirected) throw new Error(`${answer.status} ${url}`);
    await cache.put(url, answer);
  };
  await Promise.all([...SHELLS.map((url) => fetched(url, true)), ...FILES.map((url) => fetched(url, false))]);
}

async function forget() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
}

async function page(request) {
  const { pathname } = new URL(request.url);
  const kept = SHELLS.includes(pathname) ? await caches.match(pathname, { cacheName: CACHE }) : undefined;
  return kept ?? fetch(request);
}

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forget().then(() => self.clients.claim())));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (pathname.startsWith("/terrain/")) event.respondWith(page(request));
  } else if (FILES.includes(pathname)) event.respondWith(file(request));
});
self.addEventListener("sync", (event) => {
  if (send && event.tag === "perron-send") event.waitUntil(send());
});
