"""Who is who: the registry, mentions, speakers and targets."""
