"""The web: finds listings and article links, fetches politely, yields Page values. Imports only `pipelines`."""
