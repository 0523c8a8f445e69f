(function () {
  "use strict";
  var root = document.documentElement;
  root.classList.add("js");
  var errors = [];
  window.addEventListener("error", function (event) {
    errors.push(String(event.message));
    root.setAttribute("data-errors", errors.join(" | "));
  });
  var curves = JSON.parse(document.getElementById("facet-data").textContent);
  var logarithmic = document.getElementById("logarithmic");
  var smooth = document.getElementById("smooth");
  var drawn = [];

  function colours() {
    var style = getComputedStyle(root);
    function read(name) { return style.getPropertyValue(name).trim(); }
    return { text: read("--text"), quiet: read("--quiet"), line: read("--line"), panel: read("--panel"),
      accent: read("--accent"), font: getComputedStyle(document.body).fontFamily };
  }

  function digits(value) {
    var size = Math.abs(value);
    if (size !== 0 && (size < 1e-2 || size >= 1e6)) {
      return Number(value.toPrecision(3)).toExponential();
    }
    return String(Number(value.toPrecision(size >= 1000 ? 6 : 4)));
  }

  function points(curve) {
    return curve.updates.map(function (update, i) { return [update, curve.values[i]]; })
      .filter(function (point) { return isFinite(point[1]) && typeof point[1] === "number"; });
  }

  // The mean over a window about each point: unlike an exponential average it does not lag behind.
  function smoothed(all) {
    var half = Math.ceil(all.length / 60);
    var sums = [0];
    all.forEach(function (point) { sums.push(sums[sums.length - 1] + point[1]); });
    return all.map(function (point, i) {
      var reach = Math.min(half, i, all.length - 1 - i);
      return [point[0], (sums[i + reach + 1] - sums[i - reach]) / (2 * reach + 1)];
    });
  }

  function axis(c, more) {
    return Object.assign({
      axisLabel: { color: c.quiet, fontSize: 11, hideOverlap: true },
      axisLine: { lineStyle: { color: c.line } },
      axisTick: { show: false },
      minorTick: { show: false },
      splitLine: { lineStyle: { color: c.line } }
    }, more);
  }

  function option(c, curve) {
    var all = points(curve);
    // A logarithm needs values above 0; a rate of 0 at the start of a warm-up has no place there.
    var log = logarithmic.checked && all.some(function (point) { return point[1] > 0; });
    if (log) {
      all = all.filter(function (point) { return point[1] > 0; });
    }
    var two = curve.smoothed && smooth.checked && all.length > 40;
    var single = all.length === 1;
    var series = [{ type: "line", name: two ? "value" : curve.name, data: all, symbol: single ? "circle" : "none",
      lineStyle: { color: c.accent, width: two ? 1 : 1.8, opacity: two ? 0.3 : 1 }, itemStyle: { color: c.accent }, emphasis: { disabled: true } }];
    if (two) {
      series.push({ type: "line", name: "smoothed", data: smoothed(all), symbol: "none", lineStyle: { color: c.accent, width: 2 },
        itemStyle: { color: c.accent }, emphasis: { disabled: true } });
    }
    return {
      animation: false,
      textStyle: { fontFamily: c.font, color: c.text },
      grid: { left: 8, right: 14, top: 14, bottom: 6, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
      tooltip: { trigger: "axis", confine: true, backgroundColor: c.panel, borderColor: c.line, textStyle: { color: c.text, fontSize: 13 },
        axisPointer: { type: "line", lineStyle: { color: c.quiet } },
        formatter: function (shown) {
          return ["update " + shown[0].value[0].toLocaleString("en")].concat(shown.map(function (one) {
            return one.seriesName + ": " + digits(one.value[1]);
          })).map(echarts.format.encodeHTML).join("<br>");
        } },
      xAxis: axis(c, { type: "value", min: "dataMin", max: "dataMax", splitLine: { show: false },
        axisLabel: { color: c.quiet, fontSize: 11, hideOverlap: true, formatter: function (value) { return value.toLocaleString("en"); } } }),
      yAxis: axis(c, { type: log ? "log" : "value", scale: true, splitNumber: 4,
        axisLabel: { color: c.quiet, fontSize: 11, hideOverlap: true, formatter: digits } }),
      series: series
    };
  }

  function draw() {
    var c = colours();
    drawn.forEach(function (one) { one.chart.setOption(option(c, curves[one.index]), true); });
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-chart]"), function (element) {
    var chart = echarts.init(element, null, { renderer: "svg" });
    chart.group = "run";
    drawn.push({ chart: chart, index: Number(element.dataset.chart) });
    new ResizeObserver(function () { chart.resize(); }).observe(element);
  });
  // One pointer over all: what did the norm do where the loss jumped?
  echarts.connect("run");
  logarithmic.addEventListener("change", draw);
  smooth.addEventListener("change", draw);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  matchMedia("print").addEventListener("change", draw);
  draw();
  root.setAttribute("data-charts", String(drawn.length));
})();
