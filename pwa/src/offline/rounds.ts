/** One round at a time: whoever asks while one runs gets one more, as urgent as the most urgent of them. */
import type { Force } from "./sender";

const URGENCY: Force[] = [false, "unless_told", true];
const urgent = (one: Force | null, other: Force) => (one === null || URGENCY.indexOf(other) > URGENCY.indexOf(one) ? other : one);

export function rounds(round: (force: Force) => Promise<void>): (force?: Force) => Promise<void> {
  let asked: Force | null = null;
  let running: Promise<void> | null = null;

  async function run(): Promise<void> {
    while (asked !== null) {
      const force = asked;
      asked = null;
      await round(force);
    }
  }

  return (force = false) => {
    asked = urgent(asked, force);
    return (running ??= run().finally(() => {
      running = null;
      asked = null;
    }));
  };
}
