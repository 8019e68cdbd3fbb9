/* What the two places where people decide share: the list to pick a name from, and a line of acts to the server. */
(() => {
  "use strict";
  const RETRY = 10_000; // milliseconds
  const STANCES = [["against", "Against"], ["neutral", "Neutral"], ["favor", "For"]];
  const TONES = [["negative", "Negative"], ["neutral", "Neutral"], ["positive", "Positive"]];

  /* The id that a typed name means: the one so called or the only one with these letters, null for ``nobody``,
     undefined where it is not clear. */
  const idOf = (text, names, nobody) => {
    const typed = text.trim().toLocaleLowerCase();
    if (typed === nobody.toLocaleLowerCase()) return null;
    const called = names.find(([, name]) => name.toLocaleLowerCase() === typed);
    if (called) return called[0];
    const alike = names.filter(([, name]) => name.toLocaleLowerCase().includes(typed));
    return typed && alike.length === 1 ? alike[0][0] : undefined;
  };

  /* A text field that offers names; ``choose`` gets the id of the one chosen, null for nobody, and its name. */
  const Picker = ({ id, label, names, nobody, choose, close }) => {
    const { createElement: h, useEffect, useRef, useState } = window.React;
    const [wrong, setWrong] = useState(false);
    const field = useRef(null);
    useEffect(() => field.current.focus(), []);
    const submit = (event) => {
      event.preventDefault();
      const chosen = idOf(field.current.value, names, nobody);
      if (chosen === undefined) setWrong(true);
      else choose(chosen, chosen === null ? nobody : names.find(([key]) => key === chosen)[1]);
    };
    const leave = (event) => event.key === "Escape" && close();
    return h("form", { className: "picker", onSubmit: submit, onKeyDown: leave },
      h("label", { htmlFor: id }, label),
      h("input", { id, ref: field, list: `${id}-names`, autoComplete: "off", "aria-invalid": wrong,
        "aria-describedby": `${id}-wrong`, onChange: () => setWrong(false) }),
      h("datalist", { id: `${id}-names` }, names.map(([key, name]) => h("option", { key, value: name }))),
      h("button", { className: "button", type: "submit" }, "Save"),
      h("button", { className: "button", type: "button", onClick: () => choose(null, nobody) }, nobody),
      h("button", { className: "button quiet", type: "button", onClick: close }, "Cancel"),
      h("p", { id: `${id}-wrong`, className: "picker-wrong", role: "alert" },
        wrong && "Choose a name from the list; it grows shorter as you type."));
  };

  /* Send acts one after the other, each when the one before is answered, so that none is lost however fast they come.
     One without an answer is sent again. Returns [send, waiting]: a function, and how many are not answered. */
  const useOutbox = (said, setProps) => {
    const { useCallback, useEffect, useRef, useState } = window.React;
    const box = useRef([]);
    const next = useRef(1);
    const [waiting, setWaiting] = useState(0);
    const post = useCallback(() => box.current.length && setProps({ act: box.current[0] }), [setProps]);
    const send = useCallback((act) => {
      box.current.push({ ...act, n: next.current });
      next.current += 1;
      setWaiting(box.current.length);
      if (box.current.length === 1) post();
    }, [post]);
    useEffect(() => {
      if (!waiting) return;
      const again = () => setProps({ act: { ...box.current[0], sent: Date.now() } });
      const timer = window.setInterval(again, RETRY);
      return () => window.clearInterval(timer);
    }, [waiting, setProps]);
    useEffect(() => {
      if (!said || !box.current.length || said.n !== box.current[0].n) return;
      box.current.shift();
      setWaiting(box.current.length);
      post();
    }, [said]);
    return [send, waiting];
  };

  window.onrecord = Object.assign(window.onrecord || {}, { STANCES, TONES, Picker, idOf, useOutbox });
})();
