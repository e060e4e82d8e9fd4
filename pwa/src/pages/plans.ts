/** The pages about plans, fetched together: who opens one opens the next. */
export { default as PlanEditPage } from "./PlanEditPage.vue";
export { default as PlanPage } from "./PlanPage.vue";
export { default as PlansPage } from "./PlansPage.vue";
export { default as PlanVersionsPage } from "./PlanVersionsPage.vue";
