/** Turns base64url text into bytes and back; push keys come in it. */
export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}

export function toBase64url(bytes: ArrayBuffer | null): string {
  if (!bytes) return "";
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}
