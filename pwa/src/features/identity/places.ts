/** The signed-in person's roles, and the places that go with them. */
import { computed } from "vue";
import { placesOf } from "./by-role";
import { canCommand, canIssue, me } from "./me";

export const roles = computed(() => [...new Set(me.value?.grants.map((grant) => grant.role) ?? [])]);
export const places = computed(() => placesOf(roles.value, { commands: canCommand.value, issues: canIssue.value }));
export const holds = (...wanted: string[]) => wanted.some((role) => (roles.value as string[]).includes(role));
