/* Saving a chart as a picture, and the code that puts it into another site. */
(() => {
  "use strict";
  const WIDTH = 960;
  const HEIGHT = 540;

  /* The picture says what it shows and where from, on white whatever the page's colours. */
  const picture = (graph, title, note) => {
    const height = Math.max(HEIGHT, graph.layout.height || 0);
    const margin = graph.layout.margin || {};
    const bottom = (margin.b || 0) + 34;
    const source = { text: [note, "OnRecord", window.location.host].filter(Boolean).join(" · "), showarrow: false,
      xref: "paper", yref: "paper", x: 1, y: 0, xanchor: "right", yanchor: "bottom", yshift: 6 - bottom, font: { size: 11 } };
    return {
      data: graph.data,
      layout: {
        ...graph.layout,
        width: WIDTH,
        height,
        autosize: false,
        paper_bgcolor: "#ffffff",
        plot_bgcolor: "#ffffff",
        title: { text: title, x: 0.02, xanchor: "left", font: { size: 17 } },
        margin: { ...margin, t: (margin.t || 0) + 56, b: bottom },
        annotations: [...(graph.layout.annotations || []), source],
      },
    };
  };

  /* Plotly reads titles as a small subset of HTML, so what comes from a story is escaped. */
  const escaped = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

  const save = (button) => {
    const graph = button.closest(".chart").querySelector(".js-plotly-plot");
    const options = { format: button.dataset.save, filename: button.dataset.file, width: WIDTH };
    const drawn = picture(graph, escaped(button.dataset.title), button.dataset.note);
    window.Plotly.downloadImage(drawn, { ...options, height: drawn.layout.height, scale: 2 });
  };

  const attribute = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

  const copy = async (button) => {
    const address = new URL(button.dataset.embed, window.location.href).href;
    const code = `<iframe src="${attribute(address)}" title="${attribute(button.dataset.title)}" width="100%" height="480" loading="lazy" style="border:0"></iframe>`;
    const shown = button.parentElement.querySelector(".embed-code");
    shown.textContent = code;
    window.getSelection().selectAllChildren(shown);
    try {
      await navigator.clipboard.writeText(code);
      button.textContent = "Copied";
    } catch {
      /* not allowed here; the code is selected, to be copied by hand */
    }
  };

  document.addEventListener("click", (event) => {
    const button = event.target.closest && event.target.closest(".chart-tools button");
    if (!button) return;
    button.dataset.save ? save(button) : copy(button);
  });
})();
