/** What a person keeps with the server under a name, over a line whose answers overtake each other. */
import { expect, test } from "vitest";
import { openSaved, save, saved } from "@/features/incidents/saved";
import { openWatches, saveWatch, watches } from "@/features/indicators/watches";
import { far, held, json } from "./far";

const ONE = { id: "01a22192-0143-77dd-9c7e-ccd3878511d0", name: "急" };
const aMoment = () => new Promise((go) => setTimeout(go));
const lists = {
  filters: { putBack: () => save(ONE.name, {} as never, ONE.id), open: openSaved, list: saved, answer: { items: [ONE] } },
  watches: { putBack: () => saveWatch(ONE.id, {} as never), open: openWatches, list: watches, answer: ONE },
};

test.each(Object.entries(lists))("%s that are asked for while one of them is put back have that one", async (_, { putBack, open, list, answer }) => {
  const [put, read] = [held(), held()];
  let kept: unknown[] = [];
  far("officer", async (_url, request) => {
    if (request.method === "PUT") return put.answer;
    const found = kept;
    await read.answer;
    return json({ items: found });
  });
  const back = putBack();
  const opened = open();
  await aMoment();
  kept = [ONE];
  put.come(json(answer));
  await back;
  read.come(json({}));
  await opened;
  expect(list.value).toEqual([ONE]);
});
