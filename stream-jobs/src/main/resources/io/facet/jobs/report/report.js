(function () {
  "use strict";
  var root = document.documentElement;
  var data = JSON.parse(document.getElementById("facet-data").textContent);
  var drawn = [];

  function colours() {
    var style = getComputedStyle(root);
    function read(name) { return style.getPropertyValue(name).trim(); }
    return { text: read("--text"), quiet: read("--quiet"), line: read("--line"), panel: read("--panel"),
      accent: read("--accent"), second: read("--second"), font: getComputedStyle(document.body).fontFamily };
  }

  function clock(seconds) {
    var whole = Math.floor(seconds + 1e-6);
    var rest = whole % 60;
    var minutes = Math.floor(whole / 60);
    var text = (rest < 10 ? "0" : "") + rest;
    return minutes < 60 ? minutes + ":" + text
      : Math.floor(minutes / 60) + ":" + (minutes % 60 < 10 ? "0" : "") + (minutes % 60) + ":" + text;
  }

  function tenths(value) { return Math.round(value * 10) / 10; }

  // Tooltips are HTML, and names come from outside.
  function lines(texts) { return texts.map(echarts.format.encodeHTML).join("<br>"); }

  function base(c) {
    return {
      animation: false,
      textStyle: { fontFamily: c.font, color: c.text },
      tooltip: { confine: true, backgroundColor: c.panel, borderColor: c.line, textStyle: { color: c.text, fontSize: 13 } }
    };
  }

  function axis(c, more) {
    return Object.assign({
      axisLabel: { color: c.quiet, fontSize: 11, hideOverlap: true },
      axisLine: { lineStyle: { color: c.line } },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: c.line } }
    }, more);
  }

  function renderBar(bars) {
    return function (params, api) {
      var bar = bars[params.dataIndex];
      var from = api.coord([bar.start, bar.lane]);
      var to = api.coord([bar.end, bar.lane]);
      var height = Math.min(20, api.size([0, 1])[1] * 0.76);
      var shape = echarts.graphic.clipRectByRect(
        { x: from[0], y: from[1] - height / 2, width: Math.max(to[0] - from[0], 3), height: height }, params.coordSys);
      if (!shape) {
        return null;
      }
      shape.r = Math.min(4, height / 3);
      var fits = height >= 12 && shape.width > 8 * bar.name.length + 8;
      return {
        type: "rect",
        shape: shape,
        style: { fill: bar.colour },
        textConfig: { position: "inside" },
        textContent: { style: { text: fits ? bar.name : "", fill: bar.ink, fontSize: 11, fontWeight: 600 } }
      };
    };
  }

  function steps(timeline) {
    var points = timeline.rates.map(function (rate, bin) { return [bin * timeline.binSeconds, rate]; });
    if (points.length) {
      points.push([timeline.seconds, points[points.length - 1][1]]);
    }
    return points;
  }

  function timelineOption(c, element) {
    var timeline = data.timelines[Number(element.dataset.index)];
    var option = base(c);
    var range = { type: "value", min: 0, max: timeline.seconds };
    option.grid = [{ left: 40, right: 16, top: 14, height: 84 }, { left: 40, right: 16, top: 122, bottom: 30 }];
    option.xAxis = [
      axis(c, Object.assign({ gridIndex: 0 }, range, { axisLabel: { show: false }, splitLine: { show: false } })),
      axis(c, Object.assign({ gridIndex: 1 }, range, {
        axisLine: { onZero: false, lineStyle: { color: c.line } },
        axisLabel: { color: c.quiet, fontSize: 11, hideOverlap: true, showMaxLabel: false, formatter: clock }
      }))
    ];
    option.yAxis = [
      axis(c, { gridIndex: 0, type: "value", min: 0, splitNumber: 2 }),
      { gridIndex: 1, type: "value", min: -0.5, max: timeline.lanes - 0.5, inverse: true, show: false }
    ];
    option.axisPointer = { link: [{ xAxisIndex: "all" }], lineStyle: { color: c.quiet }, label: { formatter: function (p) { return clock(p.value); } } };
    option.tooltip.trigger = "item";
    option.tooltip.formatter = function (params) {
      var bar = timeline.bars[params.dataIndex];
      return lines(["Track " + bar.name, bar.detail]);
    };
    option.series = [
      { type: "line", name: "faces per second", xAxisIndex: 0, yAxisIndex: 0, data: steps(timeline), step: "end", symbol: "none",
        silent: true, lineStyle: { color: c.accent, width: 1.5 }, areaStyle: { color: c.accent, opacity: 0.18 }, tooltip: { show: false } },
      { type: "custom", name: "tracks", xAxisIndex: 1, yAxisIndex: 1, renderItem: renderBar(timeline.bars), clip: true,
        encode: { x: [0, 1], y: 2 }, data: timeline.bars.map(function (bar) { return [bar.start, bar.end, bar.lane]; }) }
    ];
    return option;
  }

  function histogramOption(c, labels, series) {
    var option = base(c);
    option.grid = { left: 4, right: 12, top: series.length > 1 ? 34 : 14, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" };
    option.xAxis = axis(c, { type: "category", data: labels, splitLine: { show: false } });
    option.yAxis = axis(c, { type: "value", minInterval: 1, splitNumber: 4 });
    option.legend = { show: series.length > 1, top: 0, left: 0, itemWidth: 14, itemHeight: 10, textStyle: { color: c.quiet } };
    option.tooltip.trigger = "axis";
    option.tooltip.axisPointer = { type: "shadow" };
    option.tooltip.formatter = function (all) {
      return lines([all[0].name].concat(all.map(function (one) { return one.seriesName + ": " + one.value; })));
    };
    option.series = series.map(function (one) {
      return { type: "bar", name: one.name, data: one.counts, barCategoryGap: "18%", barGap: "0%",
        itemStyle: { color: one.colour, borderRadius: [3, 3, 0, 0] } };
    });
    return option;
  }

  function sharesOption(c, shares, unit) {
    var total = shares.reduce(function (sum, share) { return sum + share.value; }, 0);
    function amount(share) {
      var percent = total > 0 ? ", " + Math.round(100 * share.value / total) + " %" : "";
      return (unit ? (share.value < 10 ? share.value.toFixed(2) : tenths(share.value)) + " " + unit : share.value.toLocaleString("en")) + percent;
    }
    var largest = Math.max.apply(null, shares.map(function (share) { return share.value; }));
    var option = base(c);
    option.grid = { left: 4, right: 92, top: 6, bottom: 6, outerBoundsMode: "same", outerBoundsContain: "axisLabel" };
    option.xAxis = { type: "value", show: false, min: 0, max: largest > 0 ? largest : 1 };
    option.yAxis = axis(c, { type: "category", inverse: true, data: shares.map(function (share) { return share.name; }),
      axisLabel: { color: c.text, fontSize: 12, width: 110, overflow: "truncate", interval: 0 }, axisLine: { show: false } });
    option.tooltip.formatter = function (params) {
      var share = shares[params.dataIndex];
      return lines([share.name, amount(share)]);
    };
    option.series = [{ type: "bar", data: shares.map(function (share) { return share.value; }), barMaxWidth: 18,
      itemStyle: { color: c.accent, borderRadius: [0, 4, 4, 0] },
      label: { show: true, position: "right", color: c.text, fontSize: 12, formatter: function (p) { return amount(shares[p.dataIndex]); } } }];
    return option;
  }

  var charts = {
    timeline: timelineOption,
    stages: function (c) { return sharesOption(c, data.stages, "s"); },
    genders: function (c) { return sharesOption(c, data.genders); },
    groups: function (c) { return sharesOption(c, data.groups); },
    expressions: function (c) { return sharesOption(c, data.expressions); },
    ages: function (c) {
      return histogramOption(c, data.ages.labels, [{ name: "tracks", counts: data.ages.counts, colour: c.accent }]);
    },
    scores: function (c) {
      return histogramOption(c, data.scores.labels, [
        { name: "score", counts: data.scores.scores, colour: c.accent },
        { name: "quality", counts: data.scores.qualities, colour: c.second }]);
    }
  };

  function draw() {
    var c = colours();
    drawn.forEach(function (one) { one.chart.setOption(charts[one.element.dataset.chart](c, one.element), true); });
  }

  function showAll() {
    var button = document.getElementById("show-all");
    document.getElementById("gallery").classList.add("all");
    if (button) {
      button.parentNode.remove();
    }
  }

  function openCard(params, element) {
    var bar = data.timelines[Number(element.dataset.index)].bars[params.dataIndex];
    if (params.seriesType === "custom" && bar.card) {
      if (document.getElementById(bar.card).classList.contains("extra")) {
        showAll();
      }
      location.hash = bar.card;
    }
  }

  Array.prototype.forEach.call(document.querySelectorAll("[data-chart]"), function (element) {
    var chart = echarts.init(element, null, { renderer: "svg" });
    drawn.push({ chart: chart, element: element });
    if (element.dataset.chart === "timeline") {
      chart.on("click", function (params) { openCard(params, element); });
    }
    new ResizeObserver(function () { chart.resize(); }).observe(element);
  });
  var button = document.getElementById("show-all");
  if (button) {
    button.addEventListener("click", showAll);
  }
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  // Paper has its own colours; at "beforeprint" they do not hold yet.
  matchMedia("print").addEventListener("change", draw);
  draw();
  root.setAttribute("data-charts", String(drawn.length));
})();
