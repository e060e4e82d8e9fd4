/** Apache ECharts, and of it only what the wide view draws with: fetched there, and nowhere else. */
import { BarChart, LineChart } from "echarts/charts";
import { DataZoomComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, BarChart, GridComponent, TooltipComponent, LegendComponent, DataZoomComponent, MarkLineComponent, SVGRenderer]);

export interface Plot { draw: (option: EChartsCoreOption) => void; fit: () => void; close: () => void }

export function openPlot(box: HTMLElement): Plot {
  const chart = init(box, null, { renderer: "svg" });
  const fits = () => chart.getWidth() === box.clientWidth && chart.getHeight() === box.clientHeight;
  return {
    // Taken up at once and drawn with the browser's next frame: two shorter steps for a cheap phone.
    draw: (option) => chart.setOption(option, { notMerge: true, lazyUpdate: true }),
    // An observer tells the size it begins with, too; a drawing that fits is not made a second time.
    fit: () => void (fits() || chart.resize()),
    close: () => chart.dispose(),
  };
}
