"""What every feature stands on: scoping, access, audit, jobs, files, design, maps and charts."""
