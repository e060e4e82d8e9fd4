/** The layers that are on, kept up to date: each by itself, so that one that fails takes no other along. */
import { ref, shallowRef, watch } from "vue";
import { told } from "@/platform/told";
import type { Choice } from "./choice";
import { keepLayers, keptLayers, load, type Data } from "./data";
import type { LayerName } from "./kinds";

export function useLayers(person: string, choice: Choice, box: () => string | null) {
  const data = shallowRef<Data>({});
  /** Of when what is shown is, where the server could not be reached; null: of now. */
  const age = ref<number | null>(null);
  const error = ref("");
  let turn = 0;

  async function refresh(only?: LayerName[]): Promise<void> {
    const mine = ++turn;
    const wanted = { on: choice.on, module: choice.module, box: box() };
    const asked = choice.on.filter((layer) => !only || only.includes(layer));
    const found = await Promise.allSettled(asked.map((layer) => load(layer, wanted)));
    if (mine !== turn && !only) return;
    const came = found.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    const failed = found.find((one) => one.status === "rejected");
    data.value = Object.assign({}, data.value, ...came) as Data;
    error.value = failed ? told(failed.reason) : "";
    if (!failed) age.value = null;
    if (came.length) await keepLayers(person, choice.module, data.value);
  }

  /** First what the phone has, so that a map opens in a cellar. */
  async function start(): Promise<void> {
    const copy = await keptLayers(person, choice.module);
    if (copy && !Object.keys(data.value).length) [data.value, age.value] = [copy.data, copy.read_at];
    await refresh();
  }

  watch(() => [...choice.on], (now, before) => void refresh(now.filter((layer) => !before.includes(layer) || layer === "heat")));
  watch(() => choice.module, () => {
    data.value = { ...data.value, objects: undefined };
    void refresh(["objects", "heat"]);
  });
  return { data, age, error, refresh, start };
}
