"""Real PostgreSQL and Valkey out of wheels, for machines on which nobody has installed a server.

Nothing here is needed where AMENDS_DATABASE_URL and AMENDS_REDIS_URL name ordinary servers.
"""
