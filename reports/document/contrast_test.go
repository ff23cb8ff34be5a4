package document

// contrasts lists texts whose contrast with what is behind them is below 4.5 to 1, the
// least that WCAG 2 asks of running text (AA).
const contrasts = `(() => {
  const rgb = s => { const m = s.match(/[\d.]+/g).map(Number); return {c: m.slice(0, 3), a: m.length > 3 ? m[3] : 1}; };
  const light = c => { const [r, g, b] = c.map(v => (v /= 255) <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = e => { for (; e; e = e.parentElement) { const b = rgb(getComputedStyle(e).backgroundColor); if (b.a === 1) return b.c; } return [255, 255, 255]; };
  const poor = new Set();
  for (const e of document.querySelectorAll("h1, h2, h3, p, li, small, summary span, summary b, td, td button, th, th span, legend, label, code, pre i, dt, dd, figcaption, a")) {
    if (!e.checkVisibility() || !e.textContent.trim()) continue;
    const a = light(rgb(getComputedStyle(e).color).c), b = light(behind(e));
    if ((Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5) poor.add(e.tagName + "." + e.className + " " + e.textContent.trim().slice(0, 20));
  }
  return [...poor].slice(0, 10);
})()`
