/** A refusal with a name: what the server answered, or why nothing answered. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string = "",
    readonly more: Record<string, unknown> = {},
  ) {
    super(detail || code);
  }

  get isNetwork(): boolean {
    return this.status === 0;
  }
}

export const networkProblem = () => new Problem(0, "network");

export function asProblem(error: unknown): Problem {
  return error instanceof Problem ? error : networkProblem();
}

/** Reads a refusal; a captive portal's HTML counts as no answer at all. */
export function problemFrom(status: number, body: unknown): Problem {
  if (!body || typeof body !== "object") return status >= 400 ? new Problem(status, `http.${status}`) : networkProblem();
  const { code, detail, title, ...more } = body as Record<string, unknown>;
  return new Problem(status, String(code ?? `http.${status}`), String(detail ?? title ?? ""), more);
}
