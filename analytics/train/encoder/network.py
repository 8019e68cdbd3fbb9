"""The network that is fine-tuned: a pretrained transformer, the target marked in its input, two linear heads.

Pooling is the mean over the target's tokens, the mean over all tokens and the first token. The target is marked by a
learned vector added to the states of its tokens after the frozen layers, so that marking costs no tokens and starts
from the pretrained model exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from analytics.train.encoder.rounding import four_bit

STANCES, TONES = 3, 3


@dataclass(frozen=True)
class Shape:
    """How much of the pretrained encoder is kept: its first ``layers``, of which the first ``frozen`` never learn.

    ``rounded``: its word embeddings are rounded to four bits and never learn either.
    """

    layers: int
    frozen: int = 0
    rounded: bool = False


class Backbone(nn.Module):
    """The pretrained transformer: token ids to token states."""

    def __init__(self, pretrained: Path, shape: Shape) -> None:
        super().__init__()
        # "eager" attention is the plain arithmetic: it exports to few, quantisable operators.
        self.encoder = AutoModel.from_pretrained(
            pretrained,
            attn_implementation="eager",
            add_pooling_layer=False,
            dtype=torch.float32,
            num_hidden_layers=shape.layers,
            attention_probs_dropout_prob=0.0,
        )
        words = self.encoder.embeddings.word_embeddings
        if shape.rounded:
            words.weight.data = torch.from_numpy(four_bit(words.weight.detach().numpy()).values())
        self.frozen_layers = shape.frozen
        self.rounded = shape.rounded
        self.hidden: int = self.encoder.config.hidden_size
        self._still = [*self.encoder.encoder.layer[: shape.frozen]]
        if shape.rounded:
            self._still.append(self.encoder.embeddings)
        for module in self._still:
            module.requires_grad_(False)

    def train(self, mode: bool = True) -> Backbone:
        """Set the mode; what is frozen never drops anything out."""
        super().train(mode)
        for module in self._still:
            module.eval()
        return self

    def forward(self, input_ids: Tensor, attention_mask: Tensor, added: Tensor) -> Tensor:
        """Return token states (texts, tokens, hidden); ``added``, of that shape, joins them after the frozen layers."""
        states: Tensor = self.encoder.embeddings(input_ids=input_ids)
        reach = ((1 - attention_mask) * -1e4).to(states.dtype)[:, None, None, :]
        stack = self.encoder.encoder
        extra = {}
        if hasattr(stack, "compute_position_bias"):
            extra["position_bias"] = stack.compute_position_bias(states)
        for number, layer in enumerate(stack.layer):
            if number == self.frozen_layers:
                states = states + added
            output = layer(states, reach, **extra)
            states = output[0] if isinstance(output, tuple) else output
        return states


class Pooled(nn.Module):
    """Encodes a batch to features: (texts, 3 × hidden) for stance; its last two thirds are those for tone."""

    def __init__(self, pretrained: Path, shape: Shape) -> None:
        super().__init__()
        self.backbone = Backbone(pretrained, shape)
        self.hidden = self.backbone.hidden
        self.target_vector = nn.Parameter(torch.zeros(self.hidden))

    def forward(self, input_ids: Tensor, attention_mask: Tensor, target_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return features and token states; the arguments are those of :class:`~analytics.encoder.tokens.Batch`."""
        marked = target_mask.to(self.target_vector.dtype)[:, :, None]
        states = self.backbone(input_ids, attention_mask, marked * self.target_vector)
        shown = attention_mask.to(states.dtype)[:, :, None]
        target = (states * marked).sum(1) / marked.sum(1).clamp(min=1)
        everything = (states * shown).sum(1) / shown.sum(1)
        return torch.cat([target, everything, states[:, 0]], dim=1), states


class Network(nn.Module):
    """Features and the two heads that train them."""

    def __init__(self, pretrained: Path, shape: Shape) -> None:
        super().__init__()
        self.pooled = Pooled(pretrained, shape)
        self.dropout = nn.Dropout(0.1)
        self.stance = nn.Linear(3 * self.pooled.hidden, STANCES)
        self.tone = nn.Linear(2 * self.pooled.hidden, TONES)

    def forward(self, input_ids: Tensor, attention_mask: Tensor, target_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of stance and of tone, each (texts, 3)."""
        features = self.dropout(self.pooled(input_ids, attention_mask, target_mask)[0])
        return self.stance(features), self.tone(features[:, self.pooled.hidden :])
