"""The local store against the district office: wire format, engine, process."""
