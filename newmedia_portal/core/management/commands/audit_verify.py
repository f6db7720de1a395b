"""Walk the audit chain (审计链校验), whole, in part, against a checkpoint from paper, or in an archive."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newmedia_portal.core.audit.archive import ArchiveFault, check, joins
from newmedia_portal.core.audit.chain import Place, beginning, verify
from newmedia_portal.core.audit.models import AuditHead
from newmedia_portal.core.audit.parts import PartFault, compare, read_checkpoint, verify_part


class Command(BaseCommand):
    """Name the first bad record; exit non-zero if the chain is broken."""

    help = "逐条校验审计日志的哈希链,指出第一条异常记录；可只校验一段、一份归档，或与纸上的检查点核对。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which part, which checkpoint, which archive."""
        parser.add_argument("--from", dest="first", type=int, help="从第几条起，默认是库中的第一条")
        parser.add_argument("--to", dest="last", type=int, help="到第几条止，默认是最后一条")
        parser.add_argument("--checkpoint", help="与检查点核对，写作“编号:指纹”，如纸上或邮件中所印")
        parser.add_argument("--archive", type=Path, help="校验一份归档文件，并核对它与日志衔接")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many records were read."""
        try:
            told = read_checkpoint(options["checkpoint"]) if options["checkpoint"] else None
            if options["archive"]:
                self._archive(options["archive"], told)
            elif options["first"] is not None or options["last"] is not None:
                self._part(options["first"], options["last"], told)
            else:
                self._whole(told)
        except (PartFault, ArchiveFault) as fault:
            raise CommandError(str(fault)) from fault

    def _whole(self, told: Place | None) -> None:
        read, broken = verify()
        self._refuse(broken, told)
        self.stdout.write(f"审计链完整,共 {read} 条。")

    def _part(self, first: int | None, last: int | None, told: Place | None) -> None:
        head = AuditHead.objects.filter(pk=1).first() or AuditHead()
        first = beginning().seq + 1 if first is None else first
        last = head.seq if last is None else last
        read, broken = verify_part(first, last)
        self._refuse(broken, told)
        self.stdout.write(f"第 {first} 至 {last} 条完整，共 {read} 条。")

    def _archive(self, source: Path, told: Place | None) -> None:
        sealed = check(source, checkpoint=told)
        self.stdout.write(f"归档文件完整：第 {sealed.first_seq} 至 {sealed.last_seq} 条。")
        if not joins(sealed):
            raise CommandError("归档文件本身完整，但与本实例的日志衔接不上：不是本实例的归档，或登记被改动。")
        self.stdout.write("与其后的记录衔接。")

    def _refuse(self, broken: Any, told: Place | None) -> None:
        if broken is None and told is not None:
            broken = compare(told)
            if broken is None:
                self.stdout.write(f"与检查点一致：第 {told.seq} 条。")
        if broken is not None:
            raise CommandError(broken.message)
