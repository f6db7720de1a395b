"""The uploader's own workbook back (标注回执): bad cells coloured, the reasons beside them."""

import logging
from io import BytesIO
from typing import BinaryIO

from django.core.files.base import ContentFile
from lxml.etree import LxmlError

from newmedia_portal.core.workbook.report import mark_workbook

from ...importing.faults import KINDS
from ...importing.reading import Export
from ...models import ItemImport

log = logging.getLogger(__name__)


def keep_marked(batch: ItemImport, content: BinaryIO, export: Export) -> None:
    """Keep the workbook with its faults marked, where there are any; the batch itself is not saved.

    Some back ends write style sheets that no spreadsheet would; such a file stays unmarked, its faults are listed on
    the page all the same.
    """
    if not export.faults:
        return
    marked = BytesIO()
    summary = [("读取行数", str(export.read)), ("可导入", str(len(export.told))), ("有错误的行", str(export.faulty))]
    try:
        mark_workbook(content, marked, export.faults, summary=summary, kinds=KINDS)
    except (LxmlError, KeyError, AttributeError, IndexError, TypeError, ValueError):
        log.warning("导入批次 %s 的工作簿样式异常,未能标注。", batch.pk, exc_info=True)
        return
    batch.marked.save(f"{batch.pk}-marked.xlsx", ContentFile(marked.getvalue()), save=False)
