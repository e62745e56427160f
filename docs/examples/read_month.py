#!/usr/bin/env python3
"""Reads a billed period from a copy of the bucket, and prints its records as CSV.

Usage: read_month.py FOLDER      such as out/pureconnect/billing_period=2026-11

Every object is held against the SHA-256 that names it: latest.json, the manifest, the records. Where one is missing or was
changed, nothing is printed and the exit code is 1.
"""
import csv
import hashlib
import json
import pathlib
import sys


def read(path, sha256):
    try:
        content = path.read_bytes()
    except OSError as error:
        sys.exit(f"do not bill from it: {error}")
    if sha256 and hashlib.sha256(content).hexdigest() != sha256:
        sys.exit(f"do not bill from it: {path} was changed")
    return json.loads(content)


def main(period):
    # Keys are those of the bucket, prefix and all; what follows the period's folder is the same in any copy.
    def local(key):
        return period / key.split("/billing_period=", 1)[1].split("/", 1)[1]

    latest = read(period / "latest.json", None)
    manifest = read(local(latest["manifest_key"]), latest.get("manifest_sha256"))
    records = [read(local(record["key"]), record["sha256"]) for record in manifest["records"]]
    if records:
        table = csv.DictWriter(sys.stdout, list(records[0]))
        table.writeheader()
        table.writerows(records)
    for tenant in manifest["skipped"]:
        print("not billed: {namespace}/{name}: {reason}".format(**tenant), file=sys.stderr)


main(pathlib.Path(sys.argv[1]))
