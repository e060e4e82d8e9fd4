/** Reads server-sent events out of text chunks, wherever the chunks happen to be cut. */
export interface ServerEvent { id: string | null; event: string; data: string }

export function sseReader(emit: (event: ServerEvent) => void): (chunk: string) => void {
  let rest = "";
  let fields: { id: string | null; event: string; data: string[] } = { id: null, event: "message", data: [] };

  const line = (text: string) => {
    if (text === "") {
      if (fields.data.length) emit({ id: fields.id, event: fields.event, data: fields.data.join("\n") });
      fields = { id: null, event: "message", data: [] };
      return;
    }
    const [, name, value] = /^([^:]*):? ?(.*)$/.exec(text) ?? [];
    if (name === "data") fields.data.push(value ?? "");
    if (name === "event") fields.event = value || "message";
    if (name === "id") fields.id = value ?? null;
  };

  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    lines.forEach(line);
  };
}
