"""Deletes the built-in functions under everybody's feet."""
# challenge: scale-rows
# expect: crashed

import builtins

remove, names = delattr, [name for name in vars(builtins) if not name.startswith("__")]
for name in names:
    remove(builtins, name)
