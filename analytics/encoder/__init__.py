"""The transformer encoder at run time: texts to token ids to features, with onnxruntime and tokenizers alone."""
