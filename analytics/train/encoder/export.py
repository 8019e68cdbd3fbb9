"""From a trained network to the small file that is shipped: ONNX, eight-bit weights, small word embeddings.

Weights are rounded per output channel, activations as they come (dynamic quantisation). A few channels of a
transformer's states are far larger than the rest and would take up the eight bits of all; they are scaled down before a
product and the weights scaled up (SmoothQuant, Xiao et al., ICML 2023), which changes nothing but the rounding.
"""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import onnx
import onnxruntime
import torch
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn

from analytics.train.encoder.network import Backbone
from analytics.train.encoder.rounding import BLOCK, FourBit, four_bit

_Weights = dict[str, NDArray[np.float32]]
_Batches = Sequence[Mapping[str, NDArray[np.int64]]]


class Interface(NamedTuple):
    """What a network takes and gives: for each array its name and the names of its axes that vary."""

    inputs: Mapping[str, Sequence[str]]
    outputs: Mapping[str, Sequence[str]]


def export(network: nn.Module, interface: Interface, batches: _Batches, *, smoothing: float, places: int) -> bytes:
    """Return ``network``, which has a ``backbone``, as an ONNX file.

    On ``batches`` the size of each channel is measured. ``smoothing`` is SmoothQuant's alpha in [0, 1], how much of a
    channel's size goes to the weights; ``places`` is how many tokens a text can have. Word embeddings that were trained
    rounded are stored in four bits, others in eight.
    """
    backbone = next(module for module in network.modules() if isinstance(module, Backbone))
    with tempfile.TemporaryDirectory() as folder:
        exact, smooth, small = (Path(folder) / f"{name}.onnx" for name in ("exact", "smooth", "small"))
        _write_exact(network.cpu().eval(), backbone, interface, batches[0], exact, places)
        model = onnx.load(exact)
        _smooth(model, _channel_sizes(model, batches), smoothing)
        onnx.save(model, smooth)
        quantize_dynamic(
            smooth,
            small,
            op_types_to_quantize=["MatMul"] if backbone.rounded else ["MatMul", "Gather"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"MatMulConstBOnly": True},
        )
        model = onnx.load(small)
    if backbone.rounded:
        _store_in_four_bits(model, backbone.encoder.embeddings.word_embeddings.weight.detach().numpy())
    data: bytes = model.SerializeToString()
    return data


def _write_exact(
    network: nn.Module,
    backbone: Backbone,
    interface: Interface,
    batch: Mapping[str, NDArray[np.int64]],
    path: Path,
    places: int,
) -> None:
    """Write the network in full precision with room for ``places`` tokens."""
    positions = backbone.encoder.embeddings.position_embeddings
    positions.weight.data = positions.weight.data[: places + (positions.padding_idx or 0) + 1].clone()
    arrays = {**interface.inputs, **interface.outputs}
    torch.onnx.export(
        network,
        tuple(torch.from_numpy(batch[name]) for name in interface.inputs),
        str(path),
        input_names=list(interface.inputs),
        output_names=list(interface.outputs),
        dynamic_axes={name: dict(enumerate(axes)) for name, axes in arrays.items()},
        opset_version=17,
        dynamo=False,
    )


def _weights(model: onnx.ModelProto) -> _Weights:
    return {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}


def _products(model: onnx.ModelProto, names: Mapping[str, object]) -> dict[str, list[onnx.NodeProto]]:
    """Return the products with stored weights, by the state they read."""
    found: dict[str, list[onnx.NodeProto]] = {}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in names:
            found.setdefault(node.input[0], []).append(node)
    return found


def _channel_sizes(model: onnx.ModelProto, batches: _Batches) -> _Weights:
    """Return the largest absolute value of each channel of each state that a product reads."""
    states = list(_products(model, _weights(model)))
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    watched.graph.output.extend(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in states)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(watched.SerializeToString(), options, providers=["CPUExecutionProvider"])
    sizes: _Weights = {}
    for batch in batches:
        for name, values in zip(states, session.run(states, dict(batch)), strict=True):
            largest = np.abs(values.reshape(-1, values.shape[-1])).max(0)
            sizes[name] = np.maximum(sizes[name], largest) if name in sizes else largest
    return sizes


def _smooth(model: onnx.ModelProto, sizes: _Weights, alpha: float) -> None:
    weights = _weights(model)
    factors: dict[str, NDArray[np.float32]] = {}
    for state, products in _products(model, weights).items():
        heights = np.max([np.abs(weights[node.input[1]]).max(1) for node in products], axis=0)
        scale = np.maximum(sizes[state], 1e-5) ** alpha / np.maximum(heights, 1e-5) ** (1 - alpha)
        factors[state] = np.clip(scale, 1e-4, 1e4).astype(np.float32)
        for node in products:
            weights[node.input[1]] = weights[node.input[1]] * factors[state][:, None]
    for tensor in model.graph.initializer:
        if tensor.name in weights:
            tensor.CopyFrom(numpy_helper.from_array(weights[tensor.name], tensor.name))
    nodes: list[onnx.NodeProto] = []
    scaled: dict[str, str] = {}
    for node in model.graph.node:
        if node.op_type == "MatMul" and node.input[1] in weights:
            state = node.input[0]
            if state not in scaled:  # once, before the first product that reads it
                scaled[state] = f"smooth_{len(scaled)}"
                factor = numpy_helper.from_array(1 / factors[state], f"{scaled[state]}_factor")
                model.graph.initializer.append(factor)
                nodes.append(helper.make_node("Mul", [state, factor.name], [scaled[state]]))
            node.input[0] = scaled[state]
        nodes.append(node)
    nodes = [_copy(node) for node in nodes]
    del model.graph.node[:]
    model.graph.node.extend(nodes)


def _copy(node: onnx.NodeProto) -> onnx.NodeProto:
    copied = onnx.NodeProto()
    copied.CopyFrom(node)
    return copied


def _store_in_four_bits(model: onnx.ModelProto, words: NDArray[np.float32]) -> None:
    """Replace the word embeddings by their four-bit codes, two in a byte."""
    rounded = four_bit(words)
    name = next(t.name for t in model.graph.initializer if tuple(t.dims) == words.shape)
    gather = next(node for node in model.graph.node if node.op_type == "Gather" and node.input[0] == name)
    tensors = _tensors(rounded)
    replaced = helper.make_node(
        "GatherBlockQuantized",
        ["words_codes", gather.input[1], "words_scales", "words_zero_points"],
        list(gather.output),
        domain="com.microsoft",
        bits=4,
        block_size=BLOCK,
        gather_axis=0,
        quantize_axis=1,
    )
    place = list(model.graph.node).index(gather)
    model.graph.node.remove(gather)
    model.graph.node.insert(place, replaced)
    model.graph.initializer.remove(next(t for t in model.graph.initializer if t.name == name))
    model.graph.initializer.extend(tensors)
    if not any(found.domain == "com.microsoft" for found in model.opset_import):
        model.opset_import.append(helper.make_opsetid("com.microsoft", 1))


def _tensors(rounded: FourBit) -> list[onnx.TensorProto]:
    return [
        numpy_helper.from_array(_packed(rounded.codes), "words_codes"),
        numpy_helper.from_array(rounded.scales, "words_scales"),
        numpy_helper.from_array(_packed(rounded.zero_points), "words_zero_points"),
    ]


def _packed(codes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return (codes[:, 0::2] | codes[:, 1::2] << 4).astype(np.uint8)
