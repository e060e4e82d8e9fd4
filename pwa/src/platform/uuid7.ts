/** Makes UUIDv7 ids: they sort by time, so a record made offline keeps its place. */
let last = 0;
let within = 0;

export function uuid7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, Math.floor(now / 0x10000));
  view.setUint16(4, now % 0x10000);
  // Two ids of one millisecond keep their order by a counter where others have random bits (RFC 9562, 6.2).
  within = now === last ? (within + 1) & 0xfff : 0;
  last = now;
  view.setUint16(6, 0x7000 | within);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
