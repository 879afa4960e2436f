"""The engines that keep a database: SQLite in one file, PostgreSQL on a server; all else knows ``Database`` only."""
