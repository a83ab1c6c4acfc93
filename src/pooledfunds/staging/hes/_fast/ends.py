"""Where the values of unquoted text end: a block's bytes searched sixty-four at a time."""

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic

from pooledfunds.staging.hes._fast.compiled import compiled
from pooledfunds.staging.hes.scanned import CHUNK

_BYTES = types.Array(types.uint8, 1, "C", readonly=True)
_PLACES = types.int32[::1]
_AT_ONCE = 8  # places written at once
_LINE_END = np.uint8(ord("\n"))
_ONE = np.uint64(1)


@intrinsic
def _equal(_typing, block, _first, _sought):
    """Return a bit for each of a chunk's bytes, the first lowest: whether it is the one sought.

    Numba has no word for it; LLVM makes a few instructions of it on every processor.
    """

    def compare(context, builder, signature, values):
        data = context.make_array(signature.args[0])(context, builder, values[0]).data
        chunk = ir.VectorType(ir.IntType(8), CHUNK)
        first = builder.bitcast(builder.gep(data, [values[1]]), chunk.as_pointer())
        alone = builder.insert_element(ir.Constant(chunk, None), values[2], ir.IntType(32)(0))
        everywhere = ir.Constant(ir.VectorType(ir.IntType(32), CHUNK), None)
        sought = builder.shuffle_vector(alone, alone, everywhere)
        equal = builder.icmp_unsigned("==", builder.load(first, align=1), sought)
        return builder.bitcast(equal, ir.IntType(CHUNK))

    return types.uint64(block, types.int64, types.uint8), compare


@intrinsic
def _count(_typing, _bits):
    """Return the number of bits that are set."""

    def count(_context, builder, _signature, values):
        return builder.ctpop(values[0])

    return types.int64(types.uint64), count


@njit
def _below(bits):
    """Return the bits below the lowest one that is set: as many as its place."""
    return ~bits & (bits - _ONE)


@compiled(types.UniTuple(_PLACES, 2)(_BYTES, types.int64))
def find_ends(block, delimiter):
    """Return the places of a block's value ends, and which of these are line ends.

    Parameters
    ----------
    block
        Bytes, a multiple of ``CHUNK``; what fills them up is neither delimiter nor line end.
    delimiter
        The byte between values.

    Returns
    -------
    ends
        The places of delimiters and line ends, after a first -1: the end before the block.
    lines
        The places in ``ends`` of line ends, the first -1 among them.
    """
    ends = np.empty(len(block) + 1 + _AT_ONCE, dtype=np.int32)
    lines = np.empty(len(block) + 1, dtype=np.int32)
    ends[0], lines[0] = -1, 0
    found, ended = 1, 1
    for first in range(0, len(block), CHUNK):
        line_ends = _equal(block, first, _LINE_END)
        marked = line_ends | _equal(block, first, np.uint8(delimiter))
        while line_ends != 0:
            lines[ended] = found + _count(marked & _below(line_ends))
            ended += 1
            line_ends &= line_ends - _ONE
        count = _count(marked)
        # Several are written whether there are as many or not: fewer branches to guess
        for written in range(0, count, _AT_ONCE):
            for more in range(_AT_ONCE):
                ends[found + written + more] = first + _count(_below(marked))
                marked &= marked - _ONE
        found += count
    return ends[:found], lines[:ended]
