// The service worker. The site writes VERSION, SHELL, EXTRAS and PAGES before this text, and where the browser
// knows how, an import of sendInBackground. It keeps the shell and never an answer of the API.
/* global VERSION, SHELL, EXTRAS, PAGES */

const CACHE = `perron-shell-${VERSION}`;
const MORE = `perron-extras-${VERSION}`;
const OURS = ["perron-shell-", "perron-extras-"];

self.addEventListener("install", (event) => {
  event.waitUntil(keep(CACHE, [...SHELL, ...PAGES]));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) {
        if (OURS.some((start) => name.startsWith(start)) && ![CACHE, MORE].includes(name)) await caches.delete(name);
      }
      await self.clients.claim();
    })(),
  );
});

/** Fetch what is not kept yet; all or an error, so that a version is whole or is not. */
async function keep(name, addresses) {
  const cache = await caches.open(name);
  await Promise.all(
    addresses.map(async (address) => {
      if (await cache.match(address)) return;
      const page = PAGES.includes(address);
      const response = await fetch(address, { cache: page ? "no-store" : "default", redirect: "error", credentials: "same-origin" });
      if (!response.ok) throw new Error(`${response.status} ${address}`);
      if (page && !(await response.clone().text()).includes("data-perron-terrain")) throw new Error(address); // a portal's page
      await cache.put(address, response);
    }),
  );
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    if (url.pathname.startsWith("/terrain/")) event.respondWith(page(request, url));
  } else if (url.pathname.startsWith("/static/")) {
    event.respondWith(file(request));
  }
});

/** The shell, at once; without a hash its address says nothing of anybody. */
async function page(request, url) {
  const kept = await caches.match(PAGES.includes(url.pathname) ? url.pathname : PAGES[0], { cacheName: CACHE });
  return kept ?? fetch(request);
}

async function file(request) {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}

self.addEventListener("message", (event) => {
  if (event.data === "apply") self.skipWaiting();
  if (event.data === "extras") {
    const told = keep(MORE, EXTRAS).then(() => true, () => false);
    event.waitUntil(told.then((done) => event.ports[0]?.postMessage(done)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === "perron-send" && typeof self.sendInBackground === "function") event.waitUntil(self.sendInBackground());
});
