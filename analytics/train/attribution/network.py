"""The network that is fine-tuned: a pretrained transformer, a tag for each word, and a score for each pair of words.

A word's state is that of its first token. What a word is joined to is scored as in a dependency parser (Dozat &
Manning, ICLR 2017): a product of two projections, one of either word, and a learned number for their distance.
"""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn

from analytics.attribution.tagger.decode import TAGS
from analytics.attribution.tagger.windows import MARKS
from analytics.train.encoder.network import Backbone, Shape

_ARC = 128  # numbers a word is projected to
_FAR = 48  # words; all longer distances count alike


class TaggerNetwork(nn.Module):
    """Gives log-probabilities: of the tags of each word, and of the words it may be joined to."""

    def __init__(self, pretrained: Path, shape: Shape) -> None:
        super().__init__()
        self.backbone = Backbone(pretrained, shape)
        hidden = self.backbone.hidden
        self.marks = nn.Embedding(MARKS, hidden)
        self.distances = nn.Embedding(2 * _FAR + 1, 1)
        for table in (self.marks, self.distances):
            nn.init.zeros_(table.weight)
        self.dropout = nn.Dropout(0.1)
        self.tags = nn.Linear(hidden, len(TAGS))
        self.word, self.head = nn.Linear(hidden, _ARC), nn.Linear(hidden, _ARC)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, marks: Tensor, first: Tensor, word_mask: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Return log-probabilities of tags (windows, words, tags) and of heads (windows, words, words)."""
        states = self.backbone(input_ids, attention_mask, self.marks(marks))
        words = states.gather(1, first[:, :, None].expand(-1, -1, states.shape[2]))
        words = self.dropout(words)
        scores = self.word(words) @ self.head(words).transpose(1, 2) / _ARC**0.5
        places = torch.arange(first.shape[1], device=first.device)
        apart = (places[None, :] - places[:, None]).clamp(-_FAR, _FAR) + _FAR
        scores = scores + self.distances(apart)[:, :, 0]
        scores = scores + (1 - word_mask[:, None, :].to(scores.dtype)) * -1e4
        return self.tags(words).float().log_softmax(-1), scores.float().log_softmax(-1)
