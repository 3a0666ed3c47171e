"""Nothing that was said, and no key, is told; no server can flood us; nobody is called by us."""
