"""`yavuul routes`: every route, its face, its methods and its rule."""

import click

from server import commands, rules

QUIET = {"HEAD", "OPTIONS"}


@click.command("routes")
def command() -> None:
    """List every route with its rule."""
    with commands.app_context() as app:
        for route in sorted(app.url_map.iter_rules(), key=lambda found: (found.subdomain, found.rule)):
            for method in sorted(route.methods - QUIET):
                declared = rules.rule_of(app, route.endpoint, method)
                said = " ".join(declared) if declared else "NO RULE"
                click.echo(f"{route.subdomain or 'public':<7} {method:<6} {route.rule:<44} {said}")
