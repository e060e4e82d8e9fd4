/** Server-sent events survive every way a network may cut them. */
import { expect, test } from "vitest";
import { sseReader, type ServerEvent } from "@/features/realtime/sse";

const STREAM = ': ping\n\nid: 7\nevent: hint\ndata: {"kind":"order.issued"}\n\nid: 8\r\nevent: hint\r\ndata: a\r\ndata: b\r\n\r\n';
const WHOLE: ServerEvent[] = [
  { id: "7", event: "hint", data: '{"kind":"order.issued"}' },
  { id: "8", event: "hint", data: "a\nb" },
];

function read(chunks: string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const reader = sseReader((event) => events.push(event));
  chunks.forEach(reader);
  return events;
}

test("a stream in one piece gives its events and no ping", () => {
  expect(read([STREAM])).toEqual(WHOLE);
});

test("a stream cut anywhere gives the same events", () => {
  for (let cut = 1; cut < STREAM.length; cut++) expect(read([STREAM.slice(0, cut), STREAM.slice(cut)])).toEqual(WHOLE);
});

test("a stream byte by byte gives the same events", () => {
  expect(read([...STREAM])).toEqual(WHOLE);
});
