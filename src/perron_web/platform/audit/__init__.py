"""One line for each write: who did what to which object, when (`audit.services.record`)."""
