"""List loaded editions or check a file (制度版本清单与校验) from the shell."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from newmedia_portal.regimes import loader, validator
from newmedia_portal.regimes.models import EditionRecord
from newmedia_portal.regimes.schema import Edition


class Command(BaseCommand):
    """Print the editions with their counts, or the faults of a TOML edition with line and article."""

    help = "列出制度版本及各项数目；regimes validate 文件 校验一个 TOML 制度文件，逐条列出行号和条文。"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the verb, the file and the form of the answer."""
        parser.add_argument("verb", nargs="?", choices=["validate"], help="validate：校验文件")
        parser.add_argument("file", nargs="?", metavar="文件", help="要校验的 TOML 制度文件")
        parser.add_argument("--json", action="store_true", help="以 JSON 输出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do one of the two."""
        if options["verb"] == "validate":
            self._validate(options["file"], as_json=options["json"])
        else:
            self._list(as_json=options["json"])

    def _list(self, *, as_json: bool) -> None:
        rows = [counts(edition, state) for edition, state in loaded()]
        if as_json:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write(
                f"{row['code']}\t{row['title']}（第{row['version']}版，{row['state']}）\t"
                f"备案事项 {row['filing_kinds']}，期限 {row['durations']}，"
                f"角色 {row['roles']}，禁止内容 {row['prohibited']}，"
                f"指标 {row['indicators']}，处置措施 {row['sanctions']}，设定项 {row['settings']}"
            )

    def _validate(self, name: str | None, *, as_json: bool) -> None:
        if not name:
            raise CommandError("请写明要校验的文件，例如 regimes validate edition.toml。")
        try:
            text = Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"读不出文件“{name}”，请核对路径并保存为 UTF-8 编码。") from error
        faults = validator.faults_of(text)
        if as_json:
            rows = [
                {"line": fault.line, "path": fault.path, "article": fault.article, "message": fault.message}
                for fault in faults
            ]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for fault in faults:
                self.stdout.write(str(fault))
        if faults:
            raise CommandError(f"“{name}”有 {len(faults)} 处错误。")
        if not as_json:
            self.stdout.write(f"“{name}”没有错误。")


def loaded() -> list[tuple[Edition, str]]:
    """Editions in the database, or the shipped ones where no database stands yet."""
    try:
        records = list(EditionRecord.objects.order_by("code", "pk"))
    except DatabaseError:
        records = []
    if records:
        return [(record.edition, record.get_state_display()) for record in records]
    return [(edition, "随附") for edition in loader.all_shipped()]


def counts(edition: Edition, state: str) -> dict[str, Any]:
    """The counts of an edition as the contract of the command names them."""
    return {
        "code": edition.code,
        "version": edition.version,
        "title": edition.title,
        "state": state,
        "articles": edition.articles,
        "filing_kinds": len(edition.filing_kinds),
        "durations": sum(1 for kind in edition.filing_kinds if kind.limit),
        "roles": len(edition.role_requirements),
        "papers": len(edition.documents),
        "quotas": len(edition.quotas),
        "prohibited": edition.prohibited_list.count,
        "prohibited_codes": len(edition.prohibited),
        "indicators": sum(1 for item in edition.indicators if item.counts_as_stated),
        "vetoes": len(edition.vetoes),
        "sanctions": len(edition.sanctions),
        "print_forms": len(edition.print_forms),
        "settings": len(edition.settings),
    }
