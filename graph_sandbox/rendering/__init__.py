"""Preview frames as pages: a family of placements looks alike (feed, story, reel, tiles ...). No script, no inline style."""
