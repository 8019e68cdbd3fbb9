"""Names in drawings: Plotly takes some of HTML in its texts, and names come from hostile pages."""


def plain_name(name: str) -> str:
    """Return a name as Plotly may write it, without anything that it would take for HTML or a variable."""
    return name.replace("&", "&amp;").replace("<", "&lt;").replace("%{", "%\N{ZERO WIDTH SPACE}{")
