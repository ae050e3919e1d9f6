"""The machine's peak speed of matrix products: sgemm of numpy's BLAS."""
import sys

import numpy
from side import serve

size = int(sys.argv[1])


def prepare():
    a = numpy.sin(numpy.arange(size * size, dtype=numpy.float32)).reshape(size, size)
    y = numpy.empty_like(a)
    return lambda: numpy.matmul(a, a, out=y)


serve(prepare)
