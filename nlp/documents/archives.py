"""Zip containers (DOCX, ODT, XLSX) opened within limits."""

from __future__ import annotations

import io
import zipfile
import zlib

from nlp.documents.errors import DamagedDocument, DocumentTooLarge, EncryptedDocument
from nlp.documents.limits import MEGABYTE, Limits
from nlp.documents.safe_xml import Element, parse_xml

_ENCRYPTED_FLAG = 0x1
DAMAGED = (
    "The file is cut short or damaged. Open it in the program that made it, save it again "
    "and send the new copy."
)


class Archive:
    """The members of a zip file, read on demand and never beyond ``limits``.

    Raises DamagedDocument, EncryptedDocument or DocumentTooLarge.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._read = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {info.filename: info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
            raise DamagedDocument(DAMAGED) from error
        self._check_declared()

    def _check_declared(self) -> None:
        limits = self._limits
        total = sum(info.file_size for info in self._members.values())
        if len(self._members) > limits.members or total > limits.unpacked_size:
            raise DocumentTooLarge(
                f"Unpacked, the file is larger than {limits.unpacked_size // MEGABYTE} MB. "
                "Take out large pictures or send the report in parts."
            )
        for info in self._members.values():
            if info.flag_bits & _ENCRYPTED_FLAG:
                raise EncryptedDocument(
                    "The file is protected by a password. Save a copy without one and send that."
                )
            packed = max(info.compress_size, 1)
            if info.file_size > limits.ratio_from and info.file_size / packed > limits.ratio:
                raise DocumentTooLarge(
                    "The file unpacks to a size no report needs. Save it again from a word "
                    "processor and send the new copy."
                )

    def names(self) -> list[str]:
        """Member names in the order of the container."""
        return list(self._members)

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def read(self, name: str) -> bytes:
        """The bytes of one member, bounded while unpacking: declared sizes can lie."""
        info = self._members.get(name)
        if info is None:
            raise DamagedDocument(DAMAGED)
        room = self._limits.unpacked_size - self._read
        try:
            with self._zip.open(info) as member:
                data = member.read(room + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise DamagedDocument(DAMAGED) from error
        self._read += len(data)
        if len(data) > room:
            raise DocumentTooLarge(
                f"Unpacked, the file is larger than {self._limits.unpacked_size // MEGABYTE} MB. "
                "Take out large pictures or send the report in parts."
            )
        return data

    def xml(self, name: str) -> Element:
        """The root element of an XML member."""
        data = self.read(name)
        if len(data) > self._limits.xml_part_size:
            raise DocumentTooLarge(
                f"The part “{name}” is larger than {self._limits.xml_part_size // MEGABYTE} MB. "
                "Send the report in parts."
            )
        return parse_xml(data, part=name)

    def xml_or_none(self, name: str) -> Element | None:
        """As ``xml``, or None where the container has no such member."""
        return self.xml(name) if name in self else None
