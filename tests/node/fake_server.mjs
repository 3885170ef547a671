// A server in memory that answers as the real one, and a network that may cut anywhere.

export const json = (body, status = 200, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });

/** Numbers from a seed (mulberry32). */
export function dice(seed) {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export class FakeServer {
  /** id → body as text: what is stored, once. */
  stored = new Map();
  batches = [];
  refuse = () => false;
  /** Called before each answer to /api/sync: may return another Response, or throw. */
  fault = async () => null;
  extra = {};
  me = null;
  revoked = false;
  known = true;

  constructor({ user = 7, packs = {} } = {}) {
    Object.assign(this, { user, packs });
  }

  fetch = async (url, options = {}) => {
    const { method = "GET", headers = {}, body } = options;
    const route = `${method} ${url}`;
    if (route === "POST /api/phones") {
      const user = { id: this.user, name: "Emma Roux" };
      return json({ token: `token-${this.user}`, phone: this.user, campaign: "essai", user, language: "fr" }, 201);
    }
    if (this.revoked) return json({ perron: 1, wipe: true }, 403);
    if (!this.known || !headers.Authorization?.startsWith("Bearer token-")) return json({ perron: 1 }, 401);
    if (route === "GET /api/me" && this.me) return json({ perron: 1, ...this.me });
    if (route === "POST /api/sync") return this.#sync(headers, body);
    const pack = /^GET \/api\/packs\/(\d+)$/.exec(route);
    if (pack) return this.packs[pack[1]] ? json(this.packs[pack[1]]) : json({ error: "gone" }, 404);
    return json({});
  };

  async #sync(headers, body) {
    const raw = headers["Content-Encoding"] === "gzip" ? new Blob([body]).stream().pipeThrough(new DecompressionStream("gzip")) : body;
    const { reports, sent_at } = JSON.parse(await new Response(raw).text());
    const early = await this.fault("before", reports);
    if (early) return early;
    this.batches.push({ reports, sent_at });
    const results = reports.map((report) => this.#take(report));
    const late = await this.fault("after", reports, results);
    return late ?? json({ perron: 1, server_time: new Date().toISOString(), results, wipe: false, gone: [], ...this.extra });
  }

  #take(report) {
    if (this.refuse(report)) return { id: report.id, status: 422, errors: [{ field: "door", expected: "≤ 12", found: report.door }] };
    const text = JSON.stringify(report);
    const known = this.stored.get(report.id);
    if (known === undefined) this.stored.set(report.id, text);
    return { id: report.id, status: known === undefined ? 201 : known === text ? 200 : 409 };
  }
}
