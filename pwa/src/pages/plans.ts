/** The pages that show plans, fetched together: who opens one opens the next. */
export { default as PlanPage } from "./PlanPage.vue";
export { default as PlansPage } from "./PlansPage.vue";
export { default as PlanVersionsPage } from "./PlanVersionsPage.vue";
