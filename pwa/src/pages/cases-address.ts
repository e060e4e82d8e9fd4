/** The list of cases in its address: what is asked, whether the map is open, which sheet lies over it. */
import { computed } from "vue";
import { useRoute, useRouter } from "vue-router";
import { addressOf, askedFrom, type Asked, type View } from "@/features/incidents/asked";

const SHEETS = ["filters", "saved", "export"] as const;
export type SheetName = (typeof SHEETS)[number] | "";

export function useAddress(views: View[]) {
  const route = useRoute();
  const router = useRouter();
  const asked = computed(() => askedFrom(route.query, views));
  const onMap = computed(() => route.query.show === "map");
  const chosen = computed(() => (typeof route.query.case === "string" ? route.query.case : ""));
  const sheet = computed<SheetName>(() => SHEETS.find((one) => one === route.query.open) ?? "");
  /** What stays when something else is asked. */
  const look = () => (onMap.value ? { show: "map" } : {});

  /** `typed`: letters make no history, one would have to go back through all of them. */
  function ask(what: Asked, typed = false): void {
    const to = { query: { ...addressOf(what, views), ...look() } };
    void (typed || sheet.value ? router.replace(to) : router.push(to));
  }

  const show = (map: boolean) => void router.push({ query: { ...addressOf(asked.value, views), ...(map ? { show: "map" } : {}) } });
  const choose = (id: string) => void router.replace({ query: { ...addressOf(asked.value, views), ...look(), ...(id ? { case: id } : {}) } });
  const raise = (name: SheetName) => void router.push({ query: { ...route.query, open: name } });

  /** Back closes a sheet; a link that opened one has nothing behind it. */
  function lower(): void {
    const { open, ...rest } = route.query;
    if (!open) return;
    const under = router.resolve({ query: rest }).fullPath;
    if (history.state?.back === under) router.back();
    else void router.replace({ query: rest });
  }

  return { asked, onMap, chosen, sheet, ask, show, choose, raise, lower };
}
