/* Files from the Sources page: chosen or dropped, sent as they are, and what became of them said on the page. */
(() => {
  "use strict";

  const say = (words) => window.dash_clientside.set_props("sources-said", { children: words });

  const send = async (files) => {
    if (!files.length) return;
    const form = new FormData();
    [...files].forEach((file) => form.append("files", file, file.name));
    say(files.length === 1 ? `Sending ${files[0].name} …` : `Sending ${files.length} files …`);
    try {
      const answer = await fetch("/sources/files", { method: "POST", body: form });
      if (answer.status === 413) throw new Error("These files are too large together.");
      say((await answer.json()).said);
      window.dash_clientside.set_props("sources-changed", { data: Date.now() });
    } catch (error) {
      say(error.name === "Error" ? error.message : "The files could not be sent: try again.");
    }
  };

  document.addEventListener("click", (event) => {
    if (!event.target.closest || !event.target.closest("[data-choose]")) return;
    const input = Object.assign(document.createElement("input"), { type: "file", multiple: true });
    input.addEventListener("change", () => send(input.files));
    input.click();
  });

  const zone = (event) => event.target.closest && event.target.closest("[data-drop]");
  for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) {
    document.addEventListener(kind, (event) => {
      const over = zone(event);
      if (!over) return;
      event.preventDefault();
      over.classList.toggle("is-over", kind === "dragenter" || kind === "dragover");
      if (kind === "drop") send(event.dataTransfer.files);
    });
  }
})();
