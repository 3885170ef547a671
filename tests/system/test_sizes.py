"""Modules and functions stay small: median 80 lines a module, none over 400; functions 50, nine in ten 30."""

import ast
import statistics
from pathlib import Path

SOURCE = Path(__file__).parents[2] / "src"
MODULES = sorted(p for p in SOURCE.rglob("*.py") if not {"migrations", "tests"} & set(p.parts))

# May only shrink: (module, function) allowed over 50 lines.
LONG_FUNCTIONS: set[tuple[str, str]] = set()


def body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Count the lines of a function's body: signature and docstring are its contract, not its code."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def functions() -> list[tuple[str, str, int]]:
    found = []
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                found += [(path.relative_to(SOURCE).as_posix(), node.name, body_lines(node))]
    return found


def test_no_module_is_over_400_lines():
    long = {p.name: n for p in MODULES if (n := len(p.read_text().splitlines())) > 400}
    assert not long


def test_half_the_modules_are_under_80_lines_of_code():
    sizes = []
    for path in MODULES:
        text = path.read_text()
        docs = sum(
            node.body[0].end_lineno - node.body[0].lineno + 1
            for node in ast.walk(ast.parse(text))
            if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module)
            and ast.get_docstring(node) is not None
        )
        sizes.append(len(text.splitlines()) - docs)
    assert statistics.median(sizes) <= 80


def test_no_function_is_over_50_lines():
    long = {(module, name): n for module, name, n in functions() if n > 50}
    assert set(long) <= LONG_FUNCTIONS, long
    assert set(long) == LONG_FUNCTIONS, "shrink the list"


def test_nine_functions_in_ten_are_under_30_lines():
    lengths = [n for _, _, n in functions()]
    assert sum(n <= 30 for n in lengths) >= 0.9 * len(lengths)
