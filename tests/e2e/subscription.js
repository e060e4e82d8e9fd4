// Replaces the page's way to its push service. Whether it is subscribed outlives a reload, as in a real browser.
function ({ endpoint, p256dh, auth }) {
  if (!globalThis.PushManager) return;
  const KEY = "subscription-of-the-test";
  const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (it) => it.charCodeAt(0));

  const made = (applicationServerKey) => ({
    endpoint,
    expirationTime: null,
    options: { userVisibleOnly: true, applicationServerKey: bytes(applicationServerKey).buffer },
    getKey: (name) => bytes({ p256dh, auth }[name]).buffer,
    toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh, auth } }),
    unsubscribe: async () => {
      localStorage.removeItem(KEY);
      return true;
    },
  });

  const asText = (key) => (typeof key === "string" ? key
    : btoa(String.fromCharCode(...new Uint8Array(key.buffer ?? key))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", ""));

  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    localStorage.setItem(KEY, asText(applicationServerKey));
    return made(asText(applicationServerKey));
  };
  PushManager.prototype.getSubscription = async () => {
    const key = localStorage.getItem(KEY);
    return key === null ? null : made(key);
  };
  PushManager.prototype.permissionState = async () => Notification.permission === "granted" ? "granted" : "prompt";
}
