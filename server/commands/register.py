"""`yavuul register`: take a bagh's list of people in; without `--take` it only says what would happen."""

from collections import Counter
from pathlib import Path

import click

from server import commands
from server.clock import now_ms
from server.problems import Problem
from server.register import plan, sheet, take
from server.store import hearings
from server.store.unit_of_work import reading

MS_A_YEAR = 31_556_952_000
SHOWN = 40  # rows that do not go in, one by one


@click.command("register")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--tenant", required=True, help="The organisation.")
@click.option("--unit", required=True, help="The bagh or khoroo, by its name.")
@click.option("--take", "is_taken", is_flag=True, help="Carry it out.")
def command(file: Path, tenant: str, unit: str, is_taken: bool) -> None:
    """Read FILE (XLSX or CSV with a row of headings) and say row by row what would happen."""
    with commands.app_context():
        with reading() as connection:
            names = hearings.units(connection, tenant, None)
            chosen = [record for record, name in names.items() if name == unit]
            if len(chosen) != 1:
                raise click.ClickException("There is no such unit." if not chosen else "Several units have this name.")
            try:
                made = plan.make(
                    connection, tenant, chosen[0], sheet.rows(file.read_bytes()), 1970 + now_ms() // MS_A_YEAR
                )
            except Problem as problem:
                raise click.ClickException(f"This file cannot be read: {problem.code}.") from None
        if made is None:
            raise click.ClickException("No row of headings names a column «Нэр» (name).")
        for line in [line for line in made.lines if line.deed in ("wrong", "twin")][:SHOWN]:
            why = ", ".join(f"{name}: {code.rpartition('.')[2]}" for name, code in line.person.wrong.items())
            click.echo(f"row {line.person.row}: {line.deed} {why}".rstrip())
        deeds = Counter(line.deed for line in made.lines)
        click.echo(", ".join(f"{deed} {count}" for deed, count in sorted(deeds.items())))
        click.echo(f"new households {len(made.households)}")
        if is_taken:
            count = take.take(tenant, "", chosen[0], made)
            click.echo(f"Taken in: {count} statements.")
        else:
            click.echo("Nothing was written. Add --take to carry it out.")
