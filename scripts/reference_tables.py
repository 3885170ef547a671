"""Print docs/reference/tables.md from the declarations in perron.tables."""

from pathlib import Path

from perron import tables

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "tables.md"


def page() -> str:
    lines = ["# Tables", "", "Printed from `perron.tables` by `make docs`.", ""]
    for name, table in ((n, getattr(tables, n)) for n in tables.__all__):
        if isinstance(table, tables.Table):
            lines += [f"## {name}", "", f"Key: {', '.join(table.key) or 'none'}.", ""]
            lines += ["| column | type | unit | may be missing | meaning |", "|---|---|---|---|---|"]
            for column, spec in table.columns.items():
                dtype = getattr(spec.dtype, "__name__", str(spec.dtype))
                missing = "yes" if spec.nullable else ""
                lines.append(f"| `{column}` | {dtype} | {spec.unit} | {missing} | {spec.doc} |")
            lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page())
