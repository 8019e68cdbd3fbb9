/* The browser's half of components/static.py: plain data → React elements. Tags and attributes are those listed here;
   text can only become a text node. */
(() => {
  "use strict";
  const TAGS = new Set(
    ("a article aside blockquote button caption code details div footer h1 h2 h3 h4 header li ol p section small span " +
      "strong summary table tbody td th thead tr ul").split(" "),
  );
  const ATTRIBUTES = new Set("className download href id rel role scope style tabIndex target title type".split(" "));
  const SAFE_LINK = /^(?:https?:\/\/|\/(?!\/)|[?#])/;

  const allowed = (name, value) =>
    name === "href" ? SAFE_LINK.test(value) : ATTRIBUTES.has(name) || name.startsWith("aria-") || name.startsWith("data-");

  const build = (node, key) => {
    if (node === null || typeof node === "string") return node;
    if (Array.isArray(node)) return node.map(build);
    if (!TAGS.has(node.tag)) return null;
    const attributes = Object.fromEntries(Object.entries(node.attributes).filter(([name, value]) => allowed(name, value)));
    return window.React.createElement(node.tag, { ...attributes, key }, build(node.children));
  };

  const Static = ({ tree }) => window.React.createElement(window.React.Fragment, null, build(tree));
  window.onrecord = Object.assign(window.onrecord || {}, { Static });
})();
