"""How good a network is on labelled pictures: shared by training, which writes cards, and by the command line."""
