/** One photo by the tus protocol: created once, continued wherever the line broke, each piece with its checksum. */
import { DetailedError, Upload, type HttpRequest, type HttpResponse } from "tus-js-client";
import { authorizedFetch } from "@/platform/api";
import type { Sent, Upload as Uploads } from "./photos-sealed";

const ENDPOINT = "/api/uploads";
/** Half a minute of the slowest network: what a cut costs at most. */
const PIECE_BYTES = 64 * 1024;
const PIECE_TIMEOUT_MS = 60_000;

export const uploadByTus: Uploads = (photo, note) => new Promise((resolve) => {
  const upload = new Upload(photo.bytes!, {
    endpoint: `${location.origin}${ENDPOINT}`,
    uploadUrl: photo.upload_url ? `${location.origin}${photo.upload_url}` : null,
    metadata: { sha256: photo.sha256, record_id: photo.record_id },
    chunkSize: PIECE_BYTES,
    // Trying again, and where to go on from, are kept in the outbox: they outlive the tab.
    retryDelays: null,
    storeFingerprintForResuming: false,
    httpStack: { createRequest: (method, url) => new Call(method, url), getName: () => "fetch" },
    onUploadUrlAvailable: () => void note({ upload_url: upload.url ? new URL(upload.url).pathname : undefined }),
    onChunkComplete: (_size, accepted) => void note({ sent_bytes: accepted }),
    onSuccess: () => resolve({ ok: true }),
    onError: (error) => resolve(failure(error)),
  });
  upload.start();
});

function failure(error: Error): Sent {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  if (!answer) return { ok: false, status: 0, code: "network", detail: "", retry_after: null };
  const said = parsed(answer.getBody());
  return { ok: false, status: answer.getStatus(), code: String(said.code ?? ""), detail: String(said.detail ?? said.title ?? ""), retry_after: answer.getHeader("Retry-After") ?? null };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const said: unknown = JSON.parse(text);
    return typeof said === "object" && said !== null ? (said as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** tus speaks through the app's own fetch: with its session, its renewal, and always to its own origin. */
class Call implements HttpRequest {
  private readonly headers: Record<string, string> = { "X-No-Timeout": "1" };
  private readonly stop = new AbortController();

  constructor(private readonly method: string, private readonly url: string) {}

  getMethod = () => this.method;
  getURL = () => this.url;
  getHeader = (name: string) => this.headers[name];
  setHeader = (name: string, value: string) => void (this.headers[name] = value);
  setProgressHandler = () => {};
  getUnderlyingObject = () => null;

  async send(piece: Blob | null): Promise<HttpResponse> {
    const body = piece ? await piece.arrayBuffer() : null;
    if (body) this.headers["Upload-Checksum"] = `sha256 ${await checksum(body)}`;
    const { pathname, search } = new URL(this.url);
    const patience = setTimeout(() => this.stop.abort(), PIECE_TIMEOUT_MS);
    try {
      return await answerOf(await authorizedFetch(new Request(pathname + search, { method: this.method, headers: this.headers, body, signal: this.stop.signal })));
    } finally {
      clearTimeout(patience);
    }
  }

  async abort(): Promise<void> {
    this.stop.abort();
  }
}

async function checksum(body: ArrayBuffer): Promise<string> {
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", body))));
}

async function answerOf(response: Response): Promise<HttpResponse> {
  const text = await response.text();
  return {
    getStatus: () => response.status,
    getHeader: (name) => response.headers.get(name) ?? undefined,
    getBody: () => text,
    getUnderlyingObject: () => response,
  };
}

