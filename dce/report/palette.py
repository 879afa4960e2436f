"""Colours: a diverging scale for answers, one hue for shares, and ink that can be read on each."""

from __future__ import annotations

import numpy as np

DIVERGING = ("#8c510a", "#d8b365", "#d9dde2", "#5ab4ac", "#01665e")
INK = "#1c2126"
QUIET, LINE, BAND, ACCENT = "#59636e", "#d5dae0", "#eef2f4", "#01665e"


def answer_colours(answers: int) -> tuple[str, ...]:
    """A colour per answer, lowest first; other numbers than five are read off between the five.

    >>> answer_colours(5) == DIVERGING, answer_colours(2)
    (True, ('#8c510a', '#01665e'))
    """
    stops = np.array([_channels(colour) for colour in DIVERGING], dtype=float)
    where = np.linspace(0, len(stops) - 1, answers)
    mixed = [np.interp(where, range(len(stops)), stops[:, channel]) for channel in range(3)]
    return tuple("#" + "".join(f"{round(c):02x}" for c in colour) for colour in zip(*mixed, strict=True))


def one_hue(share: float) -> str:
    """Nearly white at 0 to the darkest teal at 1, evenly lighter in grey print.

    >>> one_hue(0.0), one_hue(1.0)
    ('#f4f8f8', '#01665e')
    """
    light, dark = (np.array(_channels(colour), dtype=float) for colour in ("#f4f8f8", DIVERGING[-1]))
    mixed = light + (dark - light) * min(max(share, 0.0), 1.0)
    return "#" + "".join(f"{round(c):02x}" for c in mixed)


def ink_on(colour: str) -> str:
    """Black or white, whichever contrasts more with a colour (relative luminance of WCAG 2): always at least 4.5 to 1.

    >>> ink_on("#8c510a"), ink_on("#5ab4ac")
    ('#ffffff', '#000000')
    """
    ground = _luminance(colour) + 0.05
    return "#ffffff" if 1.05 / ground > ground / 0.05 else "#000000"


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.removeprefix("#")))


def _luminance(colour: str) -> float:
    shares = np.array(_channels(colour)) / 255
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])
