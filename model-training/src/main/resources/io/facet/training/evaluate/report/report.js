(function () {
  "use strict";
  var root = document.documentElement;
  var charts = JSON.parse(document.getElementById("facet-data").textContent);
  var drawn = [];

  function colours() {
    var style = getComputedStyle(root);
    function read(name) { return style.getPropertyValue(name).trim(); }
    return { text: read("--text"), quiet: read("--quiet"), line: read("--line"), panel: read("--panel"),
      accent: read("--accent"), font: getComputedStyle(document.body).fontFamily,
      series: ["#e4572e", "#2f7fd1", "#2a9d6f", "#b07aa1", "#e0a030", "#6b7a8f"] };
  }

  function digits(value) {
    return typeof value === "number" ? String(Number(value.toPrecision(4))) : value;
  }

  function axis(c, more) {
    return Object.assign({
      nameTextStyle: { color: c.quiet, fontSize: 12 },
      axisLabel: { color: c.quiet, fontSize: 11, hideOverlap: true },
      axisLine: { lineStyle: { color: c.line } },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: c.line } }
    }, more);
  }

  function base(c, names) {
    return {
      animation: false,
      color: c.series,
      textStyle: { fontFamily: c.font, color: c.text },
      legend: { show: names.length > 1, top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: c.quiet } },
      grid: { left: 10, right: 18, top: names.length > 1 ? 32 : 14, bottom: 26, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      tooltip: { confine: true, backgroundColor: c.panel, borderColor: c.line, textStyle: { color: c.text, fontSize: 13 } }
    };
  }

  function named(chart) { return chart.series.map(function (one) { return one.name; }); }

  function pairs(one) { return one.x.map(function (x, i) { return [x, one.y[i]]; }); }

  function plane(c, chart, option) {
    option.xAxis = axis(c, { type: chart.logarithmic ? "log" : "value", name: chart.xName, nameLocation: "middle", nameGap: 26, min: "dataMin", max: "dataMax",
      splitLine: { show: false } });
    option.xAxis.axisLabel.formatter = digits;
    option.yAxis = axis(c, { type: "value", name: chart.yName, nameLocation: "middle", nameGap: 34 });
    option.grid.bottom = 34;
    option.grid.left = 30;
    return option;
  }

  var makers = {
    curves: function (c, chart) {
      var option = plane(c, chart, base(c, named(chart)));
      option.tooltip.trigger = "axis";
      option.tooltip.valueFormatter = digits;
      option.series = chart.series.map(function (one) {
        return { type: "line", name: one.name, data: pairs(one), symbol: "none", lineStyle: { width: 2 }, emphasis: { disabled: true } };
      });
      return option;
    },
    scatter: function (c, chart) {
      var option = plane(c, chart, base(c, named(chart)));
      var all = [];
      chart.series.forEach(function (one) { all = all.concat(one.x); });
      var least = Math.min.apply(null, all);
      var most = Math.max.apply(null, all);
      option.series = chart.series.map(function (one) {
        return { type: "scatter", name: one.name, data: pairs(one), symbolSize: 5, itemStyle: { opacity: 0.5 } };
      });
      option.series.push({ type: "line", data: [[least, least], [most, most]], symbol: "none", silent: true,
        lineStyle: { color: c.quiet, width: 1, type: "dashed" } });
      return option;
    },
    bars: function (c, chart) {
      var option = base(c, named(chart));
      option.tooltip.trigger = "axis";
      option.tooltip.axisPointer = { type: "shadow" };
      option.tooltip.valueFormatter = digits;
      var long = chart.categories.some(function (name) { return name.length > 9; });
      option.xAxis = axis(c, { type: "category", data: chart.categories, splitLine: { show: false } });
      option.xAxis.axisLabel = { color: c.quiet, fontSize: 11, interval: chart.categories.length > 30 ? "auto" : 0, rotate: long || chart.categories.length > 12 && chart.categories.length <= 30 ? 35 : 0 };
      option.yAxis = axis(c, { type: "value", name: chart.unit, nameLocation: "end", nameGap: 12 });
      option.grid.top += 20;
      option.grid.bottom = 6;
      option.series = chart.series.map(function (one) {
        return { type: "bar", name: one.name, data: one.y, barMaxWidth: 34, itemStyle: { borderRadius: [3, 3, 0, 0] } };
      });
      return option;
    },
    confusion: function (c, chart) {
      var option = base(c, []);
      var cells = [];
      chart.counts.forEach(function (row, truth) {
        var sum = row.reduce(function (a, b) { return a + b; }, 0);
        row.forEach(function (count, predicted) {
          cells.push({ value: [predicted, truth, sum === 0 ? 0 : 100 * count / sum], count: count });
        });
      });
      option.grid = { left: 30, right: 18, top: 8, bottom: 34, outerBoundsMode: "same", outerBoundsContain: "axisLabel" };
      option.tooltip.formatter = function (p) {
        return echarts.format.encodeHTML(chart.labels[p.value[1]] + " taken for " + chart.labels[p.value[0]] + ": "
          + p.data.count.toLocaleString("en") + " (" + p.value[2].toFixed(1) + " %)");
      };
      option.xAxis = axis(c, { type: "category", data: chart.labels, name: "predicted", nameLocation: "middle", nameGap: 30, splitLine: { show: false } });
      option.xAxis.axisLabel = { color: c.quiet, fontSize: 11, interval: 0, rotate: chart.labels.length > 7 ? 40 : 0 };
      if (chart.labels.length > 7) { option.xAxis.nameGap = 62; option.grid.bottom = 66; }
      option.yAxis = axis(c, { type: "category", data: chart.labels, inverse: true, name: "truth", nameLocation: "middle", nameGap: 70, splitLine: { show: false } });
      option.grid.left = 60;
      option.visualMap = { show: false, min: 0, max: 100, inRange: { color: [c.panel, c.accent] } };
      option.series = [{ type: "heatmap", data: cells,
        label: { show: true, fontSize: chart.labels.length > 10 ? 9 : 12, formatter: function (p) { return p.value[2] >= 0.5 ? p.value[2].toFixed(0) : ""; } } }];
      return option;
    }
  };

  function draw() {
    var c = colours();
    drawn.forEach(function (one) {
      var entry = charts[one.index];
      one.chart.setOption(makers[entry.type](c, entry.chart), true);
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-chart]"), function (element) {
    var chart = echarts.init(element, null, { renderer: "svg" });
    drawn.push({ chart: chart, index: Number(element.dataset.chart) });
    new ResizeObserver(function () { chart.resize(); }).observe(element);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("print").addEventListener("change", draw);
  draw();
  root.setAttribute("data-charts", String(drawn.length));
})();
