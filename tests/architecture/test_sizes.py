"""The size limits of the house style: what outgrows them becomes a folder, a verb a file."""

import ast

from tests.architecture.source import client_files, functions, length, lines, name, python_files

#: The migrations are left out: a table's creation is one statement, however long.
PYTHON = python_files("", "backend", "tools", "bench", "conformance", "deploy", "tests")
ROUTES = [file for file in python_files("backend") if "routes" in file.parts or file.name == "routes.py"]


def test_no_python_file_is_longer_than_300_lines() -> None:
    assert {name(file): len(lines(file)) for file in PYTHON if len(lines(file)) > 300} == {}


def test_no_python_function_is_longer_than_40_lines() -> None:
    assert {name(file, f.lineno): length(f) for file in PYTHON for f in functions(file) if length(f) > 40} == {}


def test_no_route_body_is_longer_than_10_lines() -> None:
    bodies = {name(file, f.lineno): body_length(f) for file in ROUTES for f in functions(file) if is_endpoint(f)}
    assert bodies
    assert {where: count for where, count in bodies.items() if count > 10} == {}


def test_no_file_of_the_client_is_longer_than_250_lines() -> None:
    files = client_files(".vue", ".ts", ".js", ".mjs")
    assert files
    assert {name(file): len(lines(file)) for file in files if len(lines(file)) > 250} == {}


def is_endpoint(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    calls = [decorator for decorator in function.decorator_list if isinstance(decorator, ast.Call)]
    return any(isinstance(call.func, ast.Name) and call.func.id == "endpoint" for call in calls)


def body_length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of the body without its docstring."""
    body = function.body[1:] if ast.get_docstring(function) is not None else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0
