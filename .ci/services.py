"""Ends with a sentence unless PostgreSQL and the broker answer: `python services.py DATABASE_URL BROKER_URL`."""

import sys

import psycopg
import redis

database, broker = sys.argv[1:3]
server = database.rsplit("/", 1)[0].replace("postgres://", "postgresql://", 1)
try:
    psycopg.connect(f"{server}/postgres", connect_timeout=5).close()
except psycopg.OperationalError as error:
    sys.exit(f"PostgreSQL does not answer at {server}: start it or set CI_DATABASE_URL. It said: {error}")
try:
    redis.Redis.from_url(broker, socket_connect_timeout=5).ping()
except redis.RedisError as error:
    sys.exit(f"Redis does not answer at {broker}: start it or set CI_BROKER_URL. It said: {error}")
