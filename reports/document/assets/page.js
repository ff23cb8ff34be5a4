"use strict";
(() => {
  const get = id => document.getElementById(id);
  const text = get("f-text"), product = get("f-product"), state = get("f-state"), count = get("f-count");
  const rows = [...document.querySelectorAll(".matrix tbody tr")];
  const stories = [...document.querySelectorAll(".story")];
  const columns = [...document.querySelectorAll(".matrix [data-p]")];
  const words = new Map();
  for (const e of [...rows, ...stories]) {
    const shown = e.matches(".story") ? e.querySelector("summary").textContent + " " + e.dataset.r : e.querySelector("th").textContent;
    words.set(e, shown.toLowerCase());
  }

  // matches reports whether an element has the wanted words; N1 is the rule, and not a part of N10.
  const matches = (e, wanted) => {
    if (/^[a-z]\d+$/.test(wanted) && e.dataset.r.toLowerCase().split(" ").includes(wanted)) return true;
    if (/^[a-z]\d+$/.test(wanted)) return new RegExp("\\b" + wanted + "\\b").test(words.get(e));
    return words.get(e).includes(wanted);
  };

  const filter = () => {
    const wanted = text.value.trim().toLowerCase(), p = product.value, s = state.value;
    for (const c of columns) c.hidden = p !== "" && c.dataset.p !== p;
    let left = 0, told = 0;
    for (const r of rows) {
      const cell = s !== "" && [...r.cells].some(c => c.classList.contains("s-" + s) && (p === "" || c.dataset.p === p));
      r.hidden = !(matches(r, wanted) && (s === "" || cell));
      if (!r.hidden) left++;
    }
    for (const d of stories) {
      d.hidden = !(matches(d, wanted) && (p === "" || d.dataset.p.split(" ").includes(p)) && (s === "" || d.classList.contains("s-" + s)));
      if (!d.hidden) told++;
    }
    const all = wanted === "" && p === "" && s === "";
    count.textContent = all ? "" : left + " of " + rows.length + " rows, " + told + " of " + stories.length + " stories";
  };
  const form = document.querySelector(".filter");
  form.addEventListener("input", filter);
  form.addEventListener("submit", e => e.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));

  // The store is unpacked once, when its first story is opened.
  let unpacked;
  const unpack = () => unpacked ||= (async () => {
    const bytes = Uint8Array.from(atob(get("store").textContent), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  })();
  const open = async d => {
    if (!d.dataset.k) return;
    const k = d.dataset.k - 1;
    delete d.dataset.k;
    try {
      d.insertAdjacentHTML("beforeend", (await unpack())[k]);
    } catch (e) {
      d.append("This story could not be unpacked by this browser: " + e);
    }
  };
  document.addEventListener("toggle", e => { if (e.target.open && e.target.matches(".story")) open(e.target); }, true);

  const show = id => {
    const d = get(id);
    if (!d) return;
    d.hidden = false;
    d.open = true;
    d.scrollIntoView();
    d.querySelector("summary").focus();
  };

  const copy = async button => {
    const code = button.parentNode.querySelector("code"), command = code.textContent;
    let done = false;
    try {
      await navigator.clipboard.writeText(command);
      done = true;
    } catch {
      const range = document.createRange();
      range.selectNodeContents(code);
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      done = document.execCommand("copy");
    }
    button.textContent = done ? "Copied" : "Selected: press Ctrl+C";
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  document.addEventListener("click", e => {
    const button = e.target.closest("button, a[data-open]");
    if (!button) return;
    if (button.matches(".copy")) copy(button);
    if (button.matches("a[data-open]")) { e.preventDefault(); show(button.dataset.open); }
    if (button.matches(".matrix button")) {
      text.value = button.dataset.r;
      product.value = button.parentNode.dataset.p;
      state.value = "";
      filter();
      const first = stories.find(d => !d.hidden);
      (first || get("losses")).scrollIntoView();
      if (first) first.querySelector("summary").focus();
    }
  });
  if (location.hash.startsWith("#story-")) show(location.hash.slice(1));
})();
