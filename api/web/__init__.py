"""The page: one template, one style sheet, one script; no build step."""
