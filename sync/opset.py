"""Sets of op ids as one canonical string: `inc:seq.tag,seq.tag;inc:seq.tag` (M3: exact, never «highest seq»)."""

from collections.abc import Iterable


def encode(ids: Iterable[str]) -> str:
    """The canonical string of op ids: incs as text, then seq as number, then tag."""
    by_inc: dict[str, list[tuple[int, str]]] = {}
    for op_id in ids:
        inc, seq, tag = op_id.split(".")
        by_inc.setdefault(inc, []).append((int(seq), tag))
    return ";".join(inc + ":" + ",".join(f"{seq}.{tag}" for seq, tag in sorted(by_inc[inc])) for inc in sorted(by_inc))


def decode(encoded: str) -> frozenset[str]:
    """The op ids in `encoded`, which `kinds.KINDS["op_set"]` has let pass."""
    return frozenset(
        f"{inc}.{entry}"
        for inc, _, entries in (part.partition(":") for part in encoded.split(";") if part)
        for entry in entries.split(",")
    )
