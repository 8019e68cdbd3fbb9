"""Fine-tuning, distilling and exporting the encoder. Needs the ``train`` extra (torch, transformers, onnx)."""
