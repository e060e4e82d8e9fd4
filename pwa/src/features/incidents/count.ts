/** A number of cases as a person reads it. */
import { language, t } from "@/i18n";
import type { IncidentTotal } from "@/platform/shapes";

export const figure = (n: number) => new Intl.NumberFormat(language.value).format(n);
export const countOf = ({ total, is_more }: IncidentTotal) => `${figure(total)}${is_more ? "+" : ""}`;
/** The same with its noun. */
export const casesOf = (counted: IncidentTotal) => t(counted.total === 1 && !counted.is_more ? "find.one" : "find.n", { n: countOf(counted) });
