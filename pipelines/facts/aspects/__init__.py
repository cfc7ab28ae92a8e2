"""What else the words around an amount say: export or import, planned or reported, part of another, whose fund."""
