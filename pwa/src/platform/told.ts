/** What went wrong, in the person's words. */
import { t } from "@/i18n";
import { asProblem } from "./problem";

export function told(error: unknown): string {
  const problem = asProblem(error);
  if (problem.isNetwork) return t("errors.network");
  return problem.detail || t("errors.http", { status: problem.status });
}
