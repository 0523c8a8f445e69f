(function () {
  "use strict";
  var root = document.documentElement;
  var curves = JSON.parse(document.getElementById("facet-data").textContent);
  var style = getComputedStyle(root);
  function colour(name) { return style.getPropertyValue(name).trim(); }
  function axis(more) {
    return Object.assign({ axisLabel: { color: colour("--quiet") }, axisLine: { lineStyle: { color: colour("--line") } },
      splitLine: { lineStyle: { color: colour("--line") } }, nameTextStyle: { color: colour("--quiet") } }, more);
  }
  var drawn = 0;
  Array.prototype.forEach.call(document.querySelectorAll("[data-chart]"), function (element) {
    var curve = curves[Number(element.dataset.chart)];
    var chart = echarts.init(element, null, { renderer: "svg" });
    var series = { type: "line", name: "one layer", symbolSize: 8, itemStyle: { color: colour("--accent") },
      lineStyle: { color: colour("--accent"), width: 2 },
      data: curve.layers.map(function (layer, i) { return [layer, curve.values[i]]; }) };
    if (curve.together !== null) {
      series.markLine = { symbol: "none", label: { formatter: "several layers", color: colour("--other"), position: "insideEndTop" },
        lineStyle: { color: colour("--other"), type: "dashed" }, data: [{ yAxis: curve.together }] };
    }
    chart.setOption({
      animation: false,
      grid: { left: 8, right: 18, top: 20, bottom: 24, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      tooltip: { trigger: "axis", confine: true },
      xAxis: axis({ type: "value", name: "layer", nameLocation: "middle", nameGap: 24, minInterval: 1, min: "dataMin", max: "dataMax",
        splitLine: { show: false } }),
      yAxis: axis({ type: "value", scale: true,
        min: function (range) { return curve.together === null ? range.min : Math.min(range.min, curve.together); },
        max: function (range) { return curve.together === null ? range.max : Math.max(range.max, curve.together); } }),
      series: [series]
    });
    new ResizeObserver(function () { chart.resize(); }).observe(element);
    drawn++;
  });
  root.setAttribute("data-charts", String(drawn));
})();
