"""One network's report, from its card alone: the same sections on a page of the app and in a file to take along."""
