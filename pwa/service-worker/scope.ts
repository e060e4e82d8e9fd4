/** The worker's global scope, typed once for all its files. */
export const worker = self as unknown as ServiceWorkerGlobalScope;
