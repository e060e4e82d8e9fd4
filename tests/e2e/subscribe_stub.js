// Chromium subscribes at Google's servers only. Here the page gets real keys of its own
// and an endpoint that nobody serves; messages come in through the DevTools protocol.
(() => {
  if (!globalThis.PushManager) return;
  const base64url = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes)))
      .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

  let current = null;

  async function subscribe(options) {
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    const p256dh = await crypto.subtle.exportKey("raw", pair.publicKey);
    const auth = crypto.getRandomValues(new Uint8Array(16)).buffer;
    const keys = { p256dh, auth };
    const endpoint = `https://localhost:9/push/${crypto.randomUUID()}`;
    current = {
      endpoint,
      expirationTime: null,
      options,
      getKey: (name) => keys[name],
      toJSON: () => ({
        endpoint,
        expirationTime: null,
        keys: { p256dh: base64url(p256dh), auth: base64url(auth) },
      }),
      unsubscribe: async () => { current = null; return true; },
    };
    return current;
  }

  PushManager.prototype.subscribe = subscribe;
  PushManager.prototype.getSubscription = async () => current;
  PushManager.prototype.permissionState = async () => "granted";
})();
