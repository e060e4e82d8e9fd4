/** Every question and command of the commander's screens to the server. */
import { api, named, take } from "@/platform/api";
import type { Board, Checked, CheckOrder, IssueOrder, Order, Plan, Standing, TimelineItem } from "@/platform/shapes";

const of = (order_id: string) => ({ order_id });

export async function plans(): Promise<Plan[]> {
  return (await take(api.GET("/api/plans", {}))).items;
}

export function check(body: CheckOrder): Promise<Checked> {
  return take(api.POST("/api/orders/check", { body }));
}

/** The order's own id is the key, so a repeat after a lost reply issues nothing twice. */
export function issue(body: IssueOrder): Promise<Order> {
  return take(api.POST("/api/orders", { params: { header: named(body.id) }, body }));
}

export function update(order_id: string, body: { id: string; slots: Record<string, string>; note?: string }): Promise<Order> {
  return take(api.POST("/api/orders/{order_id}/update", { params: { path: of(order_id), header: named(body.id) }, body }));
}

export function cancel(order_id: string, body: { id: string; reason: string }): Promise<Order> {
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

export function recipients(order_id: string, standing: Standing, node?: string, cursor?: string) {
  return take(api.GET("/api/orders/{order_id}/recipients", { params: { path: of(order_id), query: { node, standing, cursor } } }));
}

export async function timeline(order_id: string): Promise<TimelineItem[]> {
  return (await take(api.GET("/api/orders/{order_id}/timeline", { params: { path: of(order_id) } }))).items;
}
