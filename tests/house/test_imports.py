"""The import contracts of pyproject.toml hold."""

import subprocess
import sys
from pathlib import Path


def test_a_step_imports_only_the_steps_before_it(checkout: Path) -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    run = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
