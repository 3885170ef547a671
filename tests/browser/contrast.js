// The lowest WCAG 2 contrast between the text of some elements and what lies behind it, and where it is.
(selector) => {
  const numbers = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const linear = (x) => (x / 255 <= 0.04045 ? x / 255 / 12.92 : ((x / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const behind = (node) => {
    for (let n = node; n; n = n.parentElement) {
      const c = numbers(getComputedStyle(n).backgroundColor);
      if (c.length === 3 || c[3] > 0.99) return c.slice(0, 3);
    }
    return [255, 255, 255];
  };
  const ownText = (n) => [...n.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
  const found = [...document.querySelectorAll(selector)].filter((n) => n.offsetParent && ownText(n)).map((node) => {
    const a = light(numbers(getComputedStyle(node).color)), b = light(behind(node));
    return [(Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), `${node.tagName} ${node.className} ${node.textContent.slice(0, 40)}`];
  });
  return found.sort((x, y) => x[0] - y[0])[0];
}
