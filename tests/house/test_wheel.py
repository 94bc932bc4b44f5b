"""The wheel carries all that runs, and runs where no checkout is.

The empty environment borrows the libraries of this one, so that the test asks no network; that
the locks install is what every fresh `make test` shows.
"""

import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from lti_tool.web.languages import LANGUAGES
from tests.conftest import free_port
from tests.servers import running

TITLE = re.compile(r"<h1[^>]*>(.*?)</h1>", re.DOTALL)
CARRIED = {
    "templates": "lti_tool/_data/templates",
    "config": "lti_tool/_data/config",
    "lti_tool": "lti_tool",
}


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel, built through the source distribution as for a release."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), "."]
    built = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `bin` folder of an environment that has the wheel and no checkout."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=True)
    site = Path(sysconfig.get_path("purelib", "venv", {"base": str(home)}))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--offline"]
    subprocess.run([*uv, "--no-deps", "--python", str(home / "bin/python"), str(wheel)], check=True)
    return home / "bin"


@pytest.fixture(scope="module")
def served(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the installed tool, started from another folder."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    url = f"http://127.0.0.1:{free_port()}"
    ours = {"PEER_CIRCLES_PUBLIC_URL": url, "PEER_CIRCLES_DATA_DIR": str(elsewhere / "data")}
    env = {**os.environ, **ours}
    command = str(installed / "peer-circles")
    subprocess.run([command, "db", "upgrade"], cwd=elsewhere, env=env, check=True)
    port = url.rpartition(":")[2]
    with running([command, "serve", "--port", port], url + "/readyz", cwd=elsewhere, env=env):
        yield url


def test_the_wheel_carries_every_file_that_runs(wheel: Path, checkout: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder, place in CARRIED.items():
        for file in _files(checkout / folder):
            assert f"{place}/{file}" in inside


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    inside = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in inside}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"lti_tool"}
    assert [name for name in inside if "demo_lms" in name or name.endswith(".pyc")] == []


def test_the_installed_tool_runs_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    code = "import lti_tool; print(lti_tool.__file__)"
    run = [str(installed / "python"), "-c", code]
    shown = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(shown.stdout).is_relative_to(installed.parent)


def test_the_installed_tool_serves_a_page_in_four_languages(served: str) -> None:
    titles = set()
    for language in LANGUAGES:
        asks = {"Accept-Language": language}
        page = requests.post(served + "/lti/launch", headers=asks, timeout=10)
        assert page.status_code == 401
        assert f'lang="{language}"' in page.text
        titles.update(TITLE.findall(page.text))
    assert len(titles) == len(LANGUAGES)


def test_the_installed_tool_serves_its_style_sheet(served: str) -> None:
    assert requests.get(served + "/static/look.css", timeout=10).status_code == 200


def _files(folder: Path) -> list[Path]:
    """Files that git would keep, relative to the folder."""
    found = (file for file in folder.rglob("*") if file.is_file())
    return [file.relative_to(folder) for file in found if "__pycache__" not in file.parts]
