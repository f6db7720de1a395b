"""The square code (二维码) as each layer takes it."""

import io

import segno


def svg(text: str) -> str:
    """Return the code as an SVG document, dark on light with its quiet zone."""
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="svg", scale=4, border=4, light="#fff", nl=False)
    return target.getvalue().decode()


def data_uri(text: str) -> str:
    """Return the code as an image address that needs no further request."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=3, border=4, light="#fff")


def png(text: str) -> bytes:
    """Return the code as a PNG."""
    target = io.BytesIO()
    segno.make(text, error="m", micro=False).save(target, kind="png", scale=8, border=4)
    return target.getvalue()
