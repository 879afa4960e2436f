"""Makes each analysis.ipynb from the analysis.py beside it, in cells and without outputs; same script, same bytes."""

from pathlib import Path

import jupytext
import nbformat

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}


def notebook_of(script):
    """The notebook of a script in cells, as text."""
    book = jupytext.read(script, fmt="py:percent")
    book.metadata = nbformat.from_dict({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    for number, cell in enumerate(book.cells, start=1):
        cell.id = f"cell-{number}"  # its own ids are by chance
        cell.metadata = nbformat.from_dict({})
    book.nbformat, book.nbformat_minor = 4, 5
    nbformat.validate(book)
    return nbformat.writes(book) + "\n"


def main():
    """Write every notebook."""
    for script in sorted(Path(__file__).parent.glob("*/analysis.py")):
        script.with_suffix(".ipynb").write_text(notebook_of(script), encoding="utf-8")
        print(f"wrote {script.with_suffix('.ipynb').relative_to(Path(__file__).parents[1])}")


if __name__ == "__main__":
    main()
