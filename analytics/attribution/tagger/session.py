"""The trained tagger as a folder, and the attributions it finds in a story."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.attribution.tagger.decode import decode
from analytics.attribution.tagger.windows import LAYOUT, StoryReader, packed
from analytics.encoder.folder import Opened, open_folder
from analytics.types import Attribution, Spans

NETWORK = "tagger.onnx"


class Tagger:
    """Finds attributions. Opened from its folder when first used; copies and pickles are its path.

    ``sha256`` is that of the manifest in the folder, which in turn vouches for network and tokenizer.
    """

    def __init__(self, folder: Path, sha256: str) -> None:
        self.folder = folder
        self.sha256 = sha256

    @property
    def id(self) -> str:
        """The name of the tagger's folder."""
        return self.folder.name

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the tagger was trained on and how. Raises ``ModelError`` as :meth:`attributions` does."""
        return self._opened().manifest

    def attributions(self, text: str, body: Spans) -> tuple[Attribution, ...]:
        """Return the attributions in the paragraphs ``body`` of ``text``, in the order of their cues.

        Raises ``ModelError`` when the folder is incomplete or its files are not those the manifest names.
        """
        opened = self._opened()
        found: list[Attribution] = []
        for run in packed(opened.reader.pieces(text, body)):
            window = opened.reader.window(run)
            if window.words:
                tags, heads = opened.session.run(None, opened.reader.padded([window])._asdict())
                found += decode(window.words, tags[0], heads[0])
        return tuple(found)

    def _opened(self) -> Opened:
        return open_folder(self.folder, self.sha256, NETWORK, LAYOUT, StoryReader)

    def __repr__(self) -> str:
        return f"Tagger({self.id})"
