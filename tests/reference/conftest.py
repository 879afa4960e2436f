"""The scripts here need programs that the tests do without, so the search for doctests passes them by."""

collect_ignore_glob = ["*.py"]
