"""What all pages look like: light or dark as the reader has it, with letters for every language."""

BASE = """
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1f2933; --muted: #616e7c; --line: #d5dbe1; --head: #f4f6f8; --link: #2b5d9b;
  --before: #b9c3cd; --after: #4575b4; --bar: #cfdff2;
  --failed: #c0281f; --failed-tint: #fbe4e0; --warned: #8a5a00; --warned-tint: #fff4d9;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14181d; --ink: #e3e8ee; --muted: #9aa7b5; --line: #303a45; --head: #1c222a; --link: #8db8ea;
    --before: #56626f; --after: #6ea3e0; --bar: #27405e;
    --failed: #ff9c90; --failed-tint: #3d1f1d; --warned: #f0c469; --warned-tint: #362b12;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2rem 1.5rem 4rem; max-width: 120rem; background: var(--paper); color: var(--ink);
  font: 15px/1.45 Calibri, Carlito, "Segoe UI", "Hiragino Sans", "Yu Gothic UI", "Noto Sans CJK JP", sans-serif;
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.5rem 0 .25rem; }
p { margin: 0; color: var(--muted); }
"""
"""As CSS."""
