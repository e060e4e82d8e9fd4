"""What becomes of an upload."""

RECEIVING = "receiving"
#: all of it is here, is what it was said to be, and is stored
FINISHED = "finished"
#: all of it came, but it is no photo or not the one that was announced
REFUSED = "refused"
#: nothing came for too long
EXPIRED = "expired"

STATES = (RECEIVING, FINISHED, REFUSED, EXPIRED)
