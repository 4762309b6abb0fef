"""``tallies view``: the page in which people look at the figures and correct them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def view_command(
    output: Annotated[
        Path, typer.Argument(help="Folder that `tallies read` left.", metavar="OUT", exists=True, file_okay=False)
    ],
    page: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder for the page.  [OUT/page]", file_okay=False)
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Serve the page on this machine only, so that figures can be corrected.")
    ] = False,
    port: Annotated[int, typer.Option(help="Port to serve on; 0 takes a free one.", min=0, max=65535)] = 0,
) -> None:
    """Write a page that shows the figures of OUT in a browser, without a network; open its index.html."""
    from tallies.documents.corrections import read_corrections
    from tallies.documents.output import RECORDS, read_output
    from tallies.errors import InputError
    from tallies.viewing.data import read_flags, write_page
    from tallies.viewing.serve import Desk, address, make_server

    if serve and (output / RECORDS).is_dir():
        reason = (
            f"{output / RECORDS} is a folder, from a cluster; put its files together into one, by `cat`, to serve it."
        )
        raise typer.BadParameter(reason, param_hint="--serve")
    folder = page or output / "page"
    try:
        flags = read_flags(output)
        corrections = read_corrections(output)
        summary = write_page(read_output(output), folder, corrections.values(), flags)
    except (InputError, OSError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
    counts = [
        (summary.documents, "document"),
        (summary.figures, "figure"),
        (summary.flags, "flag"),
        (summary.corrections, "correction"),
    ]
    typer.echo(", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts))
    for correction in summary.outdated:
        typer.echo(
            f"  {correction.doc_id}: the correction at {correction.anchor[0]} is left out, as the text there is no "
            f"longer {correction.words!r}."
        )
    if not serve:
        typer.echo(f"Open {folder / 'index.html'}.")
        return
    try:
        server = make_server(Desk(output, folder, flags), port)
    except OSError as error:
        raise typer.BadParameter(f"{port} cannot be used: {error.strerror}.", param_hint="--port") from error
    typer.echo(f"Open {address(server)}\nCorrections go to {output / 'corrections.jsonl'}. Ctrl-C ends.")
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        typer.echo("Ended.")
    finally:
        server.server_close()
