// For the pictures: a subscription as a browser makes it, at a service that takes nothing; the test that is due is put off.
if (location.protocol !== "about:") {
  localStorage.setItem("reach_banner_until", String(Date.now() + 86_400_000));
  let made = null;
  PushManager.prototype.getSubscription = async () => made;
  PushManager.prototype.subscribe = async (options) => {
    const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
    const keys = { p256dh: await crypto.subtle.exportKey("raw", pair.publicKey), auth: crypto.getRandomValues(new Uint8Array(16)).buffer };
    const endpoint = `https://localhost:9/${crypto.randomUUID()}`;
    made = { endpoint, options, getKey: (name) => keys[name], unsubscribe: async () => true };
    return made;
  };
}
