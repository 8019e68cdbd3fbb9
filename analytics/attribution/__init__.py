"""Who said what: attributions and statements."""
