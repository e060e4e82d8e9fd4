/** Every question and command of the commander's screens to the server. */
import { api, take } from "@/platform/api";
import type { Order, Page } from "@/platform/shapes";
import type { Board, Plan, Preview, Target, TimelineItem, Unanswered } from "./shapes";

export interface Asked { plan_code: string; slots: Record<string, string>; target: Target; status: "Actual" | "Exercise" }
export interface Issued extends Asked { id: string; plan_version: number; stamps: Record<string, string | null> }
type Follow = { id: string; slots?: Record<string, string>; note?: string; reason?: string };

export async function plans(): Promise<Plan[]> {
  return ((await take(api.GET("/api/plans", {}))) as { items: Plan[] }).items;
}

export async function preview(asked: Asked): Promise<Preview> {
  return (await take(api.POST("/api/orders/preview", { body: asked }))) as Preview;
}

/** The order's own id is the key, so a repeat after a lost reply issues nothing twice. */
export async function issue(order: Issued): Promise<Order> {
  return (await take(api.POST("/api/orders", { body: order, headers: { "Idempotency-Key": order.id } }))) as Order;
}

export async function follow(order_id: string, what: "update" | "cancel" | "all-clear", body: Follow): Promise<Order> {
  const params = { path: { order_id } };
  return (await take(api.POST(`/api/orders/{order_id}/${what}`, { params, body, headers: { "Idempotency-Key": body.id } }))) as Order;
}

export async function issuedOrders(cursor?: string): Promise<Page<Order>> {
  return (await take(api.GET("/api/orders", { params: { query: { cursor } } }))) as Page<Order>;
}

export async function board(order_id: string, node?: string): Promise<Board> {
  return (await take(api.GET("/api/orders/{order_id}/board", { params: { path: { order_id }, query: { node } } }))) as Board;
}

export async function unanswered(order_id: string, node?: string, cursor?: string): Promise<Page<Unanswered>> {
  return (await take(api.GET("/api/orders/{order_id}/unanswered", { params: { path: { order_id }, query: { node, cursor } } }))) as Page<Unanswered>;
}

export async function timeline(order_id: string): Promise<TimelineItem[]> {
  return ((await take(api.GET("/api/orders/{order_id}/timeline", { params: { path: { order_id } } }))) as { items: TimelineItem[] }).items;
}
