/** The list of those to be called by hand: take, call, note, done, and a way back for a finger that slipped. */
import { ref } from "vue";
import { t } from "@/i18n";
import type { PagingCall, PagingFound } from "@/platform/shapes";
import { told } from "@/platform/told";
import { toast } from "@/ui/toast";
import { closeCall, countCalls, giveBack, listCalls, reopenCall, takeCall } from "./api";

export class Calls {
  readonly items = ref<PagingCall[] | null>(null);
  readonly next = ref<string | null>(null);
  readonly waiting = ref<number | null>(null);
  readonly error = ref("");
  readonly busy = ref("");

  /** What was done here meanwhile: a list that was read before it is not believed. */
  private acts = 0;

  constructor(private readonly campaign?: string) {}

  readonly load = async (more = false): Promise<void> => {
    const before = this.acts;
    try {
      const [page, counts] = await Promise.all([listCalls(this.campaign, more ? (this.next.value ?? undefined) : undefined), countCalls(this.campaign)]);
      if (before !== this.acts) return;
      this.items.value = more ? [...(this.items.value ?? []), ...page.items] : page.items;
      [this.next.value, this.waiting.value, this.error.value] = [page.next_cursor, counts.waiting, ""];
    } catch (caught) {
      this.error.value = told(caught);
    }
  };

  readonly take = (call: PagingCall) => this.acting(call.id, () => takeCall(call.id));
  readonly back = (call: PagingCall) => this.acting(call.id, () => giveBack(call.id));

  readonly close = async (call: PagingCall, found: PagingFound, note: string | null): Promise<void> => {
    if (!(await this.acting(call.id, () => closeCall(call.id, found, note)))) return;
    this.waiting.value = Math.max(0, (this.waiting.value ?? 1) - 1);
    toast(t("calls.done", { name: call.person.name }), { kind: "ok", undo: { text: t("app.undo"), act: () => void this.undo(call) } });
  };

  private async undo(call: PagingCall): Promise<void> {
    if (await this.acting(call.id, () => reopenCall(call.id))) this.waiting.value = (this.waiting.value ?? 0) + 1;
  }

  /** What came back takes the place of what stood there; a closed one goes. */
  private put(call: PagingCall): void {
    const before = this.items.value ?? [];
    const others = before.filter((one) => one.id !== call.id);
    this.items.value = call.closed_at ? others : others.toSpliced(Math.max(0, before.findIndex((one) => one.id === call.id)), 0, call);
  }

  private async acting(id: string, act: () => Promise<PagingCall>): Promise<boolean> {
    this.busy.value = id;
    this.acts += 1;
    try {
      this.put(await act());
      return true;
    } catch (caught) {
      toast(told(caught), { kind: "danger" });
      void Promise.resolve().then(() => this.load());
      return false;
    } finally {
      this.acts += 1;
      this.busy.value = "";
    }
  }
}
