"""A formula drawn over as many lines as it needs: fractions with bars, sums with limits above and below, matrices.

What needs one line only looks as in `linear`. A formula wider than there is room is broken at relations and
operations; one that can't be is given in one line. TooLarge where not even that is sensible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dlexam.latex.symbols import ACCENTS
from dlexam.latex.tree import Accent, Fence, Fraction, Grid, Node, Root, Row, Script, alone
from dlexam.ui.render.formula import scripts
from dlexam.ui.render.formula.box import Box, above, beside, boxed, bracket, padded
from dlexam.ui.render.formula.linear import linear, runs_on, small
from dlexam.ui.render.formula.pieces import apart, within_brackets
from dlexam.ui.render.formula.spacing import Placed, kind_of, placed

LARGEST = 20_000  # cells of one drawing
_HANGING = 4  # cells that the second line of a broken formula is indented


class TooLarge(Exception):
    """The drawing would have more than LARGEST cells."""


def drawn(node: Node, width: int) -> list[str]:
    """The lines of the drawing, none wider than `width` if the formula can be broken; without trailing blanks."""
    rows = [_fitted(part, width) for part in _rows(node)]
    found = [line for at, box in enumerate(rows) for line in (*([""] if at and _tall(rows) else []), *box.lines)]
    return [line.rstrip() for line in found]


def _rows(node: Node) -> list[Node]:
    """The lines of a formula that the author broke, if they have nothing to be aligned at."""
    if isinstance(node, Grid) and node.aligned and all(len(row) == 1 for row in node.rows):
        return [row[0] for row in node.rows]
    return [node]


def _tall(rows: Sequence[Box]) -> bool:
    return any(box.height > 1 for box in rows)


def _fitted(node: Node, width: int) -> Box:
    whole = box(node)
    if whole.width <= width:
        return whole
    several = apart(node)
    if len(several) > 1:
        return _stacked([_fitted(each, width) for each in several])
    for deep in (False, True):
        lines = _broken(node, width, deep)
        if max(line.width for line in lines) <= width:
            return _stacked(lines)
    return boxed(linear(node))


def _broken(node: Node, width: int, deep: bool) -> list[Box]:
    """As many of the segments on each line as it has room for, the later lines indented."""
    lines: list[list[tuple[int, Box]]] = [[]]
    for gap, part in _segments(node, deep):
        room = width - (_HANGING if len(lines) > 1 else 0)
        if lines[-1] and sum(space + each.width for space, each in lines[-1]) + gap + part.width > room:
            lines.append([(0, part)])
        else:
            lines[-1].append((gap, part))
    first, *later = [_joined(line) for line in lines]
    return [first, *(beside([boxed(" " * _HANGING), line]) for line in later)]


def _stacked(lines: Sequence[Box]) -> Box:
    """Lines of one formula, with room between them where any has several lines itself."""
    apart = [each for at, line in enumerate(lines) for each in ([boxed("")] if at and _tall(lines) else []) + [line]]
    return above(apart, 0, "l")


def _segments(node: Node, deep: bool) -> list[tuple[int, Box]]:
    """What may not be broken, with the blanks before it: each begins with a relation or an operation.

    Within plain brackets nothing is broken but where it has to be: `deep`.
    """
    segments: list[tuple[int, list[tuple[int, Box]]]] = []
    found = list(_gaps(node))
    inside = within_brackets([part.node for _, part in found], [part.kind for _, part in found])
    for (gap, part), enclosed in zip(found, inside, strict=True):
        if not segments or (part.kind in ("rel", "bin") and gap and (deep or not enclosed)):
            segments.append((gap, [(0, box(part.node))]))
        else:
            segments[-1][1].append((gap, box(part.node)))
    return [(gap, _joined(parts)) for gap, parts in segments]


def _gaps(node: Node) -> Iterator[tuple[int, Placed]]:
    """The parts of a row with the blanks before them; here a fraction has no brackets to part it from ln or cos."""
    before = ""
    for part in placed(node):
        yield max(part.gap, int((before, part.kind) == ("func", "fraction"))), part
        before = part.kind


def _joined(parts: Sequence[tuple[int, Box]]) -> Box:
    boxes: list[Box] = []
    for gap, part in parts:
        if boxes:
            run_on = runs_on(boxes[-1].lines[boxes[-1].base], part.lines[part.base])
            boxes.append(boxed(" " * max(gap, int(run_on))))
        boxes.append(part)
    return beside(boxes)


def box(node: Node) -> Box:
    """The drawing of a node. Raises TooLarge."""
    made = _drawn(node)
    if made.width * made.height > LARGEST:
        raise TooLarge
    return made


def _drawn(node: Node) -> Box:
    if isinstance(node, Row):
        return _row(node)
    if isinstance(node, Fraction):
        return _fraction(node)
    if isinstance(node, Root):
        return _root(node)
    if isinstance(node, Script):
        return _script(node)
    if isinstance(node, Accent):
        return _accent(node)
    if isinstance(node, Fence):
        return _fence(node)
    return _grid(node) if isinstance(node, Grid) else boxed(linear(node))


def _row(node: Row) -> Box:
    parts = [(gap, box(part.node)) for gap, part in _gaps(node)]
    return _joined(parts) if any(part.height > 1 for _, part in parts) else boxed(linear(node))


def _fraction(node: Fraction) -> Box:
    top, bottom = box(node.above), box(node.below)
    width = max(top.width, bottom.width) + 2 * (top.height + bottom.height > 2)  # the bar of a fraction of fractions
    if not node.bar:
        return above([top, boxed(" " * width), bottom], top.height)
    return above([top, boxed("─" * width), bottom], top.height)


def _root(node: Root) -> Box:
    body = box(node.body)
    if body.height == 1:
        return boxed(linear(node))
    index = linear(node.index, tight=True) if node.index else ""
    sign = scripts.head(index)[0] + "√" if index not in ("", "2") else "√"
    stem = [*[" " * (len(sign) - 1) + "│"] * (body.height - 1), sign]
    under = above([boxed("─" * (body.width + 1)), Box(tuple(f" {line}" for line in body.lines))], 0, "l")
    left = Box((" " * (len(sign) - 1) + "┌", *stem), body.base + 1)
    return beside([left, Box(under.lines, body.base + 1)])


def _script(node: Script) -> Box:
    base = box(node.base)
    if (node.limits or _integral(node)) and (node.foot or node.head):
        return _limits(node, base)
    if base.height == 1 and not any(isinstance(alone(part), Grid) for part in (node.foot, node.head) if part):
        return boxed(linear(node))
    head, foot = (_corner(part, made) for part, made in ((node.head, scripts.head), (node.foot, scripts.foot)))
    height = max(base.height, len(head) + len(foot))
    lines = [*head, *[""] * (height - len(head) - len(foot)), *foot]
    side = above([boxed(line) for line in lines], 0, "l")
    return beside([base, Box(side.lines, base.base + height - base.height if head else base.base)])


def _integral(node: Script) -> bool:
    """Whether it is a large operator whose bounds Unicode has no small letters for."""
    bounds = (small(node.foot, scripts.foot), small(node.head, scripts.head))
    return kind_of(node.base) == "op" and not all(is_small for _, is_small in bounds)


def _corner(node: Node | None, made: Callable[[str], tuple[str, bool]]) -> tuple[str, ...]:
    """A script beside something tall: small where it can be, else as it is; only a matrix has several lines."""
    if node is None:
        return ()
    if isinstance(alone(node), Grid):
        return box(node).lines
    text = linear(node, tight=True)
    return (made(text)[0] if made(text)[1] else text,)


def _limits(node: Script, base: Box) -> Box:
    top = [_limit(node.head)] if node.head else []
    bottom = [_limit(node.foot)] if node.foot else []
    return above([*top, base, *bottom], base.base + sum(each.height for each in top))


def _limit(node: Node) -> Box:
    made = box(node)
    return boxed(linear(node, tight=True)) if made.height == 1 else made


def _accent(node: Accent) -> Box:
    body = box(node.body)
    line = linear(node)
    if node.name in ("underbrace", "overbrace"):
        return _brace(body, node.name)
    if body.height == 1 and (scripts.clusters(linear(node.body)) == 1 or not line.endswith(")")):
        return boxed(line)
    sign = ACCENTS[node.name][1]
    mark = boxed(sign * body.width if sign == "─" else sign)
    if node.name == "underline":
        return above([body, mark], body.base)
    return above([mark, body], body.base + 1)


def _brace(body: Box, name: str) -> Box:
    width = max(body.width, 3)
    left, right = (width - 3) // 2, width - 3 - (width - 3) // 2
    ends = "╰┬╯" if name == "underbrace" else "╭┴╮"
    line = boxed(ends[0] + "─" * left + ends[1] + "─" * right + ends[2])
    return above([body, line], body.base) if name == "underbrace" else above([line, body], body.base + 1)


def _fence(node: Fence) -> Box:
    inner = alone(node.body)
    body = box(inner if isinstance(inner, Grid) else node.body)
    if body.height == 2 and "{" in (node.left, node.right):
        body = Box((body.lines[0], " " * body.width, body.lines[1]), 1)
    sides = [bracket(sign, body.height, body.base) for sign in (node.left, node.right)]
    room = boxed(" " if isinstance(inner, Grid) and body.height > 1 else "")
    return beside([sides[0], room if node.left else boxed(""), body, room if node.right else boxed(""), sides[1]])


def _grid(node: Grid) -> Box:
    cells = [[box(cell) for cell in row] for row in node.rows]
    widths = [max(row[at].width for row in cells) for at in range(len(cells[0]))]
    apart = any(cell.height > 1 for row in cells for cell in row)
    lines: list[Box] = []
    for row in cells:
        lines += [boxed("")] if lines and apart else []
        lines.append(_cells(row, widths, node))
    made = above(lines, 0, "l")
    return Box(made.lines, (made.height - 1) // 2 if made.height > 1 else 0)


def _cells(row: Sequence[Box], widths: Sequence[int], node: Grid) -> Box:
    parts: list[Box] = []
    for at, (cell, width) in enumerate(zip(row, widths, strict=True)):
        if at:
            parts.append(boxed(" " if node.aligned else "  "))
        parts.append(Box(tuple(padded(line, width, node.align[at]) for line in cell.lines), cell.base))
    return beside(parts)
