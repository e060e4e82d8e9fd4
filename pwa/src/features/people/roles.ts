/** The roles in the order in which a street fills them. */
import type { Role } from "@/platform/shapes";

export const ROLES: Role[] = [
  "grid_worker", "volunteer", "commander", "duty_officer", "handler", "verifier", "analyst", "system_admin", "security_admin", "audit_admin",
];
