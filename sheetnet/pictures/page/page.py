"""The page: drawings of the same shapes as everywhere, the numbers of the run, and the script that moves them."""

import json
from collections.abc import Mapping
from html import escape
from math import isnan
from pathlib import Path
from typing import Any

import numpy as np

from sheetnet.net.network import read
from sheetnet.pictures.colours import PALETTE
from sheetnet.pictures.drawings.blocks import blocks, largest
from sheetnet.pictures.drawings.curve import curve, plots
from sheetnet.pictures.drawings.naming import classes, layers, outputs
from sheetnet.pictures.page.numbers import frames_that_fit, packed, packed_cases
from sheetnet.pictures.shapes import Circle, Picture, straight
from sheetnet.pictures.svg import inline
from sheetnet.pictures.words import words
from sheetnet.session.trajectory import Trajectory

_FOLDER = Path(__file__).parent
_GALLERY = 160  # cases that are shown
_FIELDS = 40  # inputs that a reader can enter by hand
_WIDE = 340.0  # of a picture: a phone shows it as large as it is
_WIDE_CURVE = 410.0

__all__ = ["frames_that_fit", "page"]


def page(path: Trajectory, language: str) -> str:
    """The text of the page, in one language."""
    say = words(language)
    name = path.name.encode(errors="replace").decode()  # a file's name need not be text
    title = say["page_title"].format(name=name.rpartition(".")[0] or name)
    policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:"
    return "\n".join(
        [
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">',
            f"<title>{escape(title)}</title>\n<style>\n{_file('page.css')}</style>\n</head>\n<body>",
            _head(path, title, say),
            _controls(path, say),
            '<main>\n<div class="stack">',
            _panel("weights", say[_kind(path, "weights")], _cells(path, say, "w"), _legend(say)),
            _panel("gradients", say[_kind(path, "gradients")], _cells(path, say, "g"), _note(say)),
            '</div>\n<div class="stack wider">',
            _panel("curve", say["loss_curve"], _curve(path, say), f'<p class="hint">{escape(say["jump"])}</p>'),
            _pad(path, say),
            _surface(path, say),
            _gallery(path, say),
            "</div>\n</main>",
            f'<details id="numbers"><summary>{escape(say["numbers"])}</summary><div class="wide"></div></details>',
            f'<footer class="hint">{escape(say["made_by"])}</footer>',
            f'<script type="application/json" id="run">{_json(_run(path, say, language))}</script>',
            f"<script>\n{_file('page.js')}</script>\n</body>\n</html>\n",
        ]
    )


def _file(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _json(value: Mapping[str, Any]) -> str:
    """JSON that cannot end the element that it stands in."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).replace("<", "\\u003c")


def _kind(path: Trajectory, what: str) -> str:
    return what if path.network.thresholds else f"{what}_only"


def _head(path: Trajectory, title: str, say: Mapping[str, str]) -> str:
    subtitle = say["page_subtitle"].format(
        network=path.geometry.network,
        parameters=f"{path.network.parameter_count:,}",
        cases=f"{len(path.x):,}",
        optimiser=path.optimiser,
        eta=f"{path.eta:g}",
    )
    lines = [f"<h1>{escape(title)}</h1>", f"<p>{escape(subtitle)}</p>"]
    whole = path.points[-1].iteration + 1
    if len(path.frames) < whole:
        lines.append(f"<p>{escape(say['kept'].format(kept=f'{len(path.frames):,}', all=f'{whole:,}'))}</p>")
    lines.append(f'<noscript><p class="warned">{escape(say["no_script"])}</p></noscript>')
    return "<header>" + "\n".join(lines) + "</header>"


def _controls(path: Trajectory, say: Mapping[str, str]) -> str:
    accuracy = "" if isnan(path.points[0].accuracy) else f' <span>{escape(say["accuracy"])} <b id="a"></b></span>'
    test = "" if isnan(path.points[0].test_loss) else f' <span>E {escape(say["test"])} <b id="te"></b></span>'
    return (
        '<section class="controls"><div class="row">'
        f'<button id="play" type="button"><span aria-hidden="true">▶</span> <span>{escape(say["play"])}</span></button>'
        f'<p class="facts"><span>{escape(say["iteration"])} <b id="n"></b></span> <span>E <b id="e"></b></span>'
        f'{accuracy}{test}</p><p id="keys" class="hint">{escape(say["keys"])}</p></div>'
        f'<input id="slider" type="range" min="0" max="{len(path.frames) - 1}" value="{len(path.frames) - 1}" '
        f'aria-label="{escape(say["slider"])}" aria-describedby="keys">'
        '<p id="status" class="heard" role="status" aria-live="polite"></p></section>'
    )


def _panel(name: str, title: str, inner: str, below: str = "") -> str:
    heading = f'<h2 id="{name}-title">{escape(title)}</h2>'
    return f'<section class="panel {name}" aria-labelledby="{name}-title">{heading}\n{inner}\n{below}</section>'


def _cells(path: Trajectory, say: Mapping[str, str], key: str) -> str:
    last = path.frames[-1]
    values = last.parameters if key == "w" else last.gradient
    scales = _scales(path) if key == "w" else largest(path.network, values)
    drawn = blocks(path, values, scales, say, wide=_WIDE, key=key, tips=False)
    picture = Picture(drawn.width + 2, drawn.height, drawn.shapes, description=say[_kind(path, "weights")])
    if key == "g":
        picture = picture._replace(description=say[_kind(path, "gradients")])
    return inline(picture, f"cells-{key}", style=_widest(picture))


def _widest(picture: Picture) -> str:
    """A small network is not blown up."""
    return f"max-width:{picture.width * 1.15:.0f}px"


def _scales(path: Trajectory) -> list[float]:
    """The largest amounts of weights in all frames, so that a colour means one number while the run plays."""
    return largest(path.network, np.array([frame.parameters for frame in path.frames]))


def _legend(say: Mapping[str, str]) -> str:
    return (
        f'<p class="hint"><i class="key positive"></i>{escape(say["for"])} '
        f'<i class="key negative"></i>{escape(say["against"])} <output id="pointed"></output></p>'
    )


def _note(say: Mapping[str, str]) -> str:
    return f'<p class="hint">{escape(say["gradient_note"])} <output id="pointed-g"></output></p>'


def _curve(path: Trajectory, say: Mapping[str, str]) -> str:
    drawn = curve(path, say, wide=_WIDE_CURVE)
    upper, lower = plots(path, _WIDE_CURVE)
    x, y = upper.at(path.points[-1].iteration, path.points[-1].loss)
    bottom = (lower or upper).bottom
    marks = (
        straight(x, upper.top, x, bottom, "much", 1.5)._replace(key="now"),
        Circle(x, y, 5.0, "much", "paper", 1.5, key="dot"),
    )
    shapes = tuple(shape for shape in drawn.shapes[1:])  # the panel has the title
    raised = Picture(drawn.width, drawn.height, (*shapes, *marks), drawn.title, drawn.description)
    return inline(raised, "curve-picture", style=_widest(raised)).replace(
        f'viewBox="0 0 {drawn.width:g} {drawn.height:g}"', f'viewBox="0 26 {drawn.width:g} {drawn.height - 26:g}"'
    )


def _pad(path: Trajectory, say: Mapping[str, str]) -> str:
    rows, _ = path.geometry.picture
    answer = '<p id="answer" role="status" aria-live="polite"></p><div id="bars"></div>'
    if rows > 1:
        hint = f'<p class="hint">{escape(say["draw_hint"])}</p>'
        clear = f'<button id="clear" type="button">{escape(say["clear"])}</button>'
        grid = f'<div class="drawing"><div id="pad" role="grid" aria-label="{escape(say["draw"])}"></div>{clear}</div>'
        return _panel("pad", say["draw"], f'<div class="trying">{grid}<div class="says">{answer}</div></div>', hint)
    if path.network.sizes[0] > _FIELDS:
        return ""
    return _panel(
        "pad", say["enter"], f'<div class="trying"><div id="fields"></div><div class="says">{answer}</div></div>'
    )


def _surface(path: Trajectory, say: Mapping[str, str]) -> str:
    if path.network.sizes[0] != 2:
        return ""
    canvas = f'<canvas id="surface" role="img" aria-label="{escape(say["surface_heard"])}" width="240" height="240">'
    return _panel("surface", say["surface"], f"{canvas}</canvas>", '<p class="hint" id="surface-axes"></p>')


def _gallery(path: Trajectory, say: Mapping[str, str]) -> str:
    if path.geometry.picture[0] == 1:
        return ""
    shown = len(_shown(path))
    title = say["gallery"] if shown == len(path.x) else say["gallery_some"]
    hint = f'<p class="hint">{escape(say["gallery_hint"])} <b id="gallery-right"></b></p>'
    return _panel("gallery", title.format(shown=shown, all=f"{len(path.x):,}"), hint + '<div id="gallery"></div>')


def _shown(path: Trajectory) -> list[int]:
    """The cases of the gallery: all, or some evenly from all."""
    count = len(path.x)
    if count <= _GALLERY:
        return list(range(count))
    return sorted(set(np.linspace(0, count - 1, _GALLERY).round().astype(int).tolist()))


def _run(path: Trajectory, say: Mapping[str, str], language: str) -> dict[str, Any]:
    """What the script reads."""
    network, model, upper = path.network, path.model, plots(path, _WIDE_CURVE)[0]
    shown = _shown(path)
    at = {point.iteration: point for point in path.points}
    frames = [at[frame.iteration] for frame in path.frames]
    names = layers(path)
    units = [name for layer in names[1:] for name in layer]
    return {
        "language": language,
        "say": dict(say),
        "sizes": network.sizes,
        "hidden": network.hidden.name,
        "head": network.head.name.partition("+")[0],
        "thresholds": network.thresholds,
        "classifies": network.head.classifies,
        "middle": network.head.middle,
        "low": network.head.lowest if np.isfinite(network.head.lowest) else None,
        "high": network.head.highest if np.isfinite(network.head.highest) else None,
        "picture": path.geometry.picture,
        "names": names,
        "units": units,
        "outputs": outputs(path),
        "classes": classes(path),
        "iterations": [frame.iteration for frame in path.frames],
        "E": packed(np.array([point.loss for point in frames])),
        "accuracy": packed(np.array([point.accuracy for point in frames])),
        "testE": packed(np.array([point.test_loss for point in frames])),
        "parameters": packed(np.array([frame.parameters for frame in path.frames])),
        "gradients": packed(np.array([frame.gradient for frame in path.frames])),
        "scales": _scales(path),
        "cases": packed_cases(path.x[shown]) | {"numbers": [number + 1 for number in shown]},
        "right": read(path.t[shown], network.head.middle).tolist() if network.head.classifies else [],
        "training": path.training[shown].astype(int).tolist(),
        "inputShift": model.input_shift.tolist(),
        "inputScale": model.input_scale.tolist(),
        "targetShift": model.target_shift.tolist(),
        "targetScale": model.target_scale.tolist(),
        "range": [path.x.min(axis=0).tolist(), path.x.max(axis=0).tolist()],
        "targets": [path.t.min(axis=0).tolist(), path.t.max(axis=0).tolist()],
        "plot": {
            "left": upper.left,
            "width": upper.width,
            "top": upper.top,
            "height": upper.height,
            "low": upper.y.low,
            "high": upper.y.high,
            "log": upper.y.logarithmic,
            "last": upper.x.high,
        },
        "colours": {name: PALETTE[name] for name in ("positive", "negative")},
    }
