"""Mail and tickets: a fluid of work with release and due times, alone or in idle time."""
