"""Running the site: server, worker, backup, restore, health, security headers."""
