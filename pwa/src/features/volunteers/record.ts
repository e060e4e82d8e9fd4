/** My own record on a page: loaded, or the fact that there is none yet. */
import { onMounted, ref } from "vue";
import { asProblem } from "@/platform/problem";
import type { MyRecord } from "@/platform/shapes";
import { told } from "@/platform/told";
import { loadRecord } from "./service";

export function useRecord() {
  const record = ref<MyRecord | null>(null);
  const isMissing = ref(false);
  const error = ref("");

  async function load(): Promise<void> {
    error.value = "";
    try {
      record.value = await loadRecord();
      isMissing.value = false;
    } catch (problem) {
      isMissing.value = asProblem(problem).code === "volunteer.not_registered";
      if (!isMissing.value) error.value = told(problem);
    }
  }
  function joined(made: MyRecord): void {
    record.value = made;
    isMissing.value = false;
  }

  onMounted(load);
  return { record, isMissing, error, load, joined };
}
