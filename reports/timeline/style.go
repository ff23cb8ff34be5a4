package timeline

// Style is the style sheet of all pictures, for a page that shows several: it writes
// it once, and asks for Bare ones. A page may set the variables; colours that it
// leaves alone are told apart with any kind of colour blindness, and have a light and
// a dark form. A picture has a background of its own only where it stands alone.
const Style = `.tl{font:11px system-ui,-apple-system,"Segoe UI","DejaVu Sans",sans-serif;color:#1b1f24}
.tl text{fill:currentColor}
.tl .tl-name{text-anchor:end}
.tl .tl-strong{font-weight:600}
.tl .tl-soft,.tl .tl-axis,.tl .tl-note{opacity:.75}
.tl .tl-axis{text-anchor:middle}
.tl .tl-bad{fill:#b54700;fill:var(--tl-bad,#b54700);font-weight:600}
.tl .tl-badline{fill:none;stroke:#d55e00;stroke:var(--tl-way,#d55e00);stroke-width:1.8}
.tl .tl-badfill{fill:#d55e00;fill:var(--tl-way,#d55e00)}
.tl .tl-dash{stroke-dasharray:5 3}
.tl .tl-grid{stroke:currentColor;stroke-opacity:.13}
.tl .tl-line{stroke:currentColor;stroke-opacity:.35;fill:none}
.tl .tl-lead{stroke:currentColor;stroke-opacity:.3;fill:none}
.tl .tl-ink{fill:currentColor}
.tl .tl-hollow{fill:#fff;fill:var(--tl-paper,#fff);stroke:currentColor}
.tl .tl-active{fill:#0072b2;fill:var(--tl-active,#0072b2)}
.tl .tl-box{fill-opacity:0;stroke:#0072b2;stroke:var(--tl-active,#0072b2)}
.tl .tl-stripe{stroke:#0072b2;stroke:var(--tl-active,#0072b2);fill:none}
.tl .tl-kept{fill:#009e73;fill:var(--tl-kept,#009e73)}
.tl .tl-cutoff{stroke:#8a3f78;stroke:var(--tl-cutoff,#8a3f78);stroke-width:1.8;fill:none}
.tl .tl-cutofftext{fill:#8a3f78;fill:var(--tl-cutoff,#8a3f78)}
.tl .tl-unsafe{fill:#e69f00;fill:var(--tl-unsafe,#e69f00);fill-opacity:.17}
.tl .tl-unsafeline{stroke:#e69f00;stroke:var(--tl-unsafe,#e69f00);stroke-opacity:.8;fill:none}
.tl .tl-fold{fill:#fff;fill:var(--tl-paper,#fff)}
.tl .tl-diamond{fill:#fff;fill:var(--tl-paper,#fff);stroke:#0072b2;stroke:var(--tl-active,#0072b2);stroke-width:1.4}
@media screen and (prefers-color-scheme:dark){.tl{color:#e6e8eb;--tl-paper:#16191d;--tl-bad:#ff9e5e;--tl-way:#ff8a3d;--tl-active:#56b4e9;--tl-kept:#2fc79b;--tl-cutoff:#e29fce;--tl-unsafe:#f0b429}}
`
