"""What channels may call a person that know nobody by his number, and how much of it others see."""

import re

#: channel → the field that holds it, in the API and in lists
FIELDS = {"work_im": "work_im_id", "app_push": "app_push_id"}
SHAPE = re.compile(r"[A-Za-z0-9._@$:-]{1,64}")
#: of the app on one phone, as Getui makes it; anything else is an alias that the app binds
CLIENT = re.compile(r"[0-9a-f]{32}")
_SHOWN = 3


def masked(address: str | None) -> str | None:
    """Enough to tell two apart, too little to write to."""
    if address is None:
        return None
    shown = min(_SHOWN, len(address) // 3)
    return address[:shown] + "***"
