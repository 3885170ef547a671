// Asking the server. What does not look like its answer is no answer: a portal's page, a redirection, a proxy.
import { CoreError } from "./errors.mjs";

const PATIENCE = 30_000;

async function packed(text) {
  const bytes = new Blob([text]).stream().pipeThrough(new CompressionStream("gzip"));
  return new Response(bytes).arrayBuffer();
}

/** Retry-After: seconds or a date. @returns {number|null} seconds */
export function patience(header, now = Date.now()) {
  if (!header) return null;
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - now) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), 3600) : null;
}

function csrf() {
  return /(?:^|;\s*)csrftoken=([^;]+)/.exec(globalThis.document?.cookie ?? "")?.[1] ?? "";
}

export class Http {
  /** @param {{fetch?: typeof fetch, token: () => Promise<string|null>, root?: string}} parts */
  constructor({ fetch, token, root = "/api" }) {
    this.fetch = fetch ?? ((...args) => globalThis.fetch(...args));
    this.token = token;
    this.root = root;
  }

  /**
   * @param {string} path such as "/sync"
   * @param {{method?: string, body?: object, gzip?: boolean, cookie?: boolean}} [how] cookie: as who is logged in
   *   on the site, for the two calls that come before the token
   * @returns {Promise<any>} the answer's JSON
   * @throws {CoreError} offline, wait, refused, ended, no_session
   */
  async call(path, { method = "GET", body, gzip = false, cookie = false } = {}) {
    const headers = { Accept: "application/json" };
    let payload;
    if (body !== undefined) {
      headers["Content-Type"] = "application/json";
      payload = JSON.stringify(body);
      if (gzip && globalThis.CompressionStream) {
        payload = await packed(payload);
        headers["Content-Encoding"] = "gzip";
      }
    }
    if (cookie) headers["X-CSRFToken"] = csrf();
    else headers.Authorization = `Bearer ${await this.#bearer()}`;
    const credentials = cookie ? "same-origin" : "omit";
    return this.#understand(await this.#ask(path, { method, headers, body: payload, credentials }), cookie);
  }

  async #bearer() {
    const token = await this.token();
    if (!token) throw new CoreError("no_session");
    return token;
  }

  async #ask(path, options) {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), PATIENCE);
    try {
      const safe = { cache: "no-store", redirect: "error", referrerPolicy: "no-referrer", signal: abort.signal };
      const response = await this.fetch(this.root + path, { ...safe, ...options });
      return { response, text: await response.text() }; // the body too may be cut
    } catch (cause) {
      throw new CoreError("offline", { cause });
    } finally {
      clearTimeout(timer);
    }
  }

  #understand({ response, text }, cookie) {
    const { status } = response;
    const after = patience(response.headers.get("Retry-After"));
    const json = /^application\/(problem\+)?json\b/.test(response.headers.get("Content-Type") ?? "");
    let answer = null;
    try {
      answer = json ? JSON.parse(text) : null;
    } catch {
      answer = null; // cut in the middle
    }
    if (status === 429 || status >= 500) throw new CoreError("wait", { after, status });
    if (answer === null || typeof answer !== "object") throw new CoreError("offline", { captive: true, status });
    if (response.ok) return answer;
    const ended = !cookie && answer.perron === 1 && (status === 401 || (status === 403 && answer.wipe));
    throw new CoreError(ended ? "ended" : "refused", { status, after, answer, errors: answer.errors ?? [] });
  }
}
