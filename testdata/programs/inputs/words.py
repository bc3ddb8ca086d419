"""Reads and writes JSON, searches with regular expressions, and hashes, as a callback that identifies a user does."""
import hashlib
import json
import re

people = [{"id": i, "email": f"user{i}@example.com", "groups": ["a", "b", "c"][: i % 4]} for i in range(2000)]
text = json.dumps({"people": people}, sort_keys=True)
again = json.loads(text)
found = re.findall(r"user(\d+)5@example\.com", text)
digest = hashlib.sha256(text.encode())
for _ in range(200):
    digest.update(digest.digest() * 100)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(len(text), again["people"] == people, len(found), digest.hexdigest(), fib(17))
