"""The archive for sites without a network says what it holds and notices what was lost or altered on the way."""

import shutil

import pytest

from scripts import bundle, install_offline, manifest, setup_venv
from scripts.checks import ROOT

LOCK = """a-b==1.0 \\
    --hash=sha256:00 \\
    --hash=sha256:01
    # via c
c==2.5 ; sys_platform == 'nowhere' \\
    --hash=sha256:02
d==3.1 ; python_full_version >= '3.9' \\
    --hash=sha256:03
"""


@pytest.fixture
def packed(tmp_path):
    """Return a small bundle with its list of sums."""
    for name in ("portal/manage.py", "wheels/a_b-1.0-py3-none-any.whl", "wheels/d-3.1-py3-none-any.whl", "bundle.json"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(name, encoding="utf-8")
    assert manifest.write(tmp_path) == 4
    return tmp_path


def test_an_untouched_bundle_has_no_faults_also_after_settings_and_data_arose_in_it(packed):
    (packed / "portal" / ".env").write_text("DEBUG=0", encoding="utf-8")

    assert manifest.faults(packed) == []


def test_lost_altered_and_added_files_are_named(packed):
    (packed / "portal" / "manage.py").write_text("altered", encoding="utf-8")
    (packed / "wheels" / "d-3.1-py3-none-any.whl").unlink()
    (packed / "wheels" / "e-1.0-py3-none-any.whl").write_text("added", encoding="utf-8")

    assert manifest.faults(packed) == [
        "缺少文件：wheels/d-3.1-py3-none-any.whl",
        "内容与清单不符：portal/manage.py",
        "清单之外的文件：wheels/e-1.0-py3-none-any.whl",
    ]


def test_a_bundle_without_its_list_is_refused(packed):
    (packed / manifest.NAME).unlink()

    assert manifest.faults(packed) == ["缺少清单 SHA256SUMS"]


def test_the_installer_refuses_a_damaged_bundle_and_installs_nothing(packed, monkeypatch, capsys):
    monkeypatch.setattr(install_offline, "BUNDLE", packed)
    monkeypatch.setattr(setup_venv, "main", lambda arguments: pytest.fail("installed a damaged bundle"))
    (packed / "wheels" / "d-3.1-py3-none-any.whl").write_text("altered", encoding="utf-8")

    assert install_offline.main() == 1
    assert "内容与清单不符：wheels/d-3.1-py3-none-any.whl" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "missing"),
    [
        (["a_b-1.0-py3-none-any.whl", "d-3.1-cp311-abi3-manylinux_2_28_x86_64.whl"], []),
        (["d-3.1-py3-none-any.whl"], ["a-b==1.0"]),
        (["a_b-1.1-py3-none-any.whl", "d-3.1-py3-none-any.whl"], ["a-b==1.0"]),
        ([], ["a-b==1.0", "d==3.1"]),
    ],
)
def test_a_wheel_that_this_machine_needs_and_that_is_missing_is_named(names, missing):
    assert bundle.missing_wheels(LOCK, names) == missing


def test_a_bundle_for_another_machine_says_why_it_does_not_fit():
    fitting = {"python": "3.9", "machine": "abacus", "glibc": "2.999"}

    words = install_offline.misfits(fitting)

    assert [part in word for part, word in zip(("Python 3.9", "abacus", "glibc 2.999"), words, strict=True)] == [
        True
    ] * 3


def test_the_oldest_c_library_is_that_of_the_most_demanding_wheel():
    names = ["a-1-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "b-1-py3-none-any.whl"]

    assert bundle.least_glibc(names) == "2.17"
    assert bundle.least_glibc([*names, "c-1-cp311-abi3-manylinux_2_26_x86_64.manylinux_2_28_x86_64.whl"]) == "2.26"
    assert bundle.least_glibc(["b-1-py3-none-any.whl"]) == ""


def test_an_installation_from_wheels_asks_nothing_but_the_folder():
    command, environment = setup_venv.pip_call("requirements.txt", "/bundle/wheels")

    assert command[command.index("--isolated") :][:4] == ["--isolated", "--no-index", "--find-links", "/bundle/wheels"]
    assert "--require-hashes" in command
    assert environment["PIP_CONFIG_FILE"] == "/dev/null"


def test_the_list_of_images_is_that_of_the_compose_file():
    assert bundle.images_of(ROOT) == ["newmedia-portal", "postgres:16", "redis:7"]


def test_without_version_control_secrets_data_and_environments_stay_behind(tmp_path, monkeypatch):
    source, tree = tmp_path / "source", tmp_path / "tree"
    for name in ("manage.py", "deploy/nginx.conf", "deploy/secrets/secret_key", ".env", "var/db.sqlite3", ".venv/x"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_text("", encoding="utf-8")
    monkeypatch.setattr(bundle, "ROOT", source)

    assert bundle.export_source(tree) == ""
    assert manifest.files_of(tree) == ["deploy/nginx.conf", "manage.py"]


def test_altered_front_end_files_do_not_get_into_the_bundle(tmp_path, monkeypatch):
    vendor, tree = tmp_path / "vendor", tmp_path / "tree"
    shutil.copytree(ROOT / "static" / "vendor", vendor)
    (tree / "static").mkdir(parents=True)
    shutil.copy(bundle.assets.MANIFEST, tree / "static")
    (vendor / "bootstrap" / "bootstrap.min.css").write_text("altered", encoding="utf-8")
    monkeypatch.setattr(bundle.assets, "VENDOR", vendor)

    with pytest.raises(SystemExit, match="bootstrap/bootstrap.min.css"):
        bundle.add_assets(tree)
