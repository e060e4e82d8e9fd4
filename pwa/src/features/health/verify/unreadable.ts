/** What cannot be read at all: no code, or one that somebody has tampered with clumsily. */
export class Unreadable extends Error {}

export function refuse(step: string): never {
  throw new Unreadable(step);
}
