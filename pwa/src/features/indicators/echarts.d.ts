/** Of ECharts what the wide view uses, and no more: its own types take the check longer than all of ours. */
declare module "echarts/core" {
  export type EChartsCoreOption = Record<string, unknown>;
  export interface Chart {
    setOption(option: EChartsCoreOption, how: { notMerge: boolean; lazyUpdate: boolean }): void;
    getWidth(): number;
    getHeight(): number;
    resize(): void;
    dispose(): void;
  }
  export function init(box: HTMLElement, theme: null, how: { renderer: "svg" }): Chart;
  export function use(parts: readonly object[]): void;
}
declare module "echarts/charts" {
  export const BarChart: object;
  export const LineChart: object;
}
declare module "echarts/components" {
  export const DataZoomComponent: object;
  export const GridComponent: object;
  export const LegendComponent: object;
  export const MarkLineComponent: object;
  export const TooltipComponent: object;
}
declare module "echarts/renderers" {
  export const SVGRenderer: object;
}
