"""The command line: one module a command, each a thin face on a function that returns data.

Only this package prints. Everything heavy is imported inside the commands, so that ``--help`` and a
mistyped option answer at once.
"""

from typing import Annotated

import typer

from tallies import __version__
from tallies.cli.check import check_command
from tallies.cli.compare import compare_command
from tallies.cli.convert import convert_command
from tallies.cli.evaluate import evaluate_command
from tallies.cli.explain import explain_command
from tallies.cli.panel import panel_command
from tallies.cli.read import read_command
from tallies.cli.suggest import suggest_command
from tallies.cli.train import train_command
from tallies.cli.view import view_command
from tallies.collecting import seldom_collected

__all__ = ["app"]

app = typer.Typer(
    help="Read the figures out of report prose and link them into records.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("read")(read_command)
app.command("convert")(convert_command)
app.command("evaluate")(evaluate_command)
app.command("train")(train_command)
app.command("suggest")(suggest_command)
app.command("compare")(compare_command)
app.command("view")(view_command)
app.command("panel")(panel_command)
app.command("check")(check_command)
app.command("explain")(explain_command)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"tallies {__version__}")
        raise typer.Exit


@app.callback()
def main(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")
    ] = False,
) -> None:
    """Read the figures out of report prose and link them into records."""
    context.with_resource(seldom_collected())  # what a command imports and loads stays to its end
