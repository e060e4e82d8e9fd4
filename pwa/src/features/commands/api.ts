/** Every question and command of the commander's screens to the server. */
import { api, named, take } from "@/platform/api";
import type { AfterAction, AnsweredPlaces, AskOrder, Board, Checked, CheckOrder, Climb, Comparison, HelpCall, IssueOrder, Knock, Ladder, ListedOrder, Order, OrderDraft, Plan, Resent, SaidFor, Shapes, Standing, Submission, SubmissionListed, TimelineItem } from "@/platform/shapes";

const of = (order_id: string) => ({ order_id });

export async function plans(): Promise<Plan[]> {
  return (await take(api.GET("/api/plans", {}))).items;
}

/** What an order from this case begins with: plan, place and words. */
export function orderDraft(incident_id: string): Promise<OrderDraft> {
  return take(api.GET("/api/incidents/{incident_id}/order-draft", { params: { path: { incident_id } } }));
}

export async function ordersOfCase(incident_id: string): Promise<Order[]> {
  return (await take(api.GET("/api/incidents/{incident_id}/orders", { params: { path: { incident_id } } }))).items;
}

export function check(body: CheckOrder): Promise<Checked> {
  return take(api.POST("/api/orders/check", { body }));
}

/** The order's own id is the key, so a repeat after a lost reply asks nothing twice. */
export function submit(body: AskOrder): Promise<Submission> {
  return take(api.POST("/api/submissions", { params: { header: named(body.id) }, body }));
}

export async function submissions(state?: SubmissionListed["state"]): Promise<SubmissionListed[]> {
  return (await take(api.GET("/api/submissions", { params: { query: { state } } }))).items;
}

export function submission(submission_id: string): Promise<Submission> {
  return take(api.GET("/api/submissions/{submission_id}", { params: { path: { submission_id } } }));
}

/** The keys of these are made anew each time: what was done already is refused by name, and shown. */
export function decide(submission_id: string, verb: "approve" | "withdraw"): Promise<Submission>;
export function decide(submission_id: string, verb: "refuse" | "override", reason: string): Promise<Submission>;
export function decide(submission_id: string, verb: "approve" | "withdraw" | "refuse" | "override", reason = ""): Promise<Submission> {
  const params = { path: { submission_id }, header: named() };
  if (verb === "approve") return take(api.POST("/api/submissions/{submission_id}/approve", { params }));
  if (verb === "withdraw") return take(api.POST("/api/submissions/{submission_id}/withdraw", { params }));
  if (verb === "refuse") return take(api.POST("/api/submissions/{submission_id}/refuse", { params, body: { reason } }));
  return take(api.POST("/api/submissions/{submission_id}/override", { params, body: { reason } }));
}

/** The order's own id is the key, so a repeat after a lost reply issues nothing twice. */
export function issue(body: IssueOrder): Promise<Order> {
  return take(api.POST("/api/orders", { params: { header: named(body.id) }, body }));
}

export function update(order_id: string, body: { id: string; slots: Record<string, string>; note?: string }): Promise<Order> {
  return take(api.POST("/api/orders/{order_id}/update", { params: { path: of(order_id), header: named(body.id) }, body }));
}

export function cancel(order_id: string, body: { id: string; reason: string; tapped_at?: string }): Promise<Order> {
  return take(api.POST("/api/orders/{order_id}/cancel", { params: { path: of(order_id), header: named(body.id) }, body }));
}

export function clear(order_id: string, body: { id: string; note?: string }): Promise<Order> {
  return take(api.POST("/api/orders/{order_id}/all-clear", { params: { path: of(order_id), header: named(body.id) }, body }));
}

export function issuedOrders(cursor?: string) {
  return take(api.GET("/api/orders", { params: { query: { cursor } } }));
}

export function board(order_id: string, node?: string): Promise<Board> {
  return take(api.GET("/api/orders/{order_id}/board", { params: { path: of(order_id), query: { node } } }));
}

export function recipients(order_id: string, standing: Standing, { node, cursor, limit }: { node?: string; cursor?: string; limit?: number } = {}) {
  return take(api.GET("/api/orders/{order_id}/recipients", { params: { path: of(order_id), query: { node, standing, cursor, limit } } }));
}

export function answeredPlaces(order_id: string, node?: string): Promise<AnsweredPlaces> {
  return take(api.GET("/api/orders/{order_id}/places", { params: { path: of(order_id), query: { node } } }));
}

export function comparison(order_id: string): Promise<Comparison> {
  return take(api.GET("/api/orders/{order_id}/comparison", { params: { path: of(order_id) } }));
}

export function helpCalls(order_id: string, { node, ended = false }: { node?: string; ended?: boolean } = {}) {
  return take(api.GET("/api/orders/{order_id}/help-calls", { params: { path: of(order_id), query: { node, ended, limit: 200 } } }));
}

export function attend(order_id: string, call_id: string, key: string, note?: string): Promise<HelpCall> {
  const params = { path: { order_id, call_id }, header: named(key) };
  return take(api.POST("/api/orders/{order_id}/help-calls/{call_id}/attend", { params, body: { note } }));
}

export function ladder(order_id: string, node?: string): Promise<Ladder> {
  return take(api.GET("/api/orders/{order_id}/ladder", { params: { path: of(order_id), query: { node } } }));
}

export async function doorKnocks(order_id: string, node?: string): Promise<Knock[]> {
  return (await take(api.GET("/api/orders/{order_id}/door-knocks", { params: { path: of(order_id), query: { node, limit: 200 } } }))).items;
}

/** The receipt's own id is the key: a repeat after a lost reply says nothing twice. */
export function answerFor(order_id: string, person_id: string, body: { id: string; state: SaidFor; note?: string }) {
  const params = { path: { order_id, person_id }, header: named(body.id) };
  return take(api.POST("/api/orders/{order_id}/recipients/{person_id}/answer", { params, body }));
}

/** `key` names this one wish: a repeat after a lost reply tells nobody twice. */
export function resend(order_id: string, key: string, node?: string): Promise<Resent> {
  return take(api.POST("/api/orders/{order_id}/resend", { params: { path: of(order_id), header: named(key) }, body: { node } }));
}

export async function climbs(order_id: string, node?: string): Promise<Climb[]> {
  return (await take(api.GET("/api/orders/{order_id}/climbs", { params: { path: of(order_id), query: { node } } }))).items;
}

export function takeOver(order_id: string, climb_id: string): Promise<Climb> {
  return take(api.POST("/api/orders/{order_id}/climbs/{climb_id}/take-over", { params: { path: { order_id, climb_id }, header: named() } }));
}

export function afterAction(order_id: string): Promise<AfterAction> {
  return take(api.GET("/api/orders/{order_id}/report", { params: { path: of(order_id) } }));
}

export async function timeline(order_id: string): Promise<TimelineItem[]> {
  return (await take(api.GET("/api/orders/{order_id}/timeline", { params: { path: of(order_id) } }))).items;
}

export async function liveOrders(): Promise<ListedOrder[]> {
  return (await take(api.GET("/api/orders", { params: { query: { state: "live", limit: 20 } } }))).items;
}

/** The shapes of the places below an area, and its own where it has none below. */
export async function shapesWithin(area: string | undefined, levels: readonly string[]): Promise<Shapes> {
  const asked = levels.map((level) => take(api.GET("/api/areas/shapes", { params: { query: { level: level as "grid", within: area } } })));
  return { type: "FeatureCollection", features: (await Promise.all(asked)).flatMap((shapes) => shapes.features) };
}
