"""The guided tour: one file a step, each with its words, its question and its figure."""
