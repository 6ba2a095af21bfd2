"""A table is read from a file that processes share, whatever happened to that file."""

import multiprocessing

import numpy as np
import pytest

from embeddings.shared_table import shared

TABLE = np.arange(40, dtype=np.uint8).reshape(10, 4)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "encoder" / "pieces.npy"


def is_mapped(table) -> bool:
    return isinstance(table, np.memmap)


def test_what_is_read_from_the_file_is_what_was_given(path):
    written, again = shared(TABLE, path), shared(TABLE, path)
    assert is_mapped(written)
    assert is_mapped(again)
    assert (again == TABLE).all()
    assert [file.name for file in path.parent.iterdir()] == ["pieces.npy"]


def test_it_is_written_once(path):
    shared(TABLE, path)
    before = path.stat()
    shared(TABLE, path)
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


@pytest.mark.parametrize("broken", [b"", b"\x93NUMPY", b"nonsense" * 20])
def test_half_a_file_is_written_anew(path, broken):
    path.parent.mkdir()
    path.write_bytes(broken)
    assert (shared(TABLE, path) == TABLE).all()
    assert (np.load(path) == TABLE).all()


def test_a_file_that_was_cut_is_written_anew(path):
    shared(TABLE, path)
    path.write_bytes(path.read_bytes()[:-8])
    assert (shared(TABLE, path) == TABLE).all()


@pytest.mark.parametrize("other", [TABLE[:5], TABLE.astype(np.float32), np.array(["a"], dtype=object)])
def test_another_table_is_not_taken_for_it(path, other):
    path.parent.mkdir()
    np.save(path, other)
    found = shared(TABLE, path)
    assert found.dtype == TABLE.dtype
    assert (found == TABLE).all()


def test_what_one_process_reads_stays_whole_while_another_writes(path):
    reading = shared(TABLE, path)
    path.unlink()
    shared(TABLE[::-1].copy(), path)
    assert (reading == TABLE).all()


def test_where_nothing_can_be_written_each_keeps_its_own(tmp_path):
    in_the_way = tmp_path / "encoder"
    in_the_way.write_text("a file, not a folder")
    found = shared(TABLE, in_the_way / "pieces.npy")
    assert not is_mapped(found)
    assert (found == TABLE).all()


def test_processes_that_begin_at_once_all_find_it(path):
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        found = pool.starmap(shared, [(TABLE, path)] * 8)
    assert all((table == TABLE).all() for table in found)
    assert [file.name for file in path.parent.iterdir()] == ["pieces.npy"]
