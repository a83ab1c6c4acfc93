"""Small faults put into a module, one at a time, as changes of its syntax tree.

The kinds are those that studies of mutation testing keep as sufficient (Offutt et al. 1996):
comparisons, arithmetic, logic, constants, negated conditions and removed statements. What fails
for whatever reason is left alone, so that no score is raised by it: names, texts other than those
compared with, first assignments, types, decorators and docstrings.
"""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

COMPARISONS = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
OPERATORS = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.Pow: ast.Mult, ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd, ast.And: ast.Or, ast.Or: ast.And,
}  # fmt: skip
UNTOUCHED = {"annotation", "returns", "decorator_list", "type_params"}


@dataclass(frozen=True)
class Mutant:
    """One fault: where it stands, what it replaces, and the tree that holds it."""

    line: int
    before: str
    after: str
    tree: ast.Module


def mutants(text: str) -> list[Mutant]:
    """Return every mutant of a module's text, in the order of its lines."""
    number = sum(1 for _ in changes(ast.parse(text)))
    return [mutant(text, place) for place in range(number)]


def mutant(text: str, place: int) -> Mutant:
    """Return the mutant of one place."""
    tree = ast.parse(text)
    node, change = list(changes(tree))[place]
    statement = statement_of(tree, node)
    before = head(statement)
    change()
    ast.fix_missing_locations(tree)
    after = "pass" if node is statement and isinstance(node, REMOVABLE) else head(statement)
    if isinstance(node, ast.AugAssign) and after == before:
        after = "pass"
    return Mutant(node.lineno, before, after, tree)


REMOVABLE = (ast.Expr, ast.Assign, ast.Raise, ast.Continue)


def changes(tree: ast.Module) -> Iterator[tuple[ast.AST, Callable[[], None]]]:
    """Yield each place that can be changed, and what changes it."""
    for parent, name, node in places(tree):
        if isinstance(node, ast.Compare):
            for i, sign in enumerate(node.ops):
                yield node, lambda n=node, i=i, s=sign: n.ops.__setitem__(i, COMPARISONS[type(s)]())
        elif isinstance(node, (ast.BinOp, ast.BoolOp, ast.AugAssign)):
            if other := OPERATORS.get(type(node.op)):
                yield node, lambda n=node, o=other: setattr(n, "op", o())
        elif isinstance(node, ast.UnaryOp):
            yield node, lambda p=parent, f=name, n=node: replace(p, f, n, n.operand)
        elif isinstance(node, ast.Constant):
            value = other_constant(node.value, isinstance(parent, ast.Compare))
            if value is not None:
                yield node, lambda n=node, v=value: setattr(n, "value", v)
        if isinstance(node, (ast.If, ast.IfExp, ast.While)):
            yield node, lambda n=node: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
        if is_removable(node):
            yield node, lambda p=parent, f=name, n=node: replace(p, f, n, ast.Pass())


def places(parent: ast.AST) -> Iterator[tuple[ast.AST, str, ast.AST]]:
    """Yield each node with its parent and the parent's field, types and decorators left out."""
    for name, value in ast.iter_fields(parent):
        if name in UNTOUCHED or isinstance(parent, ast.JoinedStr):
            continue
        for node in value if isinstance(value, list) else [value]:
            if isinstance(node, ast.AST):
                yield parent, name, node
                yield from places(node)


def is_removable(node: ast.AST) -> bool:
    """Tell whether a statement can go without a name being missed for it."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return False
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Continue():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            return any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(node.value))
        case ast.Assign(targets=[ast.Subscript() | ast.Attribute()]):
            return True
    return False


def other_constant(value: object, compared: bool) -> object:
    """Return another constant of the kind, or None where there is nothing to change."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, float):
        return value * 2 or 1.0
    return f"{value}~" if compared and isinstance(value, str) else None


def replace(parent: ast.AST, name: str, node: ast.AST, other: ast.AST) -> None:
    """Put another node where one stands."""
    value = getattr(parent, name)
    if isinstance(value, list):
        value[next(i for i, one in enumerate(value) if one is node)] = other
    else:
        setattr(parent, name, other)


def statement_of(tree: ast.Module, node: ast.AST) -> ast.stmt:
    """Return the innermost statement that a node stands in."""
    around = [s for s in ast.walk(tree) if isinstance(s, ast.stmt) and node in list(ast.walk(s))]
    return around[-1]


def head(statement: ast.stmt) -> str:
    """Return a statement on one line, without the statements inside it."""
    return " ".join(ast.unparse(statement).split(":\n")[0].split())
