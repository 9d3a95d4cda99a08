"""Makes the catalogues of the seven simulated libraries. See demo/README.md."""
