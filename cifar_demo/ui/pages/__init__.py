"""The pages: read widgets, make a cached call, draw a figure, say one sentence."""
