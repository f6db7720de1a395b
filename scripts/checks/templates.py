"""Every template of the project compiles."""

import os

from . import ROOT, short, template_files


def faults() -> list[str]:
    """Return the templates that Django cannot compile."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newmedia_portal.settings.test")
    import django
    from django.template import TemplateSyntaxError, engines
    from django.template.backends.django import DjangoTemplates

    django.setup()
    engine = engines["django"]
    if not isinstance(engine, DjangoTemplates):
        return ["settings: the first template engine is not Django's"]
    found = []
    for path in template_files():
        try:
            engine.from_string(path.read_text(encoding="utf-8"))
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            found.append(f"{short(path)}: {error}")
    return found if template_files() else [f"{short(ROOT / 'templates')}: no template found"]
