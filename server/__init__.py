"""The server: Flask around the engine `sync/`. Start reading at app.py; ARCHITECTURE.md says what stands
where."""
