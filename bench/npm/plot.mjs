// Draws a plot that arrives as JSON (an option of ECharts, a width, a height) and prints it as SVG; the client's own ECharts.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const echarts = createRequire(new URL("../../pwa/package.json", import.meta.url))("echarts");
const { option, width, height } = JSON.parse(readFileSync(0, "utf8"));
const chart = echarts.init(null, null, { renderer: "svg", ssr: true, width, height });
chart.setOption(option);
process.stdout.write(chart.renderToSVGString());
chart.dispose();
