/* Draws the chart of an embedded page; a click on a mark opens its statements in OnRecord. */
(() => {
  "use strict";
  const place = document.getElementById("figure");
  const figure = JSON.parse(document.getElementById("figure-data").textContent);
  window.Plotly.newPlot(place, figure.data, figure.layout, { displayModeBar: false, responsive: true }).then(() => {
    const home = new URL(document.querySelector(".embed-source a").href);
    place.on("plotly_click", ({ points }) => {
      const href = [].concat(points[0].customdata ?? [])[0];
      if (href) window.open(new URL(href, home), "_blank", "noopener");
    });
  });
})();
