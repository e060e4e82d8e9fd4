/** Drawing with a finger: corners come and go, and crossing edges are seen at once. */
import { expect, test } from "vitest";
import { asPolygon, crosses, undone, withCorner, type Corner, type Drawing } from "@/features/areas/polygon";

const at = ([lng, lat]: Corner) => ({ lng, lat });
const drawn = (corners: Corner[], closed = false): Drawing => ({ corners, closed });
const SQUARE: Corner[] = [[0, 0], [1, 0], [1, 1], [0, 1]];
const BOW: Corner[] = [[0, 0], [1, 1], [1, 0], [0, 1]];
const LATE: Corner[] = [[0, 0], [2, 0], [0, 1], [2, 1]];

test("corners are added until it is closed, and then no more", () => {
  const two = withCorner(withCorner(null, at([0, 0])), at([1, 0]));
  expect(two).toEqual(drawn([[0, 0], [1, 0]]));
  const closed = drawn(SQUARE, true);
  expect(withCorner(closed, at([5, 5]))).toBe(closed);
});

test("undo opens it first, then takes corner after corner back", () => {
  const open = undone(drawn(SQUARE, true))!;
  expect(open).toEqual(drawn(SQUARE));
  expect(undone(open)!.corners).toHaveLength(3);
  expect(undone(drawn([[0, 0]]))).toBeNull();
});

test("from three corners on it is a ring that ends where it began", () => {
  expect(asPolygon(null)).toBeNull();
  expect(asPolygon(drawn([[0, 0], [1, 0]]))).toBeNull();
  expect(asPolygon(drawn([[0, 0], [1, 0], [1, 1]]))!.coordinates).toEqual([[[0, 0], [1, 0], [1, 1], [0, 0]]]);
});

test.each([
  ["a square", SQUARE, true, false],
  ["a square still open", SQUARE, false, false],
  ["a triangle", SQUARE.slice(0, 3) as Corner[], true, false],
  ["a bow tie", BOW, true, true],
  ["a bow tie that only its last edge would make", LATE, false, false],
  ["the same once it is closed", LATE, true, true],
  ["a path over itself", [[0, 0], [2, 0], [2, 1], [1, -1]] as Corner[], false, true],
  ["two corners", [[0, 0], [1, 1]] as Corner[], true, false],
])("%s crosses or not", (_name, corners, closed, expected) => {
  expect(crosses(drawn(corners, closed))).toBe(expected);
});
