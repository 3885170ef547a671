// What goes wrong, as a code: the screens find the words.
/**
 * @typedef {"offline"|"wait"|"refused"|"full"|"ended"|"no_session"|"unsent"|"unreadable"|"unsupported"|"busy"} Code
 */
export class CoreError extends Error {
  /** @param {Code} code @param {object} [details] copied onto the error: after, status, errors, count, missing */
  constructor(code, details = {}) {
    super(code);
    this.name = "CoreError";
    this.code = code;
    Object.assign(this, details);
  }
}

/** Turn what a browser throws when it cannot write into one of ours. */
export function asCoreError(error) {
  if (error instanceof CoreError) return error;
  if (error?.name === "QuotaExceededError" || /quota|disk.*full|no space/i.test(error?.message ?? "")) {
    return new CoreError("full", { cause: error });
  }
  return new CoreError("unreadable", { cause: error });
}
