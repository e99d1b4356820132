"""A site of several machines, all of them on this one: to see that it works, not to run it so."""
