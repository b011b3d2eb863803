"""The demo: its pictures and clips (`compose`) and the launcher behind bin/demo (`python -m demo`).

Imports nothing of the product; the product's `galley_demo` command takes the files from here.
"""
