"""The one pipeline: documents in, plans out; a what-if is a change to its inputs."""
