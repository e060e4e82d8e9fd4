/** Stands in for the types generated from docs/api.json (`npm run types`) until that file exists. */
/* eslint-disable @typescript-eslint/no-explicit-any -- replaced by generated types */
interface Operation {
  parameters: { query?: any; path?: any; header?: any; cookie?: never };
  requestBody?: { content: { "application/json": any } };
  responses: { 200: { headers: any; content: { "application/json": any } } };
}
export interface paths {
  [path: string]: { get: Operation; post: Operation; put: Operation; patch: Operation; delete: Operation };
}
