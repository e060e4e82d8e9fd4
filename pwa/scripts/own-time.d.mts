/** What the tests ask of it; the events are Chromium's. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- Chromium's trace events have no type here
export function ownTime(events: any[]): any[];
