"""The expressions of parametric questions: arithmetic over named values, safe to run whoever wrote them.

Allowed: numbers, quoted strings (to compare), names, `+ - * / // % **`, comparisons, `and or not`, `a if c else b`,
tuples, and the functions of `FUNCTIONS`. Nothing else parses. Size is bounded: of the text, of every integer on the
way, of every power before it is computed. Whatever goes wrong is an `ExpressionError` of one line.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from dlexam.errors import DlexamError

Value = int | float | str
MAX_LENGTH = 1000  # characters of one expression
MAX_DEPTH = 60  # of operators and calls within each other
MAX_BITS = 2048  # of any integer on the way


class ExpressionError(DlexamError):
    """An expression that can't be used, or that has no value: which, and why."""


def evaluate(text: str, values: Mapping[str, Value] | None = None) -> Any:
    """The value of `text` with `values` bound: int, float, bool, str or a tuple of them. Raises ExpressionError."""
    tree = _parse(text)
    evaluator = _evaluator()
    evaluator.names = {**CONSTANTS, **(values or {})}
    try:
        return _bounded(evaluator.eval(text, previously_parsed=tree))
    except ZeroDivisionError:
        raise _failure(text, "divides by zero") from None
    except OverflowError:
        raise _failure(text, "is too large a number") from None
    except (ValueError, TypeError) as error:
        raise _failure(text, f"has no value: {error}") from None
    except Exception as error:
        raise _failure(text, _reason(error)) from None


def number(text: str, values: Mapping[str, Value] | None = None) -> int | float:
    """As `evaluate`, for what must be a finite number."""
    if len(text) < 16 and text.isdecimal() and text.isascii():
        return int(text)  # the ends of most ranges
    value = evaluate(text, values)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _failure(text, f"is {value!r}, not a number")
    if not math.isfinite(value):
        raise _failure(text, f"is {value}, not a finite number")
    return value


def names(text: str) -> set[str]:
    """The names that `text` needs to be bound. Raises ExpressionError if it doesn't parse."""
    called = {id(node.func) for node in ast.walk(_parse(text)) if isinstance(node, ast.Call)}
    used = (node for node in ast.walk(_parse(text)) if isinstance(node, ast.Name) and id(node) not in called)
    return {node.id for node in used} - set(CONSTANTS)


def _failure(text: str, why: str) -> ExpressionError:
    shown = text if len(text) <= 60 else f"{text[:57]}..."
    return ExpressionError(f"The expression “{shown}” {why}.")


def _reason(error: Exception) -> str:
    from simpleeval import NameNotDefined

    if isinstance(error, NameNotDefined):
        return f"uses “{error.name}”, which is not defined"
    return f"can't be worked out: {error}"


# What may stand in an expression. The check comes before anything is run, so the evaluator never meets the rest.

_NODES = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Name, ast.Constant)
_ALLOWED = (*_NODES, ast.Tuple, ast.operator, ast.unaryop, ast.boolop, ast.cmpop, ast.expr_context)


@lru_cache(maxsize=4096)
def _parse(text: str) -> ast.expr:
    if len(text) > MAX_LENGTH:
        raise _failure(text, f"is longer than {MAX_LENGTH} characters")
    try:
        tree = ast.parse(text.strip(), mode="eval")
    except SyntaxError as error:
        raise _failure(text, f"is not an expression: {error.msg}") from None
    except (ValueError, MemoryError, RecursionError):  # null bytes, absurd nesting
        raise _failure(text, "is not an expression") from None
    if _deeper_than(tree, MAX_DEPTH):
        raise _failure(text, "is nested too deeply")
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        why = _refusal(node)
        if isinstance(node, ast.Name) and node.id in FUNCTIONS and id(node) not in called:
            why = f"names the function “{node.id}” without calling it"
        if why:
            raise _failure(text, why)
    return tree.body


def _deeper_than(tree: ast.AST, limit: int) -> bool:
    layer: list[ast.AST] = [tree]
    for _ in range(limit):
        layer = [child for node in layer for child in ast.iter_child_nodes(node)]
    return bool(layer)


def _refusal(node: ast.AST) -> str | None:
    if not isinstance(node, _ALLOWED):
        return f"uses {type(node).__name__}, which is not allowed here"
    if isinstance(node, ast.operator | ast.unaryop | ast.cmpop) and type(node) not in _OPERATORS:
        return f"uses the operator {type(node).__name__}, which is not allowed here"
    if isinstance(node, ast.Constant) and not isinstance(node.value, bool | int | float | str):
        return f"holds {node.value!r}, which is not a number"
    if isinstance(node, ast.Call):
        return _call_refusal(node)
    return None


def _call_refusal(node: ast.Call) -> str | None:
    if not isinstance(node.func, ast.Name):
        return "calls something that is not a function's name"
    if node.func.id not in FUNCTIONS:
        return f"calls “{node.func.id}”; there are {', '.join(sorted(FUNCTIONS))}"
    return "passes an argument by name" if node.keywords else None


# What they compute.


def _bounded(value: Any) -> Any:
    if isinstance(value, int) and value.bit_length() > MAX_BITS:
        raise OverflowError
    if isinstance(value, complex):
        raise ValueError("it is a complex number")
    return value


def _numeric(function: Callable[..., Any]) -> Callable[..., Any]:
    """Numbers in, a bounded number out: no repeated strings, no endless integers."""

    def guarded(*operands: Any) -> Any:
        if not all(isinstance(each, int | float) for each in operands):
            raise TypeError("this operation is for numbers")
        return _bounded(function(*operands))

    return guarded


def _power(base: float, exponent: float) -> Any:
    if isinstance(base, int) and isinstance(exponent, int) and base.bit_length() * abs(exponent) > MAX_BITS * 2:
        raise OverflowError
    return base**exponent


def _round(value: float, digits: int | None = None) -> float:
    if digits is not None and not -300 <= digits <= 300:
        raise ValueError("round() takes at most 300 digits")
    return round(value, digits)


def _over(function: Callable[[Any], Any]) -> Callable[..., Any]:
    """A function of one tuple, or of several numbers."""

    def gathered(*operands: Any) -> Any:
        each = operands[0] if len(operands) == 1 and isinstance(operands[0], tuple) else operands
        if not all(isinstance(part, int | float) for part in each):
            raise TypeError("this function is for numbers")
        return _bounded(function(each))

    return gathered


def _product(values: tuple[float, ...]) -> float:
    result: float = 1
    for value in values:
        result = _bounded(result * value)
    return result


CONSTANTS: dict[str, Any] = {"pi": math.pi, "True": True, "False": False}
FUNCTIONS: dict[str, Callable[..., Any]] = {
    **{name: _over(function) for name, function in (("min", min), ("max", max), ("sum", sum), ("prod", _product))},
    **{name: _numeric(getattr(math, name)) for name in ("floor", "ceil", "sqrt", "exp", "log", "log2", "log10", "gcd")},
    **{name: _numeric(getattr(math, name)) for name in ("sin", "cos", "tanh", "erf")},
    "abs": _numeric(abs),
    "round": _numeric(_round),
}
_OPERATORS: dict[type, Callable[..., Any]] = {
    ast.Add: _numeric(operator.add),
    ast.Sub: _numeric(operator.sub),
    ast.Mult: _numeric(operator.mul),
    ast.Div: _numeric(operator.truediv),
    ast.FloorDiv: _numeric(operator.floordiv),
    ast.Mod: _numeric(operator.mod),
    ast.Pow: _numeric(_power),
    ast.USub: _numeric(operator.neg),
    ast.UAdd: _numeric(operator.pos),
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: _numeric(operator.lt),
    ast.LtE: _numeric(operator.le),
    ast.Gt: _numeric(operator.gt),
    ast.GtE: _numeric(operator.ge),
}


@lru_cache(maxsize=1)
def _evaluator() -> Any:
    from simpleeval import SimpleEval

    made = SimpleEval(operators=_OPERATORS, functions=FUNCTIONS)
    kept = (ast.Name, ast.UnaryOp, ast.BinOp, ast.BoolOp, ast.Compare, ast.IfExp, ast.Call, ast.Constant)
    made.nodes = {kind: made.nodes[kind] for kind in kept}
    made.nodes[ast.Tuple] = lambda node: tuple(made._eval(each) for each in node.elts)
    return made
