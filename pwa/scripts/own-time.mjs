/** A trace told in the main thread's own time: what the machine did for others meanwhile is not the page's. */
import { auditFlowArtifacts } from "lighthouse";

/** Judges again what a run has gathered; the network's times stay as they were. */
export async function inOwnTime(artifacts, flags) {
  const traceEvents = ownTime(artifacts.Trace.traceEvents);
  const told = { ...artifacts, Trace: { ...artifacts.Trace, traceEvents } };
  const { steps } = await auditFlowArtifacts({ gatherSteps: [{ artifacts: told, flags }], name: "own time" });
  return steps[0].lhr;
}

/**
 * Each task of a renderer's main thread begins when it began and lasts as long as the thread ran (`tdur`, µs), and so does
 * all that happened in it; the events of other threads stay.
 */
export function ownTime(events) {
  const threads = new Map();
  for (const { name, args, pid, tid } of events) if (name === "thread_name" && args.name === "CrRendererMain") threads.set(`${pid} ${tid}`, []);
  for (const event of events) if (isTask(event)) threads.get(`${event.pid} ${event.tid}`)?.push(event);
  for (const tasks of threads.values()) tasks.sort((a, b) => a.ts - b.ts);
  return events.map((event) => moved(event, threads.get(`${event.pid} ${event.tid}`) ?? []));
}

const isTask = ({ ph, name, tdur }) => ph === "X" && tdur !== undefined && name.endsWith("RunTask");

function moved(event, tasks) {
  const task = around(tasks, event.ts);
  if (!task || event.ts > task.ts + task.dur) return event;
  const into = event.tts === undefined ? event.ts - task.ts : event.tts - task.tts;
  const ts = task.ts + Math.max(0, Math.min(into, task.tdur));
  // What says nothing of the thread's time (V8's notes, marks) is a moment in it.
  return event.ph === "X" ? { ...event, ts, dur: Math.min(event.tdur ?? 0, task.ts + task.tdur - ts) } : { ...event, ts };
}

/** The last one that began until then: tasks follow one another, and one in another lasts within it. */
function around(tasks, ts) {
  let [low, high] = [0, tasks.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tasks[middle].ts <= ts) low = middle + 1;
    else high = middle;
  }
  return tasks[low - 1];
}
