"""The page: a template, a style sheet, a few scripts; no build step."""
