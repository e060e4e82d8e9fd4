/** Walking through a script by answers, as the server does: which questions are on the way, and which comes next. */
import type { Script } from "@/platform/shapes";

export type Content = Script["content"];
export type Question = Content["questions"][number];
export type Answers = Record<string, string | number>;

/** The questions that were answered on this way, and the one that waits; none waits at the end. */
export function walked(content: Content, answers: Answers): { answered: Question[]; waits: Question | null } {
  const known = new Map(content.questions.map((question) => [question.id, question]));
  const answered: Question[] = [];
  let at: string | null | undefined = content.start;
  // A script without an end never comes from the server; a draft may have one.
  while (at && answered.length <= content.questions.length) {
    const question = known.get(at);
    if (!question) return { answered, waits: null };
    if (answers[question.id] === undefined) return { answered, waits: question };
    answered.push(question);
    at = after(question, answers[question.id]!);
  }
  return { answered, waits: null };
}

export function after(question: Question, value: string | number): string | null {
  if (!isChoice(question)) return question.next ?? null;
  return (question.options ?? []).find((option) => option.value === value)?.next ?? null;
}

export const isChoice = (question: Question) => question.kind === "yes_no" || question.kind === "choice";

/** What lies beside the way is let fall. */
export function onTheWay(content: Content, answers: Answers): Answers {
  return Object.fromEntries(walked(content, answers).answered.map((question) => [question.id, answers[question.id]!]));
}

export function isAbnormal(question: Question, value: string | number): boolean {
  if (isChoice(question)) return (question.options ?? []).some((option) => option.value === value && option.abnormal);
  if (question.kind !== "number") return question.abnormal ?? false;
  const { abnormal_above: above = null, abnormal_below: below = null } = question;
  return (above !== null && Number(value) > above) || (below !== null && Number(value) < below);
}

/** The most that one of its ways asks. */
export function longest(content: Content): number {
  const known = new Map(content.questions.map((question) => [question.id, question]));
  const from = (id: string | null | undefined, seen: string[]): number => {
    const question = id ? known.get(id) : undefined;
    if (!question || seen.includes(question.id)) return 0;
    const leads = isChoice(question) ? (question.options ?? []).map((option) => option.next) : [question.next];
    return 1 + Math.max(0, ...leads.map((next) => from(next, [...seen, question.id])));
  };
  return from(content.start, []);
}
