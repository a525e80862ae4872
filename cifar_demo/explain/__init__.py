"""Why a network answers as it does: one method a file behind one contract, and how far to trust each."""
