/** What one person made and the server has not: a page of its own that any phone or computer opens, with the photos in it. */
import type { Item } from "./outbox";
import { photosOfItem } from "./photos-sealed";

const escaped = (text: string) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** `titleOf` and `words`: in the person's language. The sealed bytes stand there as they are. */
export async function asPage(items: Item[], name: string, words: { title: string; lang: string; titleOf: (item: Item) => string; timeOf: (item: Item) => string }): Promise<Blob> {
  const parts = await Promise.all(items.map(async (item) => {
    const pictures = await Promise.all((await photosOfItem(item.id)).map(async ({ bytes, sha256 }) => (bytes ? `<figure><img src="${await dataUrl(bytes)}" alt=""><figcaption>${sha256}</figcaption></figure>` : `<p>${sha256}</p>`)));
    return `<article><h2>${escaped(words.titleOf(item))}</h2><p>${escaped(words.timeOf(item))} · ${escaped(item.id)} · POST ${escaped(item.url)}</p><pre>${escaped(item.body)}</pre>${pictures.join("")}</article>`;
  }));
  const style = "body{font:16px/1.5 sans-serif;max-width:44rem;margin:1rem auto;padding:0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#eee;padding:.5rem}img{max-width:100%}figcaption{font-size:.7rem;overflow-wrap:anywhere}";
  const heading = escaped(`${words.title} · ${name}`);
  return new Blob([`<!doctype html><html lang="${words.lang}"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${heading}</title><style>${style}</style><h1>${heading}</h1>${parts.join("")}</html>`], { type: "text/html" });
}

function dataUrl(bytes: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("unreadable"));
    reader.readAsDataURL(bytes);
  });
}
