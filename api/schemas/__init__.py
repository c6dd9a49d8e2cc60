"""The shapes of answers, one file a resource; domain objects never leave as they are."""
