/* The form that corrects a statement, one for a page: it opens in the note whose "Correct" is pressed. */
(() => {
  "use strict";
  const NOBODY = "Nobody can be named";
  const NO_PARTY = "No party is meant";

  const Field = ({ label, children }) => {
    const { createElement: h } = window.React;
    return h("label", { className: "correction-field" }, h("span", null, label), children);
  };

  const Select = ({ name, options }) => {
    const { createElement: h } = window.React;
    return h("select", { name, defaultValue: "" }, h("option", { value: "" }, "as it is"),
      options.map(([value, words]) => h("option", { key: value, value }, words)));
  };

  /* The acts that a filled-in form stands for, or what is wrong with it. */
  const actsOf = (form, fields) => {
    const acts = [];
    for (const [key, value] of fields.entries()) {
      const [field, item] = key.split(" ");
      if (!value.trim()) continue;
      const named = { speaker: [form.actors, NOBODY], target: [form.parties, NO_PARTY] }[field];
      const label = named ? window.onrecord.idOf(value, ...named) : value;
      if (label === undefined) return { wrong: `“${value}” is not in the list; choose a name from it.` };
      acts.push({ kind: "decide", field, item, label });
    }
    return { acts };
  };

  const Form = ({ form, send, close, waiting, error }) => {
    const { createElement: h, useEffect, useRef, useState } = window.React;
    const { STANCES, TONES } = window.onrecord;
    const [told, setTold] = useState("");
    const whole = useRef(null);
    const start = () => whole.current.querySelector("input, select").focus();
    useEffect(start, []);
    useEffect(() => {
      const leave = (event) => event.key === "Escape" && close();
      document.addEventListener("keydown", leave);
      return () => document.removeEventListener("keydown", leave);
    });
    const submit = (event) => {
      event.preventDefault();
      const { acts, wrong } = actsOf(form, new FormData(event.target));
      if (wrong) return setTold(wrong);
      acts.forEach(send);
      setTold(acts.length ? "Saved." : "Nothing is changed.");
      event.target.reset();
    };
    const undo = (id) => (send({ kind: "undo", annotation: id }), setTold("Taken back."), start());
    const list = (id, names, nobody) =>
      h("datalist", { id }, [["", nobody], ...names].map(([key, name]) => h("option", { key, value: name })));
    const name = (key, place, listId) =>
      h("input", { name: key, list: listId, placeholder: place, autoComplete: "off" });
    return h("form", { className: "correction", ref: whole, onSubmit: submit,
      "aria-label": `Correct statement ${form.ordinal + 1}` },
      form.speaker !== null && h(Field, { label: "Speaker" }, name(`speaker ${form.statement}`, form.speaker, "actor-names")),
      form.targets.map((one) => h("div", { key: one.id, className: "correction-target" },
        h(Field, { label: "Target" }, name(`target ${one.id}`, one.name, "party-names")),
        h(Field, { label: `Stance on ${one.name}` }, h(Select, { name: `stance ${one.id}`, options: STANCES })))),
      h(Field, { label: "Tone" }, h(Select, { name: `tone ${form.statement}`, options: TONES })),
      list("actor-names", form.actors, NOBODY), list("party-names", form.parties, NO_PARTY),
      h("div", { className: "correction-buttons" },
        h("button", { type: "submit", className: "button" }, "Save"),
        h("button", { type: "button", className: "button quiet", onClick: close }, "Close")),
      h("p", { role: "status", className: "correction-told" }, error || (waiting ? "Saving …" : told)),
      form.made.length > 0 && h("ul", { className: "correction-made" }, form.made.map((one) =>
        h("li", { key: one.id }, one.words, " ", one.own && h("button", { type: "button", className: "correct",
          "aria-label": `Undo: ${one.words}`, onClick: () => undo(one.id) }, "Undo")))));
  };

  const Correction = ({ form, said, setProps }) => {
    const { createElement: h, useEffect, useState } = window.React;
    const [send, waiting] = window.onrecord.useOutbox(said, setProps);
    const [open, setOpen] = useState(null); // ordinal of the statement
    useEffect(() => {
      const press = (event) => {
        const button = event.target.closest && event.target.closest("button[data-correct]");
        if (!button) return;
        setOpen(Number(button.dataset.correct));
        setProps({ open: { ordinal: Number(button.dataset.correct), at: Date.now() } });
      };
      document.addEventListener("click", press);
      return () => document.removeEventListener("click", press);
    }, []);
    if (open === null || !form || form.ordinal !== open) return null;
    const button = document.querySelector(`button[data-correct="${open}"]`);
    const note = button && button.closest("section");
    if (!note) return null;
    const close = () => (setOpen(null), button.focus());
    return window.ReactDOM.createPortal(
      h(Form, { key: open, form, send: (act) => send({ ...act, ordinal: open }), close, waiting, error: said && said.error }),
      note);
  };

  window.onrecord = Object.assign(window.onrecord || {}, { Correction });
})();
