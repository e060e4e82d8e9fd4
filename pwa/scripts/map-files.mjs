/** Writes dist/map-files.json: what draws maps, too heavy for the service worker's shell, kept with a downloaded map. */
import { readdirSync, writeFileSync } from "node:fs";
import { DRAWS_MAPS } from "./shell-files.mjs";

const names = readdirSync("dist/assets").filter((name) => DRAWS_MAPS.test(`assets/${name}`) && !/\.(br|gz)$/.test(name)).sort();
if (!names.length) throw new Error("no file draws maps any more: look at DRAWS_MAPS in shell-files.mjs");
writeFileSync("dist/map-files.json", JSON.stringify(names.map((name) => `/assets/${name}`)));
