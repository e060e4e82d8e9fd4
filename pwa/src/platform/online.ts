/** Tells whether the phone thinks it is online; only a hint, never a reason not to try. */
import { ref } from "vue";

export const online = ref(navigator.onLine);
addEventListener("online", () => (online.value = true));
addEventListener("offline", () => (online.value = false));
