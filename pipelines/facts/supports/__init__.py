"""Lines of programme support: who pays what at which stage, how lines stand to one another, and which may be added."""
