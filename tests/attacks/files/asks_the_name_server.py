"""Tells the network something by looking up a name."""
# challenge: scale-rows
# expect: error

import socket

socket.getaddrinfo("secret.example.invalid", 80)
