"""The import contracts hold, and each of them catches what it is there to catch."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

# One forbidden import for each contract, by the module that is to make it.
BREAKS = {
    "layers": ("markup.py", "import competency_xblock.authoring.diagnostics"),
    "domain": ("domain/rubric.py", "import lxml"),
    "sources": ("olx/package.py", "import django"),
    "evidence": ("evidence/api.py", "import xblock"),
    "bridge": ("blocks/host.py", "import competency_xblock.evidence.api"),
    "boundary": ("player/urls.py", "import competency_xblock.evidence.models"),
}


def test_each_contract_catches_a_break(tmp_path: Path) -> None:
    shutil.copy(ROOT / ".importlinter", tmp_path)
    package = tmp_path / "competency_xblock"
    shutil.copytree(ROOT / "competency_xblock", package, ignore=shutil.ignore_patterns("__pycache__"))
    for module, line in BREAKS.values():
        with (package / module).open("a", encoding="utf-8") as source:
            source.write(f"\n{line}\n")

    broken = {contract for contract in BREAKS if not holds(contract, tmp_path)}

    assert broken == set(BREAKS)


def test_every_contract_has_a_break_that_it_catches() -> None:
    contracts = re.findall(r"^\[importlinter:contract:(.+)\]$", (ROOT / ".importlinter").read_text(), re.MULTILINE)

    assert sorted(contracts) == sorted(BREAKS)


def test_the_domain_imports_nothing_but_itself_and_the_standard_library() -> None:
    allowed = sys.stdlib_module_names | {"competency_xblock"}
    modules = list((ROOT / "competency_xblock/domain").glob("*.py"))

    imported = {name.partition(".")[0] for module in modules for name in imports_of(module)}

    assert modules
    assert imported <= allowed


def holds(contract: str, folder: Path) -> bool:
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--contract", contract]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert "Contracts: " in result.stdout, result.stdout + result.stderr
    return result.returncode == 0


def imports_of(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
