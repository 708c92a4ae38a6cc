"use strict";
// Draws each chart when it comes near the window, the others in free moments; all of them before printing. The code
// that draws is started once the page has been painted.
(function drawCharts() {
  const figures = JSON.parse(document.getElementById("figures").textContent);
  const boxes = [...document.querySelectorAll(".plot")];
  if (!boxes.length) return;
  const narrow = window.innerWidth < 600, soft = "#7d8894";
  const axis = { gridcolor: "rgba(128,128,128,.25)", zerolinecolor: "rgba(128,128,128,.45)", automargin: true,
    exponentformat: "power", nticks: narrow ? 5 : 7 };
  const drawn = new Set();

  function layoutOf(figure) {
    const own = figure.layout, many = (own.annotations || []).length > 5;
    return Object.assign({}, own, {
      autosize: true, paper_bgcolor: "transparent", plot_bgcolor: "transparent",
      annotations: narrow && many ? [] : own.annotations,
      font: { color: soft, size: narrow ? 11 : 12 }, margin: { l: 50, r: 12, t: 24, b: 40 },
      legend: { orientation: "h", x: 0, y: 0, yref: "container", yanchor: "bottom", font: { size: 11 } },
      hoverlabel: { bgcolor: "#22282e", font: { color: "#f0f2f4" }, namelength: -1 }, dragmode: narrow ? false : "zoom",
      xaxis: Object.assign({}, axis, own.xaxis), yaxis: Object.assign({}, axis, own.yaxis),
    });
  }
  function startPlotly() {
    if (typeof Plotly !== "undefined") return;
    const script = document.createElement("script");
    script.textContent = document.getElementById("plotly").textContent;
    document.head.append(script);
  }
  function draw(box) {
    startPlotly();
    if (drawn.has(box) || box.closest("details:not([open])")) return;
    drawn.add(box);
    const figure = figures[Number(box.dataset.figure)];
    Plotly.newPlot(box, figure.data, layoutOf(figure), { responsive: true, displaylogo: false, displayModeBar: false,
      doubleClickDelay: 400 });
  }
  function drawSome(deadline) {
    for (const box of boxes) {
      if (drawn.has(box) || box.closest("details:not([open])")) continue;
      draw(box);
      if (deadline && deadline.timeRemaining() < 20) break;
    }
    if (boxes.some(box => !drawn.has(box) && !box.closest("details:not([open])"))) later(drawSome);
    else document.documentElement.dataset.drawn = String(Math.round(performance.now()));
  }
  const later = window.requestIdleCallback ? work => requestIdleCallback(work, { timeout: 500 })
    : work => setTimeout(work, 30);
  const watch = new IntersectionObserver(entries =>
    entries.filter(entry => entry.isIntersecting).forEach(entry => draw(entry.target)), { rootMargin: "200px" });
  document.querySelectorAll("details").forEach(details => details.addEventListener("toggle", () => {
    if (details.open) details.querySelectorAll(".plot").forEach(draw);
  }));
  const begin = () => {
    boxes.forEach(box => watch.observe(box));
    later(drawSome);
  };
  window.addEventListener("load", () => setTimeout(begin, 30));

  // A sheet of paper is 700 px wide, whatever the window is.
  const printed = document.querySelectorAll("details.printed:not([open])");
  window.addEventListener("beforeprint", () => {
    printed.forEach(details => { details.open = true; });
    boxes.forEach(draw);
    drawn.forEach(box => Plotly.relayout(box, box.closest(".wide") ? { width: 660, height: 270 }
      : { width: 318, height: 200 }));
  });
  window.addEventListener("afterprint", () => {
    printed.forEach(details => { details.open = false; });
    drawn.forEach(box => Plotly.relayout(box, { width: null, height: null, autosize: true }));
  });
})();
