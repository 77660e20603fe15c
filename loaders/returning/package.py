"""The archive of a workbook: its parts by name, the links between them, and their declared kinds."""

import io
import posixpath
import zipfile

from loaders.returning.markup import Splices, escaped, outline
from loaders.sheets.archive_parts import Refused

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "[Content_Types].xml"
CHUNK_BYTES = 1024 * 1024


class Package:
    """The parts of a workbook, read when asked for; those not written to are copied as they are."""

    def __init__(self, content: bytes) -> None:
        self._archive = zipfile.ZipFile(io.BytesIO(content))
        self._names = {name.lower(): name for name in self._archive.namelist()}
        self._written: dict[str, bytes] = {}
        self._removed: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names and name.lower() not in self._removed

    def read(self, name: str) -> bytes:
        """A part's bytes, as written last. Raises Refused where there is none."""
        if name not in self:
            raise Refused("damaged_file", detail=f"no {name}")
        own = self._names[name.lower()]
        return self._written[own] if own in self._written else self._archive.read(own)

    def write(self, name: str, part: bytes) -> None:
        """Change a part, or add one."""
        own = self._names.setdefault(name.lower(), name)
        self._removed.discard(name.lower())
        self._written[own] = part

    def remove(self, name: str) -> None:
        """Leave a part out."""
        self._removed.add(name.lower())

    def free_name(self, pattern: str) -> str:
        """The first name with a number that no part has: "xl/comments{}.xml" → "xl/comments3.xml"."""
        return next(name for number in range(1, 100_000) if (name := pattern.format(number)) not in self)

    def saved(self) -> bytes:
        """The whole archive."""
        result = io.BytesIO()
        with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
            for low, name in self._names.items():
                if low in self._removed:
                    continue
                if name in self._written:
                    target.writestr(name, self._written[name])
                else:
                    self._copy(name, target)
        return result.getvalue()

    def _copy(self, name: str, target: zipfile.ZipFile) -> None:
        entry = self._archive.getinfo(name)
        with self._archive.open(entry) as source, target.open(_like(entry), "w") as copy:
            while piece := source.read(CHUNK_BYTES):
                copy.write(piece)

    # Links and kinds ------------------------------------------------------------------------------

    def links(self, name: str) -> dict[str, tuple[str, str]]:
        """The links of a part by their id: the last word of the kind ("comments") and the name of the part
        linked to."""
        path = rels_name(name)
        if path not in self:
            return {}
        found = outline(self.read(path), depth=2).named("Relationship")
        inside = [link for link in found if link.attributes.get("TargetMode") != "External"]
        return {
            link.attributes["Id"]: (
                link.attributes["Type"].rpartition("/")[2],
                _resolved(name, link.attributes["Target"]),
            )
            for link in inside
        }

    def link(self, name: str, kind: str, target: str) -> str:
        """Link a part to another. Returns the id of the link."""
        path = rels_name(name)
        if path not in self:
            self.write(path, f'<Relationships xmlns="{PACKAGE}"></Relationships>'.encode())
        part = self.read(path)
        root = outline(part, depth=2)
        taken = {link.attributes.get("Id") for link in root.children}
        new = next(word for number in range(1, 1_000_000) if (word := f"rId{number}") not in taken)
        splices = Splices(part)
        tag = f'<Relationship xmlns="{PACKAGE}" Id="{new}" Type="{RELATIONS}/{kind}" Target="/{escaped(target)}"/>'
        splices.append_to(root, tag.encode())
        self.write(path, splices.applied())
        return new

    def declare(self, name: str, content_type: str) -> None:
        """Say of what kind a part is, unless that is said already."""
        self._declare("Override", "PartName", "/" + name, content_type)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Say of what kind all parts of an extension are, unless that is said already."""
        self._declare("Default", "Extension", extension, content_type)

    def _declare(self, element: str, key: str, value: str, content_type: str) -> None:
        part = self.read(CONTENT_TYPES)
        root = outline(part, depth=2)
        if any(found.attributes.get(key, "").lower() == value.lower() for found in root.named(element)):
            return
        space = "http://schemas.openxmlformats.org/package/2006/content-types"
        splices = Splices(part)
        words = f'<{element} xmlns="{space}" {key}="{escaped(value)}" ContentType="{content_type}"/>'
        splices.append_to(root, words.encode())
        self.write(CONTENT_TYPES, splices.applied())


def rels_name(name: str) -> str:
    """The part that holds the links of a part."""
    folder, file = posixpath.split(name)
    return posixpath.join(folder, "_rels", file + ".rels")


def _resolved(name: str, target: str) -> str:
    plain = target.replace("\\", "/")
    joined = plain if plain.startswith("/") else posixpath.join(posixpath.dirname(name), plain)
    return posixpath.normpath(joined).lstrip("/")


def _like(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    copy = zipfile.ZipInfo(entry.filename, entry.date_time)
    copy.compress_type = (
        entry.compress_type if entry.compress_type == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    )
    copy.file_size = entry.file_size
    return copy
