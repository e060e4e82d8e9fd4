/** Which words exist: one part per group of screens; a part that is not listed here cannot be used. */
interface Parts {
  core: typeof import("./zh-CN/core.json");
  desk: typeof import("./zh-CN/desk.json");
  drills: typeof import("./zh-CN/drills.json");
  admin: typeof import("./zh-CN/admin.json");
  areas: typeof import("./zh-CN/areas.json");
  asked: typeof import("./zh-CN/asked.json");
  board: typeof import("./zh-CN/board.json");
  cases: typeof import("./zh-CN/cases.json");
  closure: typeof import("./zh-CN/closure.json");
  duty: typeof import("./zh-CN/duty.json");
  find: typeof import("./zh-CN/find.json");
  health: typeof import("./zh-CN/health.json");
  destroyed: typeof import("./zh-CN/destroyed.json");
  healthhome: typeof import("./zh-CN/healthhome.json");
  care: typeof import("./zh-CN/care.json");
  home: typeof import("./zh-CN/home.json");
  ladder: typeof import("./zh-CN/ladder.json");
  install: typeof import("./zh-CN/install.json");
  map: typeof import("./zh-CN/map.json");
  me: typeof import("./zh-CN/me.json");
  mend: typeof import("./zh-CN/mend.json");
  onekey: typeof import("./zh-CN/onekey.json");
  order: typeof import("./zh-CN/order.json");
  origin: typeof import("./zh-CN/origin.json");
  outbox: typeof import("./zh-CN/outbox.json");
  paging: typeof import("./zh-CN/paging.json");
  pagingdesk: typeof import("./zh-CN/pagingdesk.json");
  photos: typeof import("./zh-CN/photos.json");
  plans: typeof import("./zh-CN/plans.json");
  rates: typeof import("./zh-CN/rates.json");
  reach: typeof import("./zh-CN/reach.json");
  report: typeof import("./zh-CN/report.json");
  reporting: typeof import("./zh-CN/reporting.json");
  sites: typeof import("./zh-CN/sites.json");
  storage: typeof import("./zh-CN/storage.json");
  activities: typeof import("./zh-CN/activities.json");
  activityhome: typeof import("./zh-CN/activityhome.json");
  certificate: typeof import("./zh-CN/certificate.json");
  service: typeof import("./zh-CN/service.json");
  skills: typeof import("./zh-CN/skills.json");
  volunteers: typeof import("./zh-CN/volunteers.json");
  wall: typeof import("./zh-CN/wall.json");
}
type Leaves<T> = { [K in keyof T & string]: T[K] extends string ? K : `${K}.${Leaves<T[K]>}` }[keyof T & string];

export type Part = keyof Parts;
export type Key = { [P in Part]: Leaves<Parts[P]> }[Part];
