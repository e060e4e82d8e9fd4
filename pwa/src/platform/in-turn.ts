import type { Ref } from "vue";
import { told } from "./told";

/** What is done with one list, each when the one before is answered: a list that was asked for before something was kept would come
 * without it, and after it. What goes wrong is said where the list stands; true where nothing did. */
export function inTurn(error: Ref<string>): (act: () => Promise<void>) => Promise<boolean> {
  let before: Promise<unknown> = Promise.resolve();
  return (act) => {
    const mine = before.then(async () => {
      error.value = "";
      try {
        await act();
        return true;
      } catch (caught) {
        error.value = told(caught);
        return false;
      }
    });
    before = mine;
    return mine;
  };
}
