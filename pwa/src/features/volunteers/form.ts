/** The days and times of a form, as this phone's calendar counts them. */
const two = (figure: number) => String(figure).padStart(2, "0");

export function dateOf(at: number): string {
  const day = new Date(at);
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}

export function clockOf(at: number): string {
  const day = new Date(at);
  return `${two(day.getHours())}:${two(day.getMinutes())}`;
}

export const momentOf = (date: string, time: string) => new Date(`${date}T${time}`);

/** The next time that the clock shows it: what ends earlier than it begins ends on the next day. */
export function endAfter(starts: Date, time: string): Date {
  const ends = momentOf(dateOf(starts.getTime()), time);
  if (ends <= starts) ends.setDate(ends.getDate() + 1);
  return ends;
}

export const ofForm = (words: { title: string; place: string; description: string }) => ({
  title: words.title.trim(), place: words.place.trim(), description: words.description.trim(),
});
