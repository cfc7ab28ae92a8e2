"""The replica portal: three small news sites of our own on loopback, for the demo and for tests of the whole chain."""
