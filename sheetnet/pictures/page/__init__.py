"""One page for a browser in which learning plays: `page.js` does what moves, `page.css` how it looks.

Read in this order: numbers, page.
"""
