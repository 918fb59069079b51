"""The store: the embedded server, the pool, the migrations, and one module per aggregate with its SQL."""
