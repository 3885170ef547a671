"""The reference page of the interface of phones, written from its own description (OpenAPI)."""

from typing import Any, Final

from perron_web.config.api import api

HEAD: Final = """# The interface of phones

Printed from the interface's description by `make docs`; the site serves it whole at `/api/openapi.json`.
A phone is registered once by a logged-in browser and then proves itself by `Authorization: Bearer <token>`.
An answer that does not hold `"perron": 1` is not the site's: a phone keeps everything. Sendings hold at most
500 reports and 1 MB unpacked, compressed or not (`Content-Encoding: gzip`); each report is stored once, by
the UUID that the phone made. 503 and 429 say in `Retry-After` when to come back.

"""


def kind(schema: dict[str, Any]) -> str:
    """Say in Markdown what a value may be.

    Parameters
    ----------
    schema : dict
        Part of a JSON schema.

    Returns
    -------
    str
        One cell of a table.
    """
    if "$ref" in schema:
        return f"[{(name := schema['$ref'].rpartition('/')[2])}](#{name.lower()})"
    if options := schema.get("anyOf") or schema.get("oneOf"):
        return " or ".join(kind(one) for one in options)
    if "const" in schema or "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema.get("enum", [schema.get("const")]))
    if schema.get("type") == "array":
        return f"list of {kind(schema.get('items', {}))}"
    words = {"minimum": "≥", "maximum": "≤", "maxLength": "up to"}
    limits = [f"{word} {schema[key]}" for key, word in words.items() if key in schema]
    return " ".join([schema.get("format", schema.get("type", "anything")), *limits])


def table(name: str, schema: dict[str, Any]) -> str:
    """Write an object of the schema as a table.

    Parameters
    ----------
    name : str
        Its name.
    schema : dict
        JSON schema of an object.

    Returns
    -------
    str
        Markdown.
    """
    rows = [f"| `{key}` | {kind(one)} | {'' if key in schema.get('required', []) else 'may be left out'} |"
            for key, one in schema.get("properties", {}).items()]  # fmt: skip
    return (
        f"### {name}\n\n{schema.get('description', '')}\n\n| field | what | |\n|---|---|---|\n"
        + "\n".join(rows)
    )


def api_page() -> str:
    """Return docs/reference/api.md.

    Returns
    -------
    str
        Markdown.
    """
    told, parts = api.get_openapi_schema(path_prefix="/api/"), []
    for path, methods in told["paths"].items():
        for method, one in methods.items():
            answers = ", ".join(str(code) for code in one["responses"])
            said = one.get("description", "")
            parts.append(f"## `{method.upper()} {path}`\n\n{said}\n\nAnswers: {answers}.")
    parts.append("## What goes over the wire")
    body = told["paths"]["/api/sync"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    parts += [table("Sending", body), *(table(*one) for one in sorted(told["components"]["schemas"].items()))]
    return HEAD + "\n\n".join(parts) + "\n"
