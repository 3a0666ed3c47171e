"""Reads files of prices, the package's and the user's, and says exactly what is wrong in them."""

from gemini_otel.pricing._files._faults import PriceFileError
from gemini_otel.pricing._files._reading import read_packaged, read_user_file


__all__ = ["PriceFileError", "read_packaged", "read_user_file"]
