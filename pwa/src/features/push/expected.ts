/** Whether this phone will likely be said to be out of reach: the room for it is kept, so that nothing jumps when it is. */
export const isBannerExpected = () => !("Notification" in globalThis) || Notification.permission !== "granted";
