/* The review page: one statement at a time, by key, mouse or finger. The next ones are here before they are needed. */
(() => {
  "use strict";
  const LETTERS = "anf"; // of against, neutral, for
  const REFILL = 5; // cards left at which more are asked for
  const KEPT = 200; // cards of this page that are not asked for again
  const KEYS = [
    ["1 2 3 or a n f", "against, neutral, for"], ["t, then 1 2 3", "tone: negative, neutral, positive"],
    ["s", "another speaker"], ["g", "another target"], ["space", "skip"], ["u", "undo"], ["?", "these keys"],
  ];

  const typing = (node) => node.closest && node.closest("input, select, textarea, [contenteditable]");

  /* What is shown, and what was decided, skipped and taken back on this page. */
  const useDeck = (cards) => {
    const { useEffect, useMemo, useState } = window.React;
    const [deck, setDeck] = useState(cards);
    const [done, setDone] = useState([]);
    useEffect(() => setDeck((old) => [...old, ...cards.filter((card) => !old.some((one) => one.id === card.id))]),
      [cards]);
    const left = useMemo(() => deck.filter((card) => !done.includes(card.id)), [deck, done]);
    const finish = (id) => setDone((old) => [...old, id]);
    const again = (id) => {
      setDone((old) => old.filter((one) => one !== id));
      setDeck((old) => [...old.filter((card) => card.id === id), ...old.filter((card) => card.id !== id)]);
    };
    return { left, done, finish, again };
  };

  const Choices = ({ name, choices, decide }) => {
    const { createElement: h } = window.React;
    return h("div", { className: "review-choices", role: "group", "aria-label": name },
      choices.map(([label, words], place) =>
        h("button", { key: label, type: "button", className: "button", onClick: () => decide(label, words) },
          words, " ", h("kbd", { "aria-hidden": "true" }, place + 1))));
  };

  const Help = () => {
    const { createElement: h } = window.React;
    return h("dl", { className: "review-help", id: "review-help" },
      KEYS.map(([key, words]) => h("div", { key }, h("dt", null, h("kbd", null, key)), h("dd", null, words))));
  };

  const Review = (props) => {
    const { createElement: h, useEffect, useRef, useState } = window.React;
    const { STANCES, TONES } = window.onrecord;
    const { cards, said, progress, status, actors, parties, setProps } = props;
    const { left, done, finish, again } = useDeck(cards);
    const [send, waiting] = window.onrecord.useOutbox(said, setProps);
    const [mode, setMode] = useState("stance"); // or "tone", "speaker", "target"
    const [help, setHelp] = useState(false);
    const [told, setTold] = useState("");
    const [changed, setChanged] = useState({}); // of the card at hand: field → words
    const made = useRef([]); // what can be undone: {annotation, card}
    const undoing = useRef(false);
    const card = left[0];

    const act = (fields) => send({ ...fields, left: left.length, done: done.slice(-KEPT) });
    const next = () => (finish(card.id), setMode("stance"), setChanged({}));
    const decide = (field, label, words) => {
      const item = field === "stance" || field === "target" ? card.id : card.statement;
      act({ kind: "decide", field, item, label, card: card.id });
      setTold(`${words}.`);
      if (field === "stance" || (field === "target" && label === null)) next();
      else (setMode("stance"), setChanged({ ...changed, [field]: words }));
    };
    const stance = (label, words) => decide("stance", label, words);
    const tone = (label, words) => decide("tone", label, `Tone: ${words.toLowerCase()}`);
    const skip = () => (act({ kind: "skip", card: card.id }), setTold("Skipped."), next());
    const undo = () => {
      undoing.current = waiting > 0; // then as soon as what is on its way has arrived
      if (undoing.current) return;
      const last = made.current.pop();
      if (!last) return setTold("There is nothing to undo on this page.");
      act({ kind: "undo", annotation: last.annotation });
      again(last.card);
      setMode("stance");
      setChanged({});
      setTold("Taken back.");
    };

    useEffect(() => {
      const isNew = said && said.annotation && !made.current.some((one) => one.annotation === said.annotation);
      if (isNew) made.current.push({ annotation: said.annotation, card: said.card });
      if (said && said.error) (setTold(said.error), said.card && again(said.card));
    }, [said]);
    useEffect(() => {
      if (undoing.current && waiting === 0) undo();
    }, [waiting]);

    const keys = useRef(null);
    keys.current = (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
      const key = event.key.toLowerCase();
      const place = key.length === 1 ? "123".indexOf(key) : -1;
      const letter = key.length === 1 ? LETTERS.indexOf(key) : -1;
      const doing =
        key === "?" ? () => setHelp(!help)
        : key === "u" ? undo
        : key === "escape" ? () => setMode("stance")
        : !card ? null
        : mode === "tone" && place >= 0 ? () => tone(...TONES[place])
        : place >= 0 ? () => stance(...STANCES[place])
        : letter >= 0 ? () => stance(...STANCES[letter])
        : { t: () => setMode("tone"), s: () => card.quoted && setMode("speaker"), g: () => setMode("target"), " ": skip }[key];
      if (!doing) return;
      if (key === " " && event.target.closest("button, a")) return; // a button is pressed by it
      event.preventDefault();
      doing();
    };
    useEffect(() => {
      const listen = (event) => keys.current(event);
      document.addEventListener("keydown", listen);
      return () => document.removeEventListener("keydown", listen);
    }, []);
    useEffect(() => {
      const warn = (event) => waiting && event.preventDefault();
      window.addEventListener("beforeunload", warn);
      return () => window.removeEventListener("beforeunload", warn);
    }, [waiting]);
    useEffect(() => {
      if (left.length < REFILL) act({ kind: "more" });
    }, [left.length < REFILL, done.length % REFILL === 0]);

    const tool = (name, key, words, doing) =>
      h("button", { key: name, type: "button", className: "button quiet", onClick: doing }, words, " ",
        h("kbd", { "aria-hidden": "true" }, key));
    const notes = Object.entries(changed).map(([field, words]) => h("p", { key: field, className: "review-changed" }, words));
    const picker = (field, label, names, nobody) =>
      h(window.onrecord.Picker, { key: field, id: `pick-${field}`, label, names, nobody,
        close: () => setMode("stance"),
        choose: (id, name) => decide(field, id, `${field === "speaker" ? "Speaker" : "Target"}: ${name}`) });

    const question = card && h("section", { className: "review-card", key: card.id, "aria-label": "Statement to decide on" },
      h(window.onrecord.Static, { tree: card.tree }),
      notes,
      mode === "speaker" ? picker("speaker", "Who speaks?", actors, "Nobody can be named")
      : mode === "target" ? picker("target", "Who is meant?", parties, "No party is meant")
      : mode === "tone" ? h(Choices, { name: "Tone", choices: TONES, decide: tone })
      : h(Choices, { name: "Stance", choices: STANCES, decide: stance }),
      h("div", { className: "review-tools" },
        tool("tone", "t", "Tone", () => setMode(mode === "tone" ? "stance" : "tone")),
        card.quoted && tool("speaker", "s", "Wrong speaker", () => setMode("speaker")),
        tool("target", "g", "Wrong target", () => setMode("target")),
        tool("skip", "space", "Skip", skip)));
    return h("div", { className: "review" },
      h("div", { className: "review-status" }, h("p", null, h("strong", null, progress), " ", status),
        h("div", null, tool("undo", "u", "Undo", undo), tool("help", "?", "Keys", () => setHelp(!help)))),
      help && h(Help),
      question || h("p", { className: "review-empty" }, waiting ? "Looking for more …" : "Nothing is left to decide on."),
      h("p", { className: "review-told", role: "status" }, told, waiting > 2 ? ` ${waiting} decisions are on their way.` : ""));
  };

  window.onrecord = Object.assign(window.onrecord || {}, { Review });
})();
