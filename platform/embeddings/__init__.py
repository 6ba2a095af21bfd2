"""Text to vector: 512 floats of length 1 from the multilingual universal sentence encoder, on the CPU, offline."""

from embeddings.encoder import FLOATS, encode

__all__ = ("FLOATS", "encode")
