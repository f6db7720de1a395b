/** Draws the charts of a page from the data that also fill the table under each; loaded only where there are charts. */
import * as echarts from "../vendor/echarts/echarts.mjs";

const PHONE = 560;
const drawn = [];

/** A colour of the design language as the page has it now (高对比 and 大字 change them). */
function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

function colourOf(tone) {
  return token(tone === "blue" ? "brand" : tone);
}

function words() {
  const style = getComputedStyle(document.body);
  return { fontFamily: style.fontFamily, fontSize: Math.round(parseFloat(style.fontSize) * 0.87), color: token("ink") };
}

/** Bars and lines over the same labels, lines beside bars on a scale of their own; "stack" piles up its kind. */
function columns(spec, narrow) {
  const text = words();
  const two = new Set(spec.series.map((one) => one.kind === "line")).size === 2;
  const scale = { type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: token("line-soft") } } };
  const line = { lineStyle: { color: token("line") } };
  return {
    textStyle: text,
    animation: false,
    aria: { enabled: true, decal: { show: document.documentElement.classList.contains("contrast") } },
    tooltip: { trigger: "axis", renderMode: "richText", confine: true, textStyle: { ...text } },
    legend: spec.series.length > 1 ? { top: 0, left: 0, type: "scroll", textStyle: text } : undefined,
    grid: { left: 4, right: 12, top: spec.series.length > 1 ? 36 : 16, bottom: 4, containLabel: true },
    xAxis: {
      type: "category",
      data: spec.labels,
      axisLabel: { ...text, hideOverlap: true, rotate: narrow && spec.labels.length > 6 ? 40 : 0 },
      axisLine: line,
      axisTick: { show: false },
    },
    yAxis: two ? [scale, { ...scale, splitLine: { show: false } }] : scale,
    series: spec.series.map((one) => ({
      name: one.label,
      type: one.kind === "line" ? "line" : "bar",
      stack: one.kind === "stack" ? "all" : undefined,
      yAxisIndex: two && one.kind === "line" ? 1 : 0,
      data: one.values,
      barMaxWidth: 28,
      symbolSize: 7,
      connectNulls: false,
      itemStyle: { color: colourOf(one.tone) },
      lineStyle: { width: 2 },
    })),
  };
}

/** Tiles sized by number, coloured by state; the word of the state stands on the tile. */
function tree(spec) {
  const text = words();
  return {
    textStyle: text,
    animation: false,
    aria: { enabled: true },
    tooltip: {
      renderMode: "richText",
      confine: true,
      formatter: (tile) => `${tile.name}\n${tile.value} ${spec.unit}${tile.data.says ? `\n${tile.data.says}` : ""}`,
    },
    series: [
      {
        type: "treemap",
        roam: false,
        nodeClick: false,
        breadcrumb: { show: false },
        left: 0,
        right: 0,
        top: 0,
        bottom: 0,
        itemStyle: { gapWidth: 2, borderColor: token("paper"), borderWidth: 1 },
        label: {
          ...text,
          formatter: (tile) => `${tile.name}\n${tile.value}${tile.data.says ? ` · ${tile.data.says}` : ""}`,
          lineHeight: 20,
          overflow: "truncate",
        },
        data: spec.tiles.map((tile) => ({
          name: tile.label,
          value: tile.size,
          says: tile.says,
          url: tile.url,
          itemStyle: { color: token(`${tile.tone}-tint`) || token("brand-tint"), borderColor: colourOf(tile.tone) },
          label: { color: token("ink") },
        })),
      },
    ],
  };
}

function addressOf(spec, event) {
  if (spec.kind === "tree") return event.data?.url;
  return spec.series[event.seriesIndex]?.urls?.[event.dataIndex];
}

function draw(place) {
  const spec = JSON.parse(place.dataset.chart);
  place.hidden = false;
  const picture = echarts.init(place, null, { renderer: "svg" });
  const paint = () => {
    const option = spec.kind === "tree" ? tree(spec) : columns(spec, place.clientWidth < PHONE);
    picture.setOption(option, true);
  };
  paint();
  picture.on("click", (event) => {
    const address = addressOf(spec, event);
    if (address) window.location.assign(address);
  });
  drawn.push({ picture, paint, place });
}

/** The picture follows the width of its place; on paper it takes the width of the sheet. */
function follow() {
  for (const { picture, paint } of drawn) {
    picture.resize();
    paint();
  }
}

for (const place of document.querySelectorAll("[data-chart]")) draw(place);
new ResizeObserver(follow).observe(document.querySelector("main") ?? document.body);
window.addEventListener("beforeprint", () => {
  for (const table of document.querySelectorAll(".chart-data")) table.open = true;
  follow();
});
