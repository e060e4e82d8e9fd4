/** The words of the register: skills and parts of the week, as the server codes them. */
import { language, tOr } from "@/i18n";

export const SKILLS = ["first_aid", "medical", "counselling", "driving", "electrics", "rescue", "crowd", "logistics", "testing", "care", "teaching", "translation", "sign_language", "computing", "cleaning"] as const;
export const PARTS = ["weekday_day", "weekday_evening", "weekend_day", "weekend_evening"] as const;
export type Skill = (typeof SKILLS)[number];
export type Part = (typeof PARTS)[number];

export const skillName = (code: string) => tOr(`skill.${code}`, code);
export const partName = (code: string) => tOr(`week.${code}`, code);
export const listed = (names: string[]) => names.join(language.value === "en" ? ", " : "、");
export const figure = (count: number) => count.toLocaleString("en");
