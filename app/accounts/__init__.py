"""Who someone is: sign-up, sign-in, sessions, vault, recovery and deletion.

Keeps a login name, hashes of two keys that only prove something here, and sealed bytes. Never
sees a passphrase, a recovery code or a key that opens anything.
"""
