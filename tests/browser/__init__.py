"""Pages in a real browser: a headless Chromium out of an npm package, as it is for every test."""
