"""Sockets: the same log, delivered as it grows. Nothing here changes what is stored."""
