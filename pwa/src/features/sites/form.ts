/** What an application says, once it is whole. */
import type { SiteEdit } from "@/platform/shapes";

export interface Filled {
  area: string;
  /** Empty: as it was. */
  phone: string;
  told: Omit<SiteEdit, "phone">;
}
