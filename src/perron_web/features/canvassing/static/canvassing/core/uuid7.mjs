// UUID version 7 (RFC 9562): time first, so that the server's index grows at one end. Rising within a page.
let last = 0;
let count = 0;

/** @param {number} [now] milliseconds @returns {string} */
export function uuid7(now = Date.now()) {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Math.max(now, last);
  if (time === last) {
    count += 1;
    if (count > 0xfff) {
      time += 1;
      count = 0;
    }
  } else {
    count = ((bytes[6] & 0x07) << 8) | bytes[7]; // random, with room to count up
  }
  last = time;
  for (let i = 0; i < 6; i += 1) bytes[i] = Math.floor(time / 2 ** (8 * (5 - i))) % 256;
  bytes[6] = 0x70 | (count >> 8);
  bytes[7] = count & 0xff;
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
