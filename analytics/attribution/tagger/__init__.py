"""The learned tagger: which words of a story are source, cue and content, and which of them belong together."""
