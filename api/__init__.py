"""People and programs come in here: the service over HTTP, its page, its jobs, the command line."""
