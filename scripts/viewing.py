"""Bring the page's libraries and the outlines of the countries into ``tallies/viewing/vendor``.

    python scripts/viewing.py

Needs npm. Takes the packages below from the npm registry in the versions named, copies their minified
builds and licences, and makes ``world.js`` of world-atlas (Natural Earth, public domain): simplified,
with ISO 3166 alpha-3 codes (pycountry) as ids and the names of CLDR (babel).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import pycountry
from babel import Locale

TARGET = Path(__file__).resolve().parents[1] / "pipeline" / "tallies" / "viewing" / "vendor"

#: Copied as they are: package, version, minified build.
LIBRARIES = (
    ("d3", "7.9.0", "dist/d3.min.js"),
    ("@observablehq/plot", "0.6.17", "dist/plot.umd.min.js"),
    ("topojson-client", "3.1.0", "dist/topojson-client.min.js"),
)
ATLAS = ("world-atlas", "2.0.2")
TOOLS = ("topojson-client@3.1.0", "topojson-simplify@3.0.3")

#: Least area of a triangle that stays, in steradian: no bend is lost that a map 1,000 pixels wide would show.
AREA = "1e-5"

#: Places that the atlas has without an ISO number; Kosovo's code is user-assigned. Others stay without a code.
UNNUMBERED = {"Kosovo": "XKX", "Somaliland": "SOM", "N. Cyprus": "CYP"}


def main() -> None:
    """Write the folder ``vendor`` anew."""
    shutil.rmtree(TARGET, ignore_errors=True)
    TARGET.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as name:
        away = Path(name)
        wanted = [f"{package}@{version}" for package, version, _ in LIBRARIES]
        subprocess.run(
            ["npm", "install", "--silent", "--no-audit", "--no-fund", *wanted, "@".join(ATLAS), *TOOLS],
            cwd=away,
            check=True,
        )
        modules = away / "node_modules"
        licences = []
        for package, version, build in LIBRARIES:
            shutil.copy(modules / package / build, TARGET)
            licences.append(f"{Path(build).name}: {package} {version}\n\n{(modules / package / 'LICENSE').read_text()}")
        licences.append(
            f"world.js: made of {ATLAS[0]} {ATLAS[1]} by scripts/viewing.py; the outlines are Natural Earth's, in the "
            f"public domain\n\n{(modules / ATLAS[0] / 'LICENSE').read_text()}"
        )
        (TARGET / "LICENSES.txt").write_text(("\n" + "-" * 80 + "\n\n").join(licences), encoding="utf-8")
        world = json.dumps(outlines(modules), ensure_ascii=False, separators=(",", ":"))
        (TARGET / "world.js").write_text(f"globalThis.WORLD={world};\n", encoding="utf-8")


def outlines(modules: Path) -> dict[str, object]:
    """The countries as a topology: each geometry has an alpha-3 ``id``, or none, and its name."""
    atlas = json.loads((modules / ATLAS[0] / "countries-50m.json").read_text())
    simplify = [modules / ".bin" / "toposimplify", "-s", AREA, "-f"]
    simple = subprocess.run(simplify, input=json.dumps(atlas), capture_output=True, text=True, check=True).stdout
    topology: dict[str, object] = json.loads(simple)
    (countries,) = (value for name, value in topology["objects"].items() if name == "countries")  # type: ignore[attr-defined]
    topology["objects"] = {"countries": countries}
    names = Locale("en").territories
    for geometry in countries["geometries"]:
        name = geometry["properties"]["name"]
        code = pycountry.countries.get(numeric=geometry.pop("id", ""))
        alpha3 = code.alpha_3 if code else UNNUMBERED.get(name)
        if alpha3:
            geometry["id"] = alpha3
        if code:
            geometry["properties"]["name"] = names.get(code.alpha_2, name)
    return topology


if __name__ == "__main__":
    main()
