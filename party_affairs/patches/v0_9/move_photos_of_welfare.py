"""A public welfare activity had one photo in a field of its own; now it has a table of photos.

Nobody has been asked yet whether those shown agree, so none of them hangs on the board at first.
"""

from party_affairs.patches.v0_3.move_photos_of_meetings import move


def execute() -> None:
	move("Public Welfare Activity", "Public Welfare Photo")
