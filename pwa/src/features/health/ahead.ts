/** What a gate goes by, on the phone of whoever may stand at one before he does: fetched when it has grown old, not at every start. */
import { loadPlaces } from "./gate";
import { isOld, knownTrust, loadTrust } from "./trust";

export async function keepAhead(): Promise<void> {
  await knownTrust();
  if (isOld()) await Promise.all([loadTrust(), loadPlaces()]);
}
