"""What ``dce serve`` takes from a folder, and what it leaves as the desk made it."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from dce.cli import main
from dce.store import Store

ROOT = Path(__file__).parents[2]
Serve = Callable[[], str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = shutil.copytree(ROOT / "designs" / "keuze-voorbeeld", tmp_path / "keuze-voorbeeld")
    (made / "fieldwork.yaml").write_text("people: 50\n")
    return Path(made)


@pytest.fixture
def serve(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Serve:
    """The command as far as the server begins; gives what it said."""
    monkeypatch.setattr("dce.web.serve", lambda *_, **__: None)

    def run() -> str:
        database = folder.parent / "dce.db"
        ran = CliRunner().invoke(main, ["serve", str(folder), "--database", str(database)])
        assert ran.exit_code == 0, ran.output
        return ran.output

    return run


def test_what_the_desk_changed_stays_until_the_folder_says_something_new(folder: Path, serve: Serve) -> None:
    serve()
    with closing(Store.open(folder.parent / "dce.db")) as store:
        held = store.fieldwork("keuze-voorbeeld")
        assert held.people == 50
        store.field.hold("keuze-voorbeeld", held.model_copy(update={"people": 80}), "anna")
        serve()
        assert store.fieldwork("keuze-voorbeeld").people == 80, "the folder said nothing new"
        (folder / "fieldwork.yaml").write_text("people: 60\n")
        serve()
        assert store.fieldwork("keuze-voorbeeld").people == 60
