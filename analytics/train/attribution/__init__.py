"""Training the tagger of attributions. Needs the ``train`` extra (torch, transformers, onnx)."""
