/** Names this phone: an id that survives sign-out and a label a person recognises. */
import { uuid7 } from "./uuid7";

const KEY = "device_id";

export function deviceId(): string {
  const known = localStorage.getItem(KEY);
  if (known) return known;
  const made = uuid7();
  localStorage.setItem(KEY, made);
  return made;
}

export function deviceLabel(agent: string = navigator.userAgent): string {
  const system = /iPhone|iPad/.test(agent) ? "iPhone" : /Android/.test(agent) ? "Android"
    : /Windows/.test(agent) ? "Windows" : /Mac OS/.test(agent) ? "Mac" : "Linux";
  const browser = /Edg\//.test(agent) ? "Edge" : /Firefox\//.test(agent) ? "Firefox"
    : /Chrome\//.test(agent) ? "Chrome" : /Safari\//.test(agent) ? "Safari" : "Web";
  return `${system} · ${browser}`;
}
