"""Zip archives that do not say when they were written.

Owns that the same content gives the same bytes, and that an archive is written on a machine whose
clock stands before 1980 or after 2107, which the format has no room for.
"""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from os import PathLike


class UndatedArchive(zipfile.ZipFile):
    """An archive whose members carry the first date of the format, and no rights of their own."""

    def writestr(  # type: ignore[override]  # what members are compressed by is the archive's
        self, zinfo_or_arcname: str | zipfile.ZipInfo, data: str | bytes
    ) -> None:
        """Write a member from memory."""
        super().writestr(self._undated(zinfo_or_arcname), data)

    def write(  # type: ignore[override]  # as above
        self, filename: str | PathLike[str], arcname: str | PathLike[str] | None = None
    ) -> None:
        """Write a file as a member."""
        member = self._undated(str(arcname or filename))
        with Path(filename).open("rb") as source, self.open(member, "w") as target:
            shutil.copyfileobj(source, target)

    def _undated(self, named: str | zipfile.ZipInfo) -> zipfile.ZipInfo:
        member = zipfile.ZipInfo(named if isinstance(named, str) else named.filename)
        member.compress_type = self.compression
        return member
