"""From scored statements to tidy frames with intervals."""
