// Changes the DOM to a wanted state and touches only what differs: selections, scroll positions and the layout of
// unchanged parts survive each new token.

/** Makes the children of a parent, from an index on, equal to these nodes. */
export function patchChildren(parent, nodes, from = 0) {
  nodes.forEach((node, index) => {
    const old = parent.childNodes[from + index];
    if (old) patch(old, node);
    else parent.append(node);
  });
  while (parent.childNodes.length > from + nodes.length) parent.lastChild.remove();
}

function patch(old, node) {
  if (old.nodeName !== node.nodeName) old.replaceWith(node);
  else if (node.nodeType === Node.TEXT_NODE) patchText(old, node.data);
  else {
    patchAttributes(old, node);
    patchChildren(old, [...node.childNodes]);
  }
}

function patchText(old, text) {
  if (old.data === text) return;
  if (text.startsWith(old.data)) old.appendData(text.slice(old.length));
  else old.data = text;
}

function patchAttributes(old, node) {
  for (const { name, value } of node.attributes) {
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  }
  for (const { name } of [...old.attributes]) {
    if (!node.hasAttribute(name)) old.removeAttribute(name);
  }
}
