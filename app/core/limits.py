"""Every bound of the server, with its reason. Sizes are bytes, times milliseconds."""

from app.core.clock import DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS

# The lowest protocol version a client may speak, and ours (protocol.md §6, 426).
PROTOCOL = 1

# Requests.
# 512 KiB of events and bodies are 700 KB once written as base64url inside JSON.
MAX_REQUEST_BYTES = 1024 * 1024
# A frame carries the same items as a POST, or a page of at most 1 MiB.
MAX_FRAME_BYTES = 1024 * 1024
# What a Content-Security-Policy report may weigh; browsers send about one kilobyte.
MAX_REPORT_BYTES = 16 * 1024

# Envelopes (protocol.md §5).
# Header, smallest padding bucket, tag; and the same with the largest bucket.
MIN_ENVELOPE_BYTES = 70 + 256 + 16
MAX_ENVELOPE_BYTES = 70 + 65_536 + 16

# The log (protocol.md §6).
MAX_ITEMS = 20
MAX_APPEND_BYTES = 512 * 1024
MAX_PAGE_EVENTS = 500
MAX_PAGE_BYTES = 1024 * 1024
# A new event's date may be this far from the server's clock, either way.
CLOCK_SLACK_MS = 5 * MINUTE_MS
# At most 60 events a minute and member, so that nobody can keep the other from writing.
EVENTS_A_MINUTE = 60
# A phone that heals a restored server posts its log again, up to 20 events each time. Every post
# moves the head, so repairs are counted in posts: the other person must get in between.
REPAIRS_A_MINUTE = 60

# Sockets.
HEARTBEAT_MS = 25_000
MAX_FOLLOWED_SPACES = 8
# One tab of a browser syncs; the rest is for sockets that died without saying so. One more closes
# the oldest.
MAX_SOCKETS_A_SESSION = 4
# A phone follows a few spaces and appends; at 60 events a minute it needs half of this.
FRAMES_A_MINUTE = 120
# A reader that takes nothing for this long is dropped; it asks again from where it stands.
SEND_TIMEOUT_MS = 20_000

# Sessions.
# The longest that browsers keep a cookie.
SESSION_MS = 400 * DAY_MS
# A session opened by the recovery code may only set a new password: an hour is plenty for that.
RECOVERY_SESSION_MS = HOUR_MS
# After a deletion the other devices' tokens are remembered this long, so that they wipe.
ENDED_MARK_DAYS = 90
# Devices of one person; the oldest session ends when one more signs in.
MAX_SESSIONS = 50

# Pairing (protocol.md §8).
# Seven days for the claim, and seven more for the confirmation.
INVITATION_MS = 7 * DAY_MS
# One for each person somebody could mean, and two that were lost on the way.
MAX_INVITATIONS = 3
# M1 and M2 hold a name of at most 160 bytes and fit the bucket of 512; one bucket of room.
MAX_LETTER_BYTES = 70 + 1_024 + 16

# Leaving (protocol.md §8).
# After somebody has left, both may read and export for 30 days; then the rows go.
CLOSED_SPACE_MS = 30 * DAY_MS
# How often the server looks for what has run out.
PURGE_EVERY_MS = HOUR_MS

# Conversations (protocol.md §6 and §7).
# What a body needs to come down after a quarrel, and no shorter (R27).
MIN_PAUSE_MS = 20 * MINUTE_MS
# A pause names its end; what is further away is an ending.
MAX_PAUSE_MS = 7 * DAY_MS
# After withdrawing an answer: putting and withdrawing in turn would otherwise ask, as often as
# somebody likes, whether the other one is in.
ANSWER_AGAIN_MS = DAY_MS
# Answers of one member: each line of a long one saved by itself, and room for many in an evening.
ANSWERS_AT_ONCE = 30
ANSWER_REFILL_MS = 10 * SECOND_MS

# Notifications.
# Endpoints of today's push services have 150 to 700 characters.
MAX_ENDPOINT_CHARS = 2_000
# Reviews, sessions, a weekly time and the returns from a pause; each once or twice ahead.
MAX_REMINDERS = 64
# A yearly one, set early.
MAX_REMINDER_MS = 400 * DAY_MS
