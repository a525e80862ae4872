"""The command line, one command a file: each gives rows, `layout` prints them."""
