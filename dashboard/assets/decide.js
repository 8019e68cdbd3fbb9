/* What the two places where people decide share: the list to pick a name from, and a line of acts to the server. */
(() => {
  "use strict";
  const NOBODY = "";

  /* A text field that offers names; ``choose`` gets the id of the one chosen, null for nobody. */
  const Picker = ({ id, label, options, nobody, choose, close }) => {
    const { createElement: h, useEffect, useRef, useState } = window.React;
    const [text, setText] = useState("");
    const [wrong, setWrong] = useState(false);
    const field = useRef(null);
    useEffect(() => field.current.focus(), []);
    const submit = (event) => {
      event.preventDefault();
      const typed = text.trim().toLocaleLowerCase();
      const known = options.filter(([, name]) => name.toLocaleLowerCase() === typed);
      const alike = known.length ? known : options.filter(([, name]) => name.toLocaleLowerCase().includes(typed));
      if (typed && alike.length === 1) choose(alike[0][0], alike[0][1]);
      else setWrong(true);
    };
    const leave = (event) => event.key === "Escape" && close();
    return h("form", { className: "picker", onSubmit: submit, onKeyDown: leave },
      h("label", { htmlFor: id }, label),
      h("input", { id, ref: field, list: `${id}-names`, value: text, autoComplete: "off", "aria-invalid": wrong,
        "aria-describedby": `${id}-wrong`, onChange: (event) => (setText(event.target.value), setWrong(false)) }),
      h("datalist", { id: `${id}-names` }, options.map(([key, name]) => h("option", { key, value: name }))),
      h("button", { className: "button", type: "submit" }, "Save"),
      h("button", { className: "button", type: "button", onClick: () => choose(null, nobody) }, nobody),
      h("button", { className: "button quiet", type: "button", onClick: close }, "Cancel"),
      h("p", { id: `${id}-wrong`, className: "picker-wrong", role: "alert" },
        wrong ? "Choose a name from the list; it grows as you type." : NOBODY));
  };

  /* Send acts one after the other, each when the one before is answered, so that none is lost however fast they come.
     Returns [send, waiting]: a function, and how many are not answered. */
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
      if (!said || !box.current.length || said.n !== box.current[0].n) return;
      box.current.shift();
      setWaiting(box.current.length);
      post();
    }, [said]);
    return [send, waiting];
  };

  window.onrecord = Object.assign(window.onrecord || {}, { Picker, useOutbox });
})();
