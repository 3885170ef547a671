"""Print docs/reference/commands.md from the help of the commands (PERRON_LANG=en)."""

from pathlib import Path

import typer

from perron.cli.app import app

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "commands.md"


def page() -> str:
    lines = ["# Commands", "", "Printed from the commands' own help by `make docs`.", ""]
    lines += ["Every command has `--json`; exit codes: 0 done, 1 failure, 2 bad input.", ""]
    for name, command in sorted(typer.main.get_command(app).commands.items()):
        lines += [f"## perron {name}", "", " ".join((command.help or "").split()), ""]
        lines += ["| argument | meaning |", "|---|---|"]
        for option in command.params:
            named = [option.metavar or option.name] if option.param_type_name != "option" else option.opts
            flags = ", ".join(f"`{flag}`" for flag in named)
            lines.append(f"| {flags} | {' '.join((getattr(option, 'help', '') or '').split())} |")
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page())
