"""One command a step."""


def main() -> None: ...
