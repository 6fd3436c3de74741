"""The direction of imports (ARCHITECTURE «Layout»): `sync` ← `server.store` ← services ← routes; the engine is pure."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STANDARD_FOR_SYNC = {
    "base64", "collections", "dataclasses", "fractions", "functools", "hashlib", "json", "math", "re", "typing",
    "unicodedata",
}  # fmt: skip
NEVER_IN_SYNC = {"time", "random", "datetime", "os", "secrets", "uuid", "flask", "sqlalchemy", "marshmallow"}
LOG_TABLES = re.compile(r"from server\.models\.(log|projections) import")
ROUTES = ["server/api", "server/office", "server/public"]


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found.add(node.module or "")
    return found


def _typescript_imports(path: Path) -> list[str]:
    """The relative modules that a file imports values from; types alone bind nothing."""
    text = re.sub(r"import type [^;]*;", "", path.read_text())
    return re.findall(r"""from\s+["'](\.[^"']+)["']""", text)


def _files(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


@pytest.mark.parametrize("path", _files("sync"), ids=lambda path: path.name)
def test_the_engine_imports_the_standard_library_and_pycrdt_behind_text(path):
    roots = {name.split(".")[0] for name in _imports(path)} - {"sync"}
    assert not roots & NEVER_IN_SYNC
    assert roots <= STANDARD_FOR_SYNC | ({"pycrdt"} if path.name == "text.py" else set())


def test_the_store_knows_nothing_of_services_and_routes():
    for path in _files("server/store"):
        allowed = ("server.store", "server.models", "server.extensions", "server.problems", "server.projections")
        allowed += ("server.keys", "server.certificates", "server.clock")
        ours = {name for name in _imports(path) if name.startswith("server.")}
        assert all(name.startswith(allowed) for name in ours), path.name


def test_routes_never_touch_the_tables_of_log_and_records():
    for folder in ROUTES:
        for path in _files(folder):
            if path.name == "routes.py" or folder == "server/api":
                assert not LOG_TABLES.search(path.read_text()), path


def test_h78_one_module_alone_calls_out_and_only_where_the_operator_says():
    """No request, record or setting of an organisation is ever an address that the server asks (no webhooks)."""
    calls = {"urllib.request", "http.client", "smtplib", "ftplib", "requests", "httpx", "urllib3", "aiohttp", "boto3"}
    callers = [path.relative_to(ROOT).as_posix() for path in _files("server") if _imports(path) & calls]
    assert callers == ["server/messages/gateways.py"]


def test_migrations_import_nothing_of_the_server():
    for path in _files("migrations"):
        assert not {name for name in _imports(path) if name.startswith(("server", "sync"))}, path.name


TYPESCRIPT = {  # folder → folders of pwa/src that it may import from
    "domain": {"domain", "generated"},
    "store": {"store", "domain", "generated", "ports"},
    "exchange": {"exchange", "store", "domain", "generated", "ports"},
}


@pytest.mark.parametrize("folder", sorted(TYPESCRIPT))
def test_the_tablets_layers_look_only_down(folder):
    source = ROOT / "pwa" / "src"
    for path in sorted((source / folder).rglob("*.ts")):
        if path.name.endswith(".test.ts"):
            continue
        for target in _typescript_imports(path):
            reached = (path.parent / target).resolve().relative_to(source).parts[0]
            assert reached.removesuffix(".ts") in TYPESCRIPT[folder] | {"trusted"}, f"{path.name} imports {target}"


def test_screens_see_one_facade():
    source = ROOT / "pwa" / "src"
    for path in sorted((source / "screens").rglob("*")):
        if path.suffix not in (".ts", ".svelte"):
            continue
        for target in _typescript_imports(path):
            reached = (path.parent / target).resolve().relative_to(source).parts[0]
            assert reached not in ("store", "exchange"), f"{path.name} imports {target}"
