/** Apache ECharts, and of it only what the wide view draws with: fetched there, and nowhere else. */
import { BarChart, LineChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, BarChart, GridComponent, TooltipComponent, LegendComponent, DataZoomComponent, MarkLineComponent, SVGRenderer]);

export interface Plot { draw: (option: EChartsCoreOption) => void; fit: () => void; close: () => void }

export function openPlot(box: HTMLElement): Plot {
  const chart = init(box, null, { renderer: "svg" });
  return { draw: (option) => chart.setOption(option, { notMerge: true }), fit: () => chart.resize(), close: () => chart.dispose() };
}
