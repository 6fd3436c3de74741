"""Write all that derives from the declarations: `python -m server.generate`; `--check` names what is stale.

One fact stands in one place (DESIGN §1): sync/catalogue.py, sync/kinds.py and sync/outcome.py. To derive another file:
a function that returns its text, and a line in `FILES`.
"""

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from sync import catalogue, kinds, op, outcome
from sync.catalogue import RECORDS, Field, RecordType

ROOT = Path(__file__).resolve().parents[1]
TYPESCRIPT_HEAD = "// Written by `python -m server.generate` from {source}; never edited.\n\n"
MARKS = ("map", "office", "personal", "public", "indexed")
VALUE_TYPES = {"integer": "number", "count": "number", "money": "number", "flag": "boolean"}
SCOPES = {"tenant": "all tablets", "unit": "the tablets of its unit", "office": "no tablet"}


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _either(words) -> str:
    return " | ".join(_quoted(word) for word in words)


def _pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _field_entry(record: RecordType, field: Field) -> dict[str, object]:
    """A field as data: what is false or empty is left out."""
    entry: dict[str, object] = {
        "name": field.name,
        "kind": field.kind,
        "label": f"{record.name}.{field.name}",
    }
    if field.target:
        entry["target"] = field.target
    if field.choices:
        entry["choices"] = list(field.choices)
    entry |= {mark: True for mark in MARKS if getattr(field, mark)}
    if field.since > 1:
        entry["since"] = field.since
    return entry


def _record_entry(record: RecordType) -> dict[str, object]:
    entry: dict[str, object] = {"name": record.name, "scope": record.scope, "roles": list(record.roles)}
    entry |= {mark: True for mark in ("below", "immutable", "subject") if getattr(record, mark)}
    return entry | {"fields": [_field_entry(record, field) for field in record.fields]}


def _value_type(field: Field) -> str:
    one = _either(field.choices) if field.choices else VALUE_TYPES.get(field.kind, "string")
    return f"ReadonlyMap<string, {one}>" if field.map else f"{one} | null"


def _interface(record: RecordType) -> str:
    lines = [f"  {field.name}: {_value_type(field)};" for field in record.fields]
    return f"export interface {_pascal(record.name)} {{\n" + "\n".join(lines) + "\n}\n"


def catalogue_typescript() -> str:
    """pwa/src/generated/catalogue.ts: the shown values of each type as an interface, and the field table as data."""
    roles = sorted({role for record in RECORDS for role in record.roles})
    parts = [
        TYPESCRIPT_HEAD.format(source="sync/catalogue.py") + f"export const CATALOGUE = {catalogue.VERSION};\n",
        f"export type FieldKind = {_either(kinds.KINDS)};\n",
        f"export type Role = {_either(roles)};\n",
        *(_interface(record) for record in RECORDS),
        "export interface Shown {\n"
        + "".join(f"  {record.name}: {_pascal(record.name)};\n" for record in RECORDS)
        + "}\n\nexport type TypeName = keyof Shown;\n",
        "export interface Field {\n"
        "  readonly name: string;\n  readonly kind: FieldKind;\n  readonly label: string;\n"
        "  readonly target?: TypeName;\n  readonly choices?: readonly string[];\n"
        + "".join(f"  readonly {mark}?: true;\n" for mark in MARKS)
        + "  readonly since?: number;\n}\n",
        "export interface RecordType {\n"
        f"  readonly name: TypeName;\n  readonly scope: {_either(SCOPES)};\n  readonly roles: readonly Role[];\n"
        "  readonly below?: true;\n  readonly immutable?: true;\n  readonly subject?: true;\n"
        "  readonly fields: readonly Field[];\n}\n",
        "export const RECORDS: readonly RecordType[] = [\n"
        + "".join(_record_rows(record) for record in RECORDS)
        + "];\n",
    ]
    return "\n".join(parts)


def _record_rows(record: RecordType) -> str:
    entry = _record_entry(record)
    fields = entry.pop("fields")
    head = _quoted(entry)[:-1]
    return f'  {head}, "fields": [\n' + "".join(f"    {_quoted(field)},\n" for field in fields) + "  ]},\n"


def catalogue_json() -> str:
    """docs/catalogue.json: the same as data, for whoever builds on it."""
    records = [_record_entry(record) for record in RECORDS]
    return json.dumps({"version": catalogue.VERSION, "records": records}, ensure_ascii=False, indent=1) + "\n"


def outcomes_typescript() -> str:
    """pwa/src/generated/outcomes.ts: the codes of outcomes, and the limits that both languages keep."""
    parked = ", ".join(_quoted(code) for code in outcome.PARKED)
    refused = ", ".join(_quoted(code) for code in outcome.REFUSED)
    limits = {
        "LINE_MAX": kinds.LINE_MAX,
        "TEXT_MAX": kinds.TEXT_MAX,
        "LONG_TEXT_MAX": kinds.LONG_TEXT_MAX,
        "OP_SET_MAX": kinds.OP_SET_MAX,
        "LINE_BYTES_MAX": op.LINE_BYTES_MAX,
        "BASES_MAX": op.BASES_MAX,
        "PATHS_MAX": op.PATHS_MAX,
        "DEPTH_MAX": op.DEPTH_MAX,
    }
    return (
        TYPESCRIPT_HEAD.format(source="sync/outcome.py, sync/kinds.py and sync/op.py")
        + f"export const PARKED = [{parked}] as const;\n"
        + f"export const REFUSED = [{refused}] as const;\n\n"
        + "export type ParkedCode = (typeof PARKED)[number];\nexport type RefusedCode = (typeof REFUSED)[number];\n\n"
        + "".join(f"export const {name} = {value};\n" for name, value in limits.items())
    )


def fields_page() -> str:
    """docs/fields.md: the field table in words."""
    parts = [
        "# Record types and fields\n\nWritten by `make generate` from `sync/catalogue.py`; never edited.\n",
        "*office*: only the office writes it · *personal*: kept under the subject's key · *public*: may stand on a "
        "public page; all else is private · *map*: one value for each key · *indexed*: has a column of its own.\n",
    ]
    for record in RECORDS:
        reach = SCOPES[record.scope] + " and of those below it" * record.below
        facts = [f"reaches {reach}", f"written by {', '.join([*record.roles, 'office'])}"]
        facts += ["never changed, only corrected by a new record"] if record.immutable else []
        rows = "".join(_field_row(field) for field in record.fields)
        parts.append(
            f"## {record.name}\n\n{'; '.join(facts).capitalize()}.\n\n| field | kind | marks |\n|---|---|---|\n{rows}"
        )
    return "\n".join(parts)


def _field_row(field: Field) -> str:
    kind = f"reference to {field.target}" if field.target else field.kind
    if field.choices:
        kind += ": " + ", ".join(field.choices)
    marks = ", ".join(mark for mark in MARKS if getattr(field, mark))
    return f"| `{field.name}` | {kind} | {marks or 'private'} |\n"


FILES: list[tuple[str, Callable[[], str]]] = [
    ("pwa/src/generated/catalogue.ts", catalogue_typescript),
    ("pwa/src/generated/outcomes.ts", outcomes_typescript),
    ("docs/catalogue.json", catalogue_json),
    ("docs/fields.md", fields_page),
]


def problems_typescript() -> str:
    """Why a request could not be served, and what the tablet then does (RFC 9457; DESIGN §10)."""
    from server.problems import DEEDS, TABLE  # here: the files above need no Flask

    lines = [
        f"  {_quoted(code)}: {{ status: {entry.status}, do: {_quoted(entry.do)} }}," for code, entry in TABLE.items()
    ]
    return (
        TYPESCRIPT_HEAD.format(source="server/problems.py")
        + f"export type Deed = {_either(DEEDS)};\n\n"
        + "export const PROBLEMS: Readonly<Record<string, { status: number; do: Deed }>> = {\n"
        + "\n".join(lines)
        + "\n};\n"
    )


def openapi_json() -> str:
    """The description of the API, as the app itself gives it."""
    from server import api, keys
    from server.app import create_app
    from server.config import Settings

    with tempfile.TemporaryDirectory() as folder:
        keys.save(keys.create(), Path(folder))
        app = create_app(Settings(data_dir=Path(folder)))
        with app.app_context():
            return json.dumps(api.described(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


FILES += [("pwa/src/generated/problems.ts", problems_typescript), ("docs/openapi.json", openapi_json)]


def stale(root: Path = ROOT) -> list[str]:
    """The generated files below `root` that differ from what would be written now."""
    return [name for name, text in FILES if not _has(root / name, text())]


def _has(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text(encoding="utf-8") == text


def write(root: Path = ROOT) -> list[str]:
    """Write what is stale below `root`; returns the names of the files written."""
    names = stale(root)
    for name, text in FILES:
        if name in names:
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text(), encoding="utf-8", newline="\n")
    return names


def main(arguments: list[str]) -> int:
    """The exit code of `python -m server.generate`: 1 where `--check` finds something stale."""
    if arguments not in ([], ["--check"]):
        print("usage: python -m server.generate [--check]", file=sys.stderr)
        return 2
    names = stale() if arguments else write()
    for name in names:
        print(("stale: " if arguments else "written: ") + name)
    return 1 if arguments and names else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
