/** Shared photos: kept whole, counted, and nothing that is no photo among them. */
import "fake-indexeddb/auto";
import { beforeEach, expect, test } from "vitest";
import { dropPhotos, keepPhotos, LARGEST_BYTES, MOST, photosOf, putBack, typeOf } from "@/offline/photos";

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const JPEG = "\xff\xd8\xff\xe0\x00\x10JFIF";
const file = (head = JPEG, name = "a.jpg", size = 64) => new File([bytes(head.padEnd(size, "x"))], name, { type: "image/jpeg" });

beforeEach(async () => dropPhotos((await photosOf("me")).concat(await photosOf("you")).map((photo) => photo.id)));

test.each([
  ["\xff\xd8\xff\xe1Exif", "image/jpeg"], ["\x89PNG\r\n\x1a\n\x00\x00", "image/png"], ["RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"],
  ["\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/heic"], ["\x00\x00\x00\x1cftypavif\x00\x00", "image/avif"],
  ["<svg xmlns=", null], ["GIF89a", null], ["\x00\x00\x00\x18ftypmp42", null], ["%PDF-1.7", null], ["", null],
])("%j is %s", (head, type) => expect(typeOf(bytes(head))).toBe(type));

test("photos are kept with what their bytes say they are, oldest first", async () => {
  expect(await keepPhotos([file(), file("\x89PNG\r\n\x1a\n", "lies.jpg")], "me")).toEqual({ kept: 2, refused: {} });
  const kept = await photosOf("me");
  expect(kept.map(({ name, type }) => [name, type])).toEqual([["a.jpg", "image/jpeg"], ["lies.jpg", "image/png"]]);
  expect(kept[0]!.bytes.size).toBe(64);
});

test("what is no photo or too large is counted by its reason", async () => {
  const large = file();
  Object.defineProperty(large, "size", { value: LARGEST_BYTES + 1 });
  expect(await keepPhotos([file("<html>"), large, file()], "me")).toEqual({ kept: 1, refused: { no_photo: 1, too_large: 1 } });
});

test("the tenth photo is refused, and has room once one is gone", async () => {
  expect(await keepPhotos(Array.from({ length: MOST + 2 }, () => file()), "me")).toEqual({ kept: MOST, refused: { too_many: 2 } });
  const [first] = await photosOf("me");
  await dropPhotos([first!.id]);
  expect(await keepPhotos([file()], "me")).toEqual({ kept: 1, refused: {} });
});

test("a deleted photo can be put back", async () => {
  await keepPhotos([file()], "me");
  const [photo] = await photosOf("me");
  await dropPhotos([photo!.id]);
  await putBack(photo!);
  expect(await photosOf("me")).toHaveLength(1);
});

test("nobody sees another's photos on a shared phone", async () => {
  await keepPhotos([file()], "me");
  expect(await photosOf("you")).toEqual([]);
});
