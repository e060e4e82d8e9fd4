/** Lists kept under a name, over a line whose answers overtake each other. */
import { expect, test } from "vitest";
import { openSaved, save, saved } from "@/features/incidents/saved";
import type { SavedFilter } from "@/platform/shapes";
import { far, held, json } from "./far";

const ONE = { id: "01a22192-0143-77dd-9c7e-ccd3878511d0", name: "急", filters: { urgent: true } } as unknown as SavedFilter;
const aMoment = () => new Promise((go) => setTimeout(go));

test("a list that is asked for while one of it is put back has that one", async () => {
  const [put, read] = [held(), held()];
  let kept: SavedFilter[] = [];
  far("officer", async (_, request) => {
    if (request.method === "PUT") return put.answer;
    const found = kept;
    await read.answer;
    return json({ items: found });
  });
  const back = save(ONE.name, ONE.filters as never, ONE.id);
  const opened = openSaved();
  await aMoment();
  kept = [ONE];
  put.come(json({ items: kept }));
  await back;
  read.come(json({}));
  await opened;
  expect(saved.value).toEqual([ONE]);
});
