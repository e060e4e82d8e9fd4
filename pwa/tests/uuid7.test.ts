/** Ids made on the phone sort by time and say their version. */
import { expect, test } from "vitest";
import { uuid7 } from "@/platform/uuid7";

test("a later id sorts after an earlier one", () => {
  expect(uuid7(1_800_000_000_001) > uuid7(1_800_000_000_000)).toBe(true);
});

test("ids of the same moment keep the order in which they were made", () => {
  const ids = Array.from({ length: 100 }, () => uuid7(1_800_000_000_000));
  expect([...ids].sort()).toEqual(ids);
});

test("an id is a version 7 UUID that holds its moment", () => {
  const id = uuid7(1_800_000_000_123);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(1_800_000_000_123);
});
