"""What is here is run by ``make bench``, never by the tests: a time is no reason to fail."""

collect_ignore_glob = ["*.py"]
