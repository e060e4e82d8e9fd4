"""How something that was handed to the duty desk ends."""

#: its content was put into the system by hand
ENTERED = "entered"
#: there was nothing in it to keep
DROPPED = "dropped"
OUTCOMES = (ENTERED, DROPPED)
