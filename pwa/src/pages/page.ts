/** A page that is fetched when it is opened, together with the words it needs. */
import { withWords, type Part } from "@/i18n";

export const page = (load: () => Promise<unknown>, ...parts: Part[]) => () => withWords(load() as Promise<typeof import("./HomePage.vue")>, ...parts);
