"""The files of this repository as syntax trees."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path


ROOT = Path(__file__).parents[2]
LIBRARY = ("gemini_otel", "exporters")
TREES = (*LIBRARY, "dashboards", "tests")

Function = ast.FunctionDef | ast.AsyncFunctionDef
Documented = ast.Module | ast.ClassDef | Function


@dataclass(frozen=True, slots=True)
class Source:
    """One Python file."""

    path: Path
    text: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """The path from the root of the repository."""
        return self.path.relative_to(ROOT).as_posix()

    @property
    def length(self) -> int:
        """The number of lines, blank ones included."""
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Function]:
        """Every function and method, nested ones included."""
        return (node for node in ast.walk(self.tree) if isinstance(node, Function))

    def body_length(self, function: Function) -> int:
        """The lines of a body, without its signature, its docstring and blank lines."""
        body = function.body[1:] if ast.get_docstring(function) is not None else function.body
        if not body:
            return 0
        lines = self.text.splitlines()[_first_line(body[0]) - 1 : function.end_lineno]
        return sum(bool(line.strip()) for line in lines)

    def public(self) -> Iterator[tuple[str, Documented]]:
        """The module and everything in it that a reader may use, with its name."""
        yield self.name, self.tree
        yield from _public_members(self.tree, f"{self.name}:")

    def tests(self) -> Iterator[tuple[str, Function]]:
        """The test functions, with their names."""
        if self.path.name.startswith("test_"):
            for function in self.functions():
                if function.name.startswith("test_"):
                    yield f"{self.name}:{function.name}", function


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(decorator.lineno for decorator in decorators)])


def _public_members(
    parent: ast.Module | ast.ClassDef, prefix: str
) -> Iterator[tuple[str, Documented]]:
    for node in parent.body:
        if isinstance(node, ast.ClassDef | Function) and not node.name.startswith("_"):
            yield f"{prefix}{node.name}", node
            if isinstance(node, ast.ClassDef):
                yield from _public_members(node, f"{prefix}{node.name}.")


@cache
def read(*trees: str) -> tuple[Source, ...]:
    """Return every Python file of these folders."""
    paths = (path for tree in trees for path in sorted((ROOT / tree).rglob("*.py")))
    return tuple(_parse(path) for path in paths)


def _parse(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text, str(path)))
