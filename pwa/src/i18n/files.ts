/** Where each part's words lie: every name costs some bytes, so the list itself is fetched when a part is. */
const FILES = import.meta.glob<{ default: unknown }>(["./*/*.json", "!./zh-CN/core.json"]);

export const fetchPart = async (language: string, part: string) => (await FILES[`./${language}/${part}.json`]!()).default;
