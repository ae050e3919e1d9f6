"""Reports the libraries of this interpreter for the benchmark: a JSON object of versions, or of reasons why they are absent."""
import importlib.util
import json
import os


def pytorch():
    import torch

    return {"version": torch.__version__}


def keras():
    # Chosen before keras is imported, which reads it once.
    os.environ["KERAS_BACKEND"] = "torch"
    import keras as library
    import torch

    return {"version": f"{library.__version__} on torch {torch.__version__}"}


def blas():
    import numpy

    return {"version": f"{numpy.__version__} {library_of(numpy)}"}


def library_of(numpy):
    """The BLAS that numpy calls, with its kernel if threadpoolctl reports it."""
    if importlib.util.find_spec("threadpoolctl"):
        from threadpoolctl import threadpool_info

        for one in threadpool_info():
            if one["user_api"] == "blas":
                kind = {"openblas": "OpenBLAS", "mkl": "MKL"}.get(one["internal_api"])
                kernel = one.get("architecture")
                name = f"{kind or one['internal_api']} {one['version']}"
                return f"{name} {kernel}" if kernel else name
    built = numpy.show_config(mode="dicts")["Build Dependencies"]["blas"]
    name = "OpenBLAS" if "openblas" in built["name"] else built["name"]
    return f"{name} {built['version']}"


def asked(probe):
    try:
        return probe()
    except Exception as error:  # noqa: BLE001
        return {"error": (str(error) or type(error).__name__).splitlines()[0]}


# numpy first: threadpoolctl reports every loaded BLAS, and torch loads its own.
found = {"blas": asked(blas), "pytorch": asked(pytorch), "keras": asked(keras)}
print(json.dumps(found))
