"""Written: what a person wrote for the report, as elements that know their file and line."""

import base64
from dataclasses import dataclass

from rrs_data.programme.narrative import Narrative, Photo, read_photo
from rrs_data.report.elements import Bundle, Element, Text


@dataclass(frozen=True)
class WrittenPhoto:
    """A picture between two stretches of a text, with a number and a caption as any figure."""

    photo: Photo
    file: str

    def bundle(self) -> tuple[Bundle, Bundle]:
        """The picture without what its camera wrote into it. Raises FaultsError."""
        photo = self.photo
        kind, content = read_photo(photo.path.parent, photo.path.name)
        data = {kind: base64.b64encode(content).decode("ascii"), "text/plain": photo.alt}
        what = {"role": "figure", "label": f"fig-{photo.name}", "alt": photo.alt}
        return data, what | {"caption": photo.caption} | standing_in(self.file, photo.line)


def standing_in(file: str, line: int = 0) -> Bundle:
    """Where a text stands: what the page cannot show of it is reported by its file and line."""
    return {"written": {"file": file, "line": line}}


def written_elements(narrative: Narrative, topic: str) -> list[Element]:
    """A text as elements, in its order; empty where nobody wrote one. Raises FaultsError."""
    file = narrative.name(narrative.path(topic))
    return [
        WrittenPhoto(piece, file)
        if isinstance(piece, Photo)
        else Text(piece.markdown, more=standing_in(file, piece.line))
        for piece in narrative.pieces(topic)
    ]
